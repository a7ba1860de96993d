import type { Utterance } from './attention.ts'
import type { Handset } from './handset.ts'

/** A prompt is over when it has been quiet for this long: longer than the pauses between its sentences. */
export const promptOverMs = 900
/** Longest prompt we wait for; then we press anyway, as an impatient caller would. */
export const promptMaxMs = 30_000

/**
 * Waits for the prompt that is being spoken, or about to be, to end.
 *
 *   mark()      ▁▁▁▅▇▅▃▅▆▃▁▁▁▁▁▁▁  promptOverMs of quiet after some sound
 *     └──────────── waits ──────┘
 *
 * @returns the prompt, or undefined when nothing was said in time
 */
export async function promptOver(handset: Handset): Promise<Utterance | undefined> {
  const { ear } = handset
  const over = (): boolean => ear.utterance !== undefined && ear.quietMs >= promptOverMs
  await handset.until(over, promptMaxMs)
  return ear.utterance
}

/** Presses one group of keys. What is said from the last key on counts as the next prompt. */
export async function press(handset: Handset, keys: string): Promise<void> {
  await handset.press(keys.slice(0, -1))
  handset.ear.mark()
  await handset.press(keys.slice(-1))
}

/** Stays on the line for a while; false when the line was closed before. */
export async function stay(handset: Handset, seconds: number): Promise<boolean> {
  const untilMs = handset.ear.nowMs + seconds * 1000
  return handset.until(() => handset.ear.nowMs >= untilMs, Infinity)
}
