import { z } from 'zod'
import { rfc2822 } from '../conference/events.ts'
import type { Participant } from '../conference/participant.ts'
import { change, kick } from '../conference/steering.ts'
import type { Answer, Ask, RestParts } from './ask.ts'
import { accountPath } from './ask.ts'
import { announceTo, foundRecord } from './conferences.ts'
import { page, paging } from './page.ts'
import { address, addressOrNone, flag, given, method, read } from './parameters.ts'
import { notFound } from './problem.ts'

/** GET Conferences/{sid}/Participants.json: who is in now, newest first; empty once the conference is over. */
export const listParticipants: Answer = (parts, { path, names, query }) => {
  const { sid } = foundRecord(parts.conferences, names['conference'], path)
  const asked = read({ ...paging, Muted: flag.optional(), Hold: flag.optional() }, query)
  const participants = (parts.conferences.find(sid)?.participants ?? [])
    .filter(
      (one) =>
        (asked.Muted === undefined || one.muted === asked.Muted) &&
        (asked.Hold === undefined || one.hold === asked.Hold),
    )
    .reverse()
  const show = (one: Participant) => participantJson(parts, sid, one)
  const asking = { path, query, paging: asked }
  return page('participants', asking, participants, (one) => one.leg.sid, show)
}

/** GET Conferences/{sid}/Participants/{CallSid or label}.json */
export const showParticipant: Answer = (parts, ask) => {
  const { conference, participant } = found(parts, ask)
  return participantJson(parts, conference.sid, participant)
}

/**
 * POST Conferences/{sid}/Participants/{CallSid or label}.json. There is no coaching on this switch: `Coaching` and
 * `CallSidToCoach` are refused like any unknown parameter.
 */
export const updateParticipant: Answer = (parts, ask) => {
  const { conference, participant } = found(parts, ask)
  const asked = read(
    {
      // Twilio takes anything but `true` for false here, and only here.
      Muted: z
        .string()
        .transform((text) => text === 'true')
        .optional(),
      Hold: flag.optional(),
      HoldUrl: addressOrNone.optional(),
      HoldMethod: method.optional(),
      AnnounceUrl: address.optional(),
      AnnounceMethod: method.optional(),
      WaitUrl: addressOrNone.optional(),
      WaitMethod: method.optional(),
      BeepOnExit: flag.optional(),
      EndConferenceOnExit: flag.optional(),
    },
    ask.form,
  )
  if (asked.AnnounceUrl !== undefined) {
    announceTo(conference, asked.AnnounceUrl, asked.AnnounceMethod, participant)
  }
  const { HoldUrl, WaitUrl } = asked
  const changes = given({
    muted: asked.Muted,
    hold: asked.Hold,
    holdDocument:
      HoldUrl === undefined ? undefined : { url: HoldUrl, method: asked.HoldMethod ?? 'GET' },
    wait: WaitUrl === undefined ? undefined : { url: WaitUrl, method: asked.WaitMethod ?? 'POST' },
    beepOnExit: asked.BeepOnExit,
    endConferenceOnExit: asked.EndConferenceOnExit,
  })
  change(conference, participant, changes)
  return participantJson(parts, conference.sid, participant)
}

/** DELETE Conferences/{sid}/Participants/{CallSid or label}.json: out of the conference; the call itself goes on. */
export const deleteParticipant: Answer = (parts, ask) => {
  const { conference, participant } = found(parts, ask)
  kick(conference, participant)
  return undefined
}

function found(parts: RestParts, { path, names }: Ask) {
  const conference = parts.conferences.find(names['conference'] ?? '')
  const name = names['participant']
  const participant =
    conference?.participants.find((one) => one.leg.sid === name) ??
    conference?.participants.find((one) => one.label !== undefined && one.label === name)
  if (conference === undefined || participant === undefined) throw notFound(path)
  return { conference, participant }
}

function participantJson(parts: RestParts, conferenceSid: string, participant: Participant) {
  const { sid } = participant.leg
  return {
    account_sid: parts.account.sid,
    call_sid: sid,
    label: participant.label ?? null,
    call_sid_to_coach: null,
    coaching: false,
    conference_sid: conferenceSid,
    date_created: rfc2822(participant.dateCreated),
    date_updated: rfc2822(participant.dateUpdated),
    end_conference_on_exit: participant.endConferenceOnExit,
    muted: participant.muted,
    hold: participant.hold,
    start_conference_on_enter: participant.startConferenceOnEnter,
    status: 'connected',
    queue_time: null,
    uri: `${accountPath(parts)}/Conferences/${conferenceSid}/Participants/${sid}.json`,
  }
}
