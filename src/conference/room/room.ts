import { z } from 'zod'
import { alwaysOpen, scheduleShape } from './schedule.ts'

/** What a room is. A room is permanent; a meeting is one sitting of it. */

/**
 * A language by its two letters. Callers can have every language that has a prompts file in config/; which
 * ones these are is known at start-up (docs/languages.md).
 */
export type Locale = string
export const localePattern = /^[a-z]{2}$/

/** What a caller is in a meeting: whoever keyed the host PIN is a host. */
export type Role = 'guest' | 'host'

/** What a carrier's conference holds (Twilio, Conference). */
export const callersMax = 250
/** A carrier ends every call after four hours (Twilio, Dial: timeLimit); so a meeting asks before that. */
export const lengthMinutesMax = 4 * 60 - 5
const lengthMinutesMin = 10

/** Long enough for "Dienstagsgruppe Musterstadt", short enough for one line of an invitation. */
export const roomNameMax = 60

/** What the organiser decides about a room. Every option has its usual value, so that old rooms have new options. */
export const roomOptions = z.object({
  /** What organisers call it among themselves; no caller, no carrier and no mail subject gets it (TRUST P-09). */
  name: z.string().trim().max(roomNameMax).default(''),
  /** Nobody gets in any more; its number stays taken. */
  archived: z.boolean().default(false),
  /** Guests wait outside until a host is there. */
  waitForHost: z.boolean().default(false),
  /** Guests come in with their microphone off. */
  muteOnEntry: z.boolean().default(false),
  /** The others hear a soft tone when somebody comes in. */
  entryTone: z.boolean().default(true),
  /** Whoever comes in hears how many are there. */
  announceCount: z.boolean().default(true),
  /** A host lets everybody in by hand. Forced where there is no PIN (`hasWaitingRoom`). */
  waitingRoom: z.boolean().default(false),
  callersMax: z.int().min(1).max(callersMax).default(20),
  /** After so many minutes everybody is asked whether they stay: forgotten receivers end by themselves. */
  lengthMaxMinutes: z.int().min(lengthMinutesMin).max(lengthMinutesMax).default(lengthMinutesMax),
  schedule: scheduleShape.default(alwaysOpen),
})
export type RoomOptions = Readonly<z.output<typeof roomOptions>>

/** The options of a room nobody decided anything about. */
export const usualOptions: RoomOptions = roomOptions.parse({})

export type Room = RoomOptions & {
  readonly id: string
  /** Six digits, unique, as printed on the invitation. */
  readonly number: string
  /** A telephone number that leads here alone, E.164; whoever dials it needs no room number. */
  readonly phoneNumber?: string | undefined
  /** Undefined: anybody with the number gets to the waiting room, and no further by themselves. */
  readonly guestPin: string | undefined
  /** As long as a guest PIN, and different from it. */
  readonly hostPin: string
  /** What this room's callers hear once they are in it. */
  readonly locale: Locale
}

/** Whether guests are let in by hand; a number alone opens nothing. */
export function hasWaitingRoom({ waitingRoom, guestPin }: Room): boolean {
  return waitingRoom || guestPin === undefined
}
