import { CallFailed, dial, type DialOptions, type Phone } from './dial.ts'
import type { SipTarget } from './order.ts'
import { hasTone, sine } from './tones.ts'

/*
 * A call that nobody makes, to hear whether callers hear anything: everything may be green, and the line silent.
 *
 *   dial ─▶ greeting? ─▶ number of the practice line ─▶ welcome? ─▶ its keys ─▶ hum ─▶ own tone, two seconds later?
 *           no: silent                                  no: silent              no: no-echo
 */

export type TestOrder = {
  readonly to: SipTarget
  /** The practice line's number. */
  readonly number: string
} & Pick<DialOptions, 'from' | 'address'>

export type TestOutcome =
  | { readonly is: 'passed'; readonly seconds: number }
  | { readonly is: 'failed'; readonly why: 'no-answer' | 'silent' | 'no-welcome' | 'no-echo' }

/** Six keys of any kind, then off and on again: the way to the echo (conference/call/practice.ts). */
const keysToEcho = '111111*6*6'
/** Shorter is a click, and not somebody speaking. */
const spokenMs = 1000
/**
 * How long to wait: for words (the greeting begins a second after the answer), and for our own tone (on the way to it are
 * sentences that nothing interrupts).
 */
export const usualPatience = { wordsMs: 10_000, echoMs: 40_000 } as const
type Patience = { readonly wordsMs: number; readonly echoMs: number }
const hum = { hertz: 1000, dbfs: -15, seconds: 1 } as const
const judgedSeconds = 0.5

/** Makes one such call and says what was heard. Never throws because of what it finds. `stop` hangs up at once. */
export async function testCall(
  { to, number, ...how }: TestOrder,
  { wordsMs, echoMs }: Patience = usualPatience,
  stop?: AbortSignal,
): Promise<TestOutcome> {
  const began = performance.now()
  let phone: Phone
  try {
    phone = await dial(to, how)
  } catch (error) {
    if (error instanceof CallFailed) return { is: 'failed', why: 'no-answer' }
    throw error
  }
  const hangUp = () => void phone.hangUp()
  if (stop?.aborted === true) hangUp()
  else stop?.addEventListener('abort', hangUp, { once: true })
  try {
    if (!(await hearsSpeech(phone, wordsMs))) return { is: 'failed', why: 'silent' }
    await phone.handset.press(number)
    phone.handset.ear.mark()
    if (!(await hearsSpeech(phone, wordsMs))) return { is: 'failed', why: 'no-welcome' }
    await phone.handset.press(keysToEcho)
    if (!(await hearsItself(phone, echoMs))) return { is: 'failed', why: 'no-echo' }
    return { is: 'passed', seconds: Math.round((performance.now() - began) / 1000) }
  } finally {
    stop?.removeEventListener('abort', hangUp)
    await phone.hangUp()
  }
}

function hearsSpeech({ handset }: Phone, withinMs: number): Promise<boolean> {
  const { ear } = handset
  const spoken = () =>
    ear.utterance !== undefined && ear.utterance.untilMs - ear.utterance.fromMs >= spokenMs
  return handset.until(spoken, withinMs)
}

/** A tone that stands out as a tone: a voice at that pitch does not count. */
function hearsItself({ handset }: Phone, withinMs: number): Promise<boolean> {
  handset.say(sine(hum.hertz, hum.dbfs, hum.seconds), 'again')
  const heard = () => hasTone(handset.heard.sound(judgedSeconds), hum.hertz)
  return handset.until(heard, withinMs)
}
