import { step } from '../conference/call/callflow.ts'
import { withoutHuman } from '../conference/call/flow-parts.ts'
import type { Happening } from '../conference/happenings.ts'
import type { News, Place, SentOut } from '../conference/meeting/meeting.ts'
import type { Kept } from '../conference/ports.ts'
import type { SpeechNews } from '../conference/meeting/talking.ts'
import type { ConferenceForm } from './forms.ts'
import type { Steer } from './carrier/steer.ts'

/** What came of a callback. */
type Taken = { readonly happened: readonly Happening[]; readonly steer: readonly Steer[] }
const nothing: Taken = { happened: [], steer: [] }

/**
 * A conference callback becomes news about a place (Twilio, conference status callbacks). News of calls
 * or meetings we do not know (any more) change nothing: late ones raise no ghosts.
 */
export async function takeNews(kept: Kept, form: ConferenceForm): Promise<Taken> {
  const meeting = await kept.meetings.byConference(form.FriendlyName)
  if (meeting === undefined) return nothing
  const news = toNews(form)
  if (news === undefined) return nothing
  if (news.is === 'conference-ended') {
    await kept.meetings.note(meeting.id, news)
    return nothing
  }
  const { call, here } = news.place
  const caller = await kept.callers.find(call)
  if (caller === undefined || caller.meeting !== meeting.id) return nothing
  if (!(await kept.meetings.note(meeting.id, news))) return nothing
  if (here) await arrive(kept, call)
  const switched = here && /mute$/.test(form.StatusCallbackEvent)
  const joined = form.StatusCallbackEvent === 'participant-join'
  const steer = switched
    ? await heed(kept, call, news.place)
    : joined
      ? await silence(kept, news.place)
      : []
  const event = happeningOf[form.StatusCallbackEvent]
  const happened = event === undefined ? [] : [{ event, call, meeting: meeting.id }]
  return { happened, steer }
}

/** Who talks: for the moment only, so it never reaches the database. Undefined for all other news. */
export function speechOf(form: ConferenceForm): SpeechNews | undefined {
  const { CallSid: call, ConferenceSid: conference, SequenceNumber: sequence } = form
  const talks = talksByEvent[form.StatusCallbackEvent]
  return talks === undefined || call === undefined
    ? undefined
    : { call, conference, sequence, talks }
}

const talksByEvent: Readonly<Record<string, boolean>> = {
  'participant-speech-start': true,
  'participant-speech-stop': false,
}

/**
 * Who was muted on the way in has come in with the microphone on: the carrier had its document already.
 */
async function silence(kept: Kept, { call, conference, muted }: Place): Promise<readonly Steer[]> {
  const caller = await kept.callers.find(call)
  const state = caller?.state
  if (state === undefined || muted || !('muted' in state) || !state.muted) return []
  // Whoever comes from the menu knows how their microphone is.
  const seat = { conference, call }
  const { locale, returns } = state
  return [returns === 0 ? { do: 'mute', seat, locale } : { do: 'switch-off', seat }]
}

/** The carrier says this caller is in the conference. */
export async function arrive(kept: Kept, call: string): Promise<void> {
  const caller = await kept.callers.find(call)
  if (caller === undefined) return
  const [state] = step(caller.state, { is: 'here' }, withoutHuman)
  if (state !== caller.state) await kept.callers.move({ ...caller, state }, caller.step)
}

/**
 * The carrier says how this caller's microphone is; it stays so over the menu. What we asked for is known
 * already, so a microphone that is suddenly off was switched off by the carrier itself, for noise: the caller
 * is told how to switch it on.
 */
export async function heed(
  kept: Kept,
  call: string,
  { conference, muted }: Pick<Place, 'conference' | 'muted'>,
): Promise<readonly Steer[]> {
  const caller = await kept.callers.find(call)
  if (caller === undefined || !('muted' in caller.state) || caller.state.muted === muted) return []
  const { locale } = caller.state
  await kept.callers.move({ ...caller, state: { ...caller.state, muted } }, caller.step)
  const seat = { conference, call }
  return muted ? [{ do: 'announce', what: 'muted-for-noise', locale, to: seat }] : []
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
