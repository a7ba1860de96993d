import { after } from '../after.ts'
import type { Leg } from '../call/leg.ts'
import type { Sound } from '../media/frame.ts'
import type { Conference } from './conference.ts'
import type { Cover, Participant, SoundDocument } from './participant.ts'

/** A document that is over at once is not asked for more often than this. */
export const documentEveryMs = 1000

/** What a caller should hear instead of the room, strongest first. */
function wantedCover(conference: Conference, participant: Participant): Cover | undefined {
  if (participant.announcing > 0) return 'announcement'
  if (participant.hold) return 'hold'
  if (!conference.started) return 'wait'
  // Who hears themselves is in company enough.
  const alone = conference.participants.length === 1 && participant.echoSeconds === undefined
  return alone && conference.parts.loneHearsWaiting !== false ? 'wait' : undefined
}

/**
 * Makes what covers the room for one caller what it should be, at once: the old sound stops in the same turn.
 *
 *            announcement begins            hold              started, somebody else here
 *   anything ─────────────────▶ announcement    room ────▶ hold     wait ────▶ room
 *            ◀─────────────────                      ◀────               ◀────
 *               and ends                        unhold              alone again
 */
export function settle(conference: Conference, participant: Participant): void {
  const wanted = wantedCover(conference, participant)
  if (participant.cover?.kind === wanted) return
  resettle(conference, participant)
}

/** The same, but begins afresh: the document itself is another one now. */
export function resettle(conference: Conference, participant: Participant): void {
  participant.cover?.stop.abort()
  participant.cover = undefined
  const wanted = wantedCover(conference, participant)
  if (wanted === undefined) return
  const stop = new AbortController()
  participant.cover = { kind: wanted, stop }
  if (wanted === 'announcement') return
  void playAgainAndAgain(conference, participant, wanted, stop.signal)
}

/**
 * Twilio plays a document once and expects `<Redirect/>` at its end; ours begins again by itself, so that nobody
 * who waits ends up in silence. A document that cannot be had:
 *
 *   never sounded, before the start   the caller is not added (Twilio, Conference: waitUrl)
 *   otherwise                         quiet music, then another try: a restart of the application throws nobody out
 */
async function playAgainAndAgain(
  conference: Conference,
  participant: Participant,
  cover: 'wait' | 'hold',
  signal: AbortSignal,
): Promise<void> {
  const { log, now, sounds } = conference.parts
  const document = cover === 'hold' ? participant.holdDocument : participant.wait
  if (document?.url === '') return
  const ear = listening(participant.leg)
  while (!signal.aborted) {
    const began = now()
    try {
      if (document === undefined) await ear.leg.play(sounds.waiting, signal)
      else await playDocument(conference, ear.leg, document, signal)
    } catch (error) {
      if (isAborted(signal)) return
      const why = error instanceof Error ? error.message : String(error)
      log.warn({ conference: conference.sid, call: participant.leg.sid, cover, why }, 'no document')
      if (cover === 'wait' && !conference.started && !ear.sounded()) {
        participant.notAdded()
        return
      }
      await participant.leg.play(sounds.waiting, signal).catch(() => undefined)
    }
    // The wall clock may jump; the wait stays between nothing and documentEveryMs.
    const elapsedMs = Math.max(0, now() - began)
    await after(Math.max(0, documentEveryMs - elapsedMs), signal)
  }
}

async function playDocument(
  conference: Conference,
  leg: Leg,
  document: SoundDocument,
  signal: AbortSignal,
): Promise<void> {
  const parameters = documentParameters(conference, leg)
  await conference.parts.playDocument(leg, document.url, document.method, parameters, signal)
}

/** What a waiting, hold or announcement document is asked with: the call's own parameters and where it sits. */
export function documentParameters(
  conference: Conference,
  leg: Leg | undefined,
): Readonly<Record<string, string>> {
  return {
    ...(leg === undefined ? { AccountSid: conference.parts.accountSid } : leg.parameters()),
    ConferenceSid: conference.sid,
    FriendlyName: conference.friendlyName,
  }
}

/**
 * One sound to one caller over everything else; several are played one after the other.
 * What was covered comes back afterwards. Ends early when the caller leaves.
 */
export function playOver(
  conference: Conference,
  participant: Participant,
  sound: Sound,
): Promise<void> {
  participant.announcing += 1
  participant.announcements = participant.announcements.then(async () => {
    const { signal } = participant.gone
    if (!signal.aborted) {
      settle(conference, participant)
      await participant.leg.play(sound, signal).catch(() => undefined)
    }
    participant.announcing -= 1
    if (!isAborted(signal)) settle(conference, participant)
  })
  return participant.announcements
}

/** The same call, with a note whether anything was played to it. */
function listening(leg: Leg): { readonly leg: Leg; sounded(): boolean } {
  let sounded = false
  const noting: Leg = {
    sid: leg.sid,
    get status() {
      return leg.status
    },
    gone: leg.gone,
    keys: leg.keys,
    parameters: () => leg.parameters(),
    answer: () => {
      leg.answer()
    },
    refuse: (reason) => {
      leg.refuse(reason)
    },
    hangUp: () => {
      leg.hangUp()
    },
    play: (sound, signal) => {
      sounded = true
      return leg.play(sound, signal)
    },
  }
  return { leg: noting, sounded: () => sounded }
}

/** Read anew after an await, where the compiler believes it knows the answer. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted
}
