import { step } from '../conference/callflow.ts'
import { withoutHuman } from '../conference/flow-parts.ts'
import type { Happening } from '../conference/happenings.ts'
import type { News, Place, SentOut } from '../conference/meeting.ts'
import type { Kept } from '../conference/ports.ts'
import type { ConferenceForm } from './forms.ts'

/**
 * A conference callback becomes news about a place (Twilio, conference status callbacks). News of calls
 * or meetings we do not know (any more) change nothing: late ones raise no ghosts.
 */
export async function takeNews(kept: Kept, form: ConferenceForm): Promise<readonly Happening[]> {
  const meeting = await kept.meetings.byConference(form.FriendlyName)
  if (meeting === undefined) return []
  const news = toNews(form)
  if (news === undefined) return []
  if (news.is === 'conference-ended') {
    await kept.meetings.note(meeting.id, news)
    return []
  }
  const { call, here } = news.place
  const caller = await kept.callers.find(call)
  if (caller === undefined || caller.meeting !== meeting.id) return []
  if (!(await kept.meetings.note(meeting.id, news))) return []
  if (here) await arrive(kept, call)
  if (here && /mute$/.test(form.StatusCallbackEvent)) await heed(kept, call, news.place.muted)
  const event = happeningOf[form.StatusCallbackEvent]
  return event === undefined ? [] : [{ event, call, meeting: meeting.id }]
}

/** The carrier says this caller is in the conference. */
export async function arrive(kept: Kept, call: string): Promise<void> {
  const caller = await kept.callers.find(call)
  if (caller === undefined) return
  const [state] = step(caller.state, { is: 'here' }, withoutHuman)
  if (state !== caller.state) await kept.callers.move({ ...caller, state }, caller.step)
}

/** Somebody else switched this caller's microphone: it stays so over the menu. */
export async function heed(kept: Kept, call: string, muted: boolean): Promise<void> {
  const caller = await kept.callers.find(call)
  if (caller === undefined || !('muted' in caller.state) || caller.state.muted === muted) return
  await kept.callers.move({ ...caller, state: { ...caller.state, muted } }, caller.step)
}

const happeningOf: Readonly<Record<string, 'caller.joined' | 'caller.left'>> = {
  'participant-join': 'caller.joined',
  'participant-leave': 'caller.left',
}

/** Events that say where somebody is. Speaking, announcements and the rest do not. */
const hereByEvent: Readonly<Record<string, boolean>> = {
  'participant-join': true,
  'participant-leave': false,
  'participant-mute': true,
  'participant-unmute': true,
  'participant-hold': true,
  'participant-unhold': true,
}

/** Only reasons that mean "the carrier was told so"; whoever left by themselves has none. */
const sentOutByReason: Readonly<Record<string, SentOut>> = {
  conference_ended_via_api: 'meeting',
  moderator_ended_conference: 'meeting',
  participant_updated_via_api: 'caller',
}

function toNews(form: ConferenceForm): News | undefined {
  const { ConferenceSid: conference, CallSid: call, StatusCallbackEvent: event } = form
  if (event === 'conference-end') return { is: 'conference-ended', conference }
  const here = hereByEvent[event]
  if (here === undefined || call === undefined) return undefined
  const place: Place = {
    conference,
    call,
    sequence: form.SequenceNumber,
    here,
    muted: here && form.Muted === true,
    sentOut: here ? undefined : sentOutByReason[form.ReasonParticipantLeft ?? ''],
  }
  return { is: 'place', place }
}
