import type { Leg } from '../call/leg.ts'
import type {
  ReasonConferenceEnded,
  ReasonParticipantLeft,
  SubscriptionWord,
} from '../call/seat.ts'
import type { Participant } from './participant.ts'

/** What can happen in a conference and is told to its status callback (Twilio, Conference: statusCallbackEvent). */
export type ConferenceEvent =
  | { readonly event: 'conference-start' }
  | {
      readonly event: 'conference-end'
      readonly reason: ReasonConferenceEnded
      readonly by: Participant | undefined
    }
  | { readonly event: ParticipantEventName; readonly participant: Participant }
  | {
      readonly event: 'participant-leave'
      readonly participant: Participant
      readonly reason: ReasonParticipantLeft
    }
  | {
      readonly event: 'announcement-end'
      readonly participant: Participant | undefined
      readonly announceUrl: string
    }
  | {
      readonly event: 'announcement-fail'
      readonly participant: Participant | undefined
      readonly announceUrl: string
      readonly why: string
    }

type ParticipantEventName =
  | 'participant-join'
  | 'participant-mute'
  | 'participant-unmute'
  | 'participant-hold'
  | 'participant-unhold'
  | 'participant-modify'
  | 'participant-speech-start'
  | 'participant-speech-stop'

/** Which word of `statusCallbackEvent` asks for which event. */
export const wordOf: Readonly<Record<ConferenceEvent['event'], SubscriptionWord>> = {
  'conference-start': 'start',
  'conference-end': 'end',
  'participant-join': 'join',
  'participant-leave': 'leave',
  'participant-mute': 'mute',
  'participant-unmute': 'mute',
  'participant-hold': 'hold',
  'participant-unhold': 'hold',
  'participant-modify': 'modify',
  'participant-speech-start': 'speaker',
  'participant-speech-stop': 'speaker',
  'announcement-end': 'announcement',
  'announcement-fail': 'announcement',
}

/** The sentence that goes with `ReasonConferenceEnded`. */
const sentences: Readonly<Record<ReasonConferenceEnded, string>> = {
  'last-participant-left': 'The last participant left the conference',
  'last-participant-kicked': 'The last participant was removed from the conference',
  'participant-with-end-conference-on-exit-left':
    'A participant with endConferenceOnExit left the conference',
  'participant-with-end-conference-on-exit-kicked':
    'A participant with endConferenceOnExit was removed from the conference',
  'conference-ended-via-api': 'The conference was ended via the API',
}

/** The part of a callback that belongs to the event itself; the conference adds who, when and which number. */
export function eventParameters(happened: ConferenceEvent): Record<string, string> {
  switch (happened.event) {
    case 'conference-start':
      return {}
    case 'conference-end':
      return {
        ReasonConferenceEnded: happened.reason,
        Reason: sentences[happened.reason],
        ...(happened.by !== undefined && { CallSidEndingConference: happened.by.leg.sid }),
        ...(happened.by?.label !== undefined && {
          ParticipantLabelEndingConference: happened.by.label,
        }),
      }
    case 'participant-leave':
      return {
        ...participantParameters(happened.participant),
        ParticipantCallStatus: participantCallStatus(happened.participant.leg),
        ReasonParticipantLeft: happened.reason,
      }
    case 'announcement-end':
      return { ...announced(happened.participant), AnnounceUrl: happened.announceUrl }
    case 'announcement-fail':
      return {
        ...announced(happened.participant),
        AnnounceUrl: happened.announceUrl,
        ReasonAnnouncementFailed: happened.why,
      }
    case 'participant-join':
    case 'participant-mute':
    case 'participant-unmute':
    case 'participant-hold':
    case 'participant-unhold':
    case 'participant-modify':
    case 'participant-speech-start':
    case 'participant-speech-stop':
      return participantParameters(happened.participant)
  }
}

/** Twilio's `Coaching` is part of every participant event; nobody here can ever be coached. */
function participantParameters(participant: Participant): Record<string, string> {
  return {
    CallSid: participant.leg.sid,
    Muted: String(participant.muted),
    Hold: String(participant.hold),
    Coaching: 'false',
    StartConferenceOnEnter: String(participant.startConferenceOnEnter),
    EndConferenceOnExit: String(participant.endConferenceOnExit),
    ...(participant.label !== undefined && { ParticipantLabel: participant.label }),
  }
}

function announced(participant: Participant | undefined): Record<string, string> {
  return participant === undefined ? {} : participantParameters(participant)
}

/** Twilio knows no `ringing` here: who sits in a conference has been answered. */
function participantCallStatus(leg: Leg): string {
  return leg.status === 'ringing' ? 'in-progress' : leg.status
}

/** RFC 5322 §3.3 (RFC 2822) in UTC, as Twilio writes every date: `Thu, 01 Jun 2017 20:48:32 +0000`. */
export function rfc2822(ms: number): string {
  return new Date(ms).toUTCString().replace('GMT', '+0000')
}
