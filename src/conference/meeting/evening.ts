import type { Role, Room } from '../room/room.ts'
import type { WaitReason } from '../call/waiting.ts'

/*
 * A meeting as its organiser sees it, and what they can do about it: the port between the pages and the telephone
 * side. Nobody's telephone number is in any of it; a line is known by the order in which it came, or by the name that
 * the organiser gave it for this evening.
 */

export type Evening = {
  /** Undefined while nobody has called. */
  readonly meeting: RunningMeeting | undefined
  /** In the order in which they came. */
  readonly inside: readonly Guest[]
  /** The longest first. */
  readonly waiting: readonly Waiter[]
  readonly round: SpeakingRound | undefined
  /** False: what is shown may be old, because the carrier does not answer. */
  readonly carrierAnswers: boolean
}

export type RunningMeeting = {
  readonly id: string
  readonly opened: number
  readonly locked: boolean
}

/** A line in the meeting. */
export type Guest = LineLabel & {
  readonly role: Role
  /** When they came in, ms since 1970. */
  readonly since: number
  /** As the carrier says. */
  readonly muted: boolean
  readonly talking: boolean
  /** Their place among the raised hands; 1 is first. */
  readonly hand: number | undefined
  /** In the menu, or on the way in: does not hear the others at this moment. */
  readonly away: boolean
}

/** A line in the waiting room. */
export type Waiter = LineLabel & {
  readonly role: Role
  readonly since: number
  readonly because: WaitReason
}

export type LineLabel = {
  /** Names the line in addresses; tells nothing about the call, and nobody else's page knows it. */
  readonly id: string
  /** 3: the third line of this meeting. */
  readonly number: number
  /** Typed by the organiser, and forgotten ten minutes after the call: whoever was cut off may come back. */
  readonly name: string | undefined
}
/** Longer names do not fit beside the buttons. */
export const lineNameMax = 30

/** Turn the text of a whole page around (Unicode, bidirectional embeddings and isolates). */
const directions = /[\u202a-\u202e\u2066-\u2069]/g

/** What somebody typed, as it can be shown: one line, not too long. Empty takes the name away. */
export function lineName(typed: string): string {
  const bare = typed
    .replace(directions, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
  return Array.from(bare).slice(0, lineNameMax).join('').trim()
}

/** Everybody speaks once, one after the other, each about as long. */
export type SpeakingRound = {
  /** Ids of lines, in the order in which they speak; the first speaks now. */
  readonly order: readonly string[]
  readonly spoken: readonly string[]
  /** Since when the first has the word. */
  readonly since: number
  /** A soft tone tells them so; nobody is cut off. */
  readonly secondsEach: number
}
export const roundSeconds = [60, 120, 180, 300, 600] as const

/** What may be chosen and is at least as much. */
export function roundSecondsOf(wanted: number): number {
  return roundSeconds.find((seconds) => seconds >= wanted) ?? Math.max(...roundSeconds)
}

/** Sentences that can be said into a meeting. */
export const preparedSentences = [
  'five-minutes-left',
  'please-mute',
  'one-at-a-time',
  'break-now',
  'break-over',
] as const
export type PreparedSentence = (typeof preparedSentences)[number]

/** What an organiser wants; `line` is a line's `id`. */
export type EveningWish =
  /** Hears that their microphone is off, and how to switch it on again. */
  | { readonly do: 'mute'; readonly line: string }
  /** Nobody's microphone is ever switched on by others: they hear the request. */
  | { readonly do: 'ask-to-unmute'; readonly line: string }
  | { readonly do: 'ask-to-mute'; readonly line: string }
  /** All guests; hosts stay as they are. */
  | { readonly do: 'mute-all' }
  | { readonly do: 'let-in'; readonly line: string }
  | { readonly do: 'let-all-in' }
  /** A waiting caller hears a sentence and is hung up. */
  | { readonly do: 'turn-away'; readonly line: string }
  /** Hears a sentence, is hung up, and stays out for this evening. */
  | { readonly do: 'remove'; readonly line: string }
  | { readonly do: 'make-host'; readonly line: string }
  | { readonly do: 'lower-hand'; readonly line: string }
  | { readonly do: 'name'; readonly line: string; readonly name: string }
  | { readonly do: 'lock' }
  | { readonly do: 'unlock' }
  | { readonly do: 'announce'; readonly sentence: PreparedSentence }
  /** Everybody hears a goodbye. */
  | { readonly do: 'end' }
  | { readonly do: 'start-round'; readonly secondsEach: number }
  | { readonly do: 'next-speaker' }
  | { readonly do: 'stop-round' }

/**
 * What became of it:
 *
 *   done            it is so
 *   gone            that line, or the meeting, is over; there was nothing left to do
 *   carrier-failed  the carrier refused or could not be reached, or the caller is in the menu and hears nothing now; it
 *                   is not so, and nothing goes on by itself
 *   still-trying    the carrier is slow or away; it is decided, we go on by ourselves, and what `show` shows is what is
 *                   so until then
 */
export type EveningOutcome = 'done' | 'gone' | 'carrier-failed' | 'still-trying'

export type Evenings = {
  /** How it stands now, as far as the carrier has told us. */
  show(room: Room): Promise<Evening>
  /** Answers when the carrier has done it, or has not; after a few seconds in any case. */
  act(room: Pick<Room, 'id'>, wish: EveningWish): Promise<EveningOutcome>
  /**
   * Calls back soon after anything of this room's evening may have changed, once for many changes; whoever hears it
   * asks `show`. Stops when the returned function is called. Throws when far too many listen already.
   */
  listen(room: Room['id'], changed: () => void): () => void
}
