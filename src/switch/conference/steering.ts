import type { Conference } from './conference.ts'
import { leave, tell } from './conference.ts'
import { documentParameters, playOver, resettle, settle } from './cover.ts'
import type { Participant, SoundDocument } from './participant.ts'

/** Announcements of one conference that play or wait; one more is refused. */
export const announcementsWaitingMax = 8

/** What the REST interface may change about a participant. Absent: stays as it is. */
export type ParticipantChange = {
  readonly muted?: boolean
  readonly hold?: boolean
  readonly holdDocument?: SoundDocument
  readonly wait?: SoundDocument
  readonly beepOnExit?: boolean
  readonly endConferenceOnExit?: boolean
}

/** Does all that is asked, at once; each kind of change is told once, and only if something changed. */
export function change(
  conference: Conference,
  participant: Participant,
  asked: ParticipantChange,
): void {
  if (asked.holdDocument !== undefined) participant.holdDocument = asked.holdDocument
  if (modify(participant, asked)) {
    tell(conference, { event: 'participant-modify', participant })
  }
  const flags = { muted: asked.muted ?? participant.muted, hold: asked.hold ?? participant.hold }
  conference.sound.change(participant.leg.sid, flags)
  if (flags.muted !== participant.muted) {
    participant.muted = flags.muted
    const event = flags.muted ? 'participant-mute' : 'participant-unmute'
    tell(conference, { event, participant })
  }
  if (flags.hold !== participant.hold) {
    participant.hold = flags.hold
    const event = flags.hold ? 'participant-hold' : 'participant-unhold'
    tell(conference, { event, participant })
  }
  participant.dateUpdated = conference.parts.now()
  const documentOf = { wait: asked.wait, hold: asked.holdDocument, announcement: undefined }
  const playsAnother =
    participant.cover !== undefined && documentOf[participant.cover.kind] !== undefined
  if (playsAnother) resettle(conference, participant)
  else settle(conference, participant)
}

/** The changes that Twilio calls `participant-modify`. */
function modify(participant: Participant, asked: ParticipantChange): boolean {
  let modified = false
  if (asked.beepOnExit !== undefined && asked.beepOnExit !== participant.beepOnExit) {
    participant.beepOnExit = asked.beepOnExit
    modified = true
  }
  // Twilio answers 200 and changes nothing while the participant is on hold.
  const exit = participant.hold ? undefined : asked.endConferenceOnExit
  if (exit !== undefined && exit !== participant.endConferenceOnExit) {
    participant.endConferenceOnExit = exit
    modified = true
  }
  if (asked.wait !== undefined) {
    participant.wait = asked.wait
    modified = true
  }
  return modified
}

/** Takes a participant out; their call goes on with what follows the conference in its document. */
export function kick(conference: Conference, participant: Participant): void {
  leave(conference, participant, 'participant_updated_via_api')
}

/**
 * Plays a document to one participant, or to all who are here when it begins. It covers the room for them;
 * `announcement-end` comes when the last has heard it, `announcement-fail` when the document cannot be had.
 * False when too many wait already or nobody is here.
 */
export function announce(
  conference: Conference,
  document: SoundDocument,
  to: Participant | undefined,
): boolean {
  if (conference.over !== undefined) return false
  if (conference.announcementsWaiting >= announcementsWaitingMax) return false
  conference.announcementsWaiting += 1
  void announceNow(conference, document, to).finally(() => {
    conference.announcementsWaiting -= 1
  })
  return true
}

async function announceNow(
  conference: Conference,
  document: SoundDocument,
  participant: Participant | undefined,
): Promise<void> {
  const happened = { participant, announceUrl: document.url }
  const signal = participant?.gone.signal ?? conference.closed.signal
  const parameters = documentParameters(conference, participant?.leg)
  try {
    const { url, method } = document
    const sound = await conference.parts.renderDocument(url, method, parameters, signal)
    const hearers = participant === undefined ? conference.participants : [participant]
    await Promise.all(hearers.map((one) => playOver(conference, one, sound)))
    if (!signal.aborted) tell(conference, { event: 'announcement-end', ...happened })
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    if (!signal.aborted) tell(conference, { event: 'announcement-fail', ...happened, why })
  }
}
