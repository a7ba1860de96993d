import { isStream } from '../call/call.ts'
import type { Source } from '../call/call.ts'

/** Round trip estimate; every other time follows from it (RFC 3261 §17.1.1.1, Appendix A). */
export const t1Ms = 500
/** Longest pause between two sendings of one message. */
export const t2Ms = 4_000
/** Longest time a message may stay in the network. */
export const t4Ms = 5_000
/** How long anything is tried: timers B, F, H, J, L, M. */
export const tryMs = 64 * t1Ms
/** Timer D: how long answers to a refused INVITE may still arrive (RFC 3261 §17.1.1.2: at least 32 s). */
const timerDMs = 32_000

type Letter = 'A' | 'B' | 'D' | 'E' | 'F' | 'G' | 'H' | 'I' | 'J' | 'K' | 'L' | 'M'

/** A timer, by the name of the event that its firing is. */
export type Timer = `timer-${Letter}`

type Rule = {
  /** First waiting time on UDP. */
  readonly ms: number
  /** On TCP and TLS nothing is sent twice and nothing arrives late: `never` starts it, `at-once` ends the wait. */
  readonly onStreams: 'never' | 'at-once' | 'same'
  /** Doubles with every firing up to this. */
  readonly doublesUpToMs?: number
}

const rules: Readonly<Record<Timer, Rule>> = {
  'timer-A': { ms: t1Ms, onStreams: 'never', doublesUpToMs: tryMs },
  'timer-B': { ms: tryMs, onStreams: 'same' },
  'timer-D': { ms: timerDMs, onStreams: 'at-once' },
  'timer-E': { ms: t1Ms, onStreams: 'never', doublesUpToMs: t2Ms },
  'timer-F': { ms: tryMs, onStreams: 'same' },
  'timer-G': { ms: t1Ms, onStreams: 'never', doublesUpToMs: t2Ms },
  'timer-H': { ms: tryMs, onStreams: 'same' },
  'timer-I': { ms: t4Ms, onStreams: 'at-once' },
  'timer-J': { ms: tryMs, onStreams: 'at-once' },
  'timer-K': { ms: t4Ms, onStreams: 'at-once' },
  'timer-L': { ms: tryMs, onStreams: 'same' },
  'timer-M': { ms: tryMs, onStreams: 'same' },
}

/** Milliseconds until the timer fires for the `firing`th time (0 is the first); undefined when it never does. */
export function timerMs(
  timer: Timer,
  transport: Source['transport'],
  firing = 0,
): number | undefined {
  const rule = rules[timer]
  if (isStream({ transport }) && rule.onStreams === 'never') return undefined
  if (isStream({ transport }) && rule.onStreams === 'at-once') return 0
  if (rule.doublesUpToMs === undefined) return firing === 0 ? rule.ms : undefined
  return Math.min(rule.ms * 2 ** firing, rule.doublesUpToMs)
}
