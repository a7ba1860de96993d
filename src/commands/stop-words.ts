/** A second SIGINT this soon is the same press: npm passes on what the terminal has already sent to everybody. */
const samePressMs = 300

/** What a process was told about its end, and how urgent it is. */
export type StopWords = {
  /** Resolves at the first word, whichever it is. */
  readonly told: Promise<void>
  /** Aborted when there is no time to let things end by themselves. */
  readonly hurry: AbortSignal
  /** Aborted when there is no time at all. */
  readonly now: AbortSignal
}

/**
 *   SIGTERM ───▶ told ───again──▶ hurry ──again──▶ now ──again──▶ atOnce()
 *   SIGINT ─────────────────────▶ hurry ──again──▶ now ──again──▶ atOnce()
 *   end of the supervisor ───────────────────────▶ now
 *
 * @param patient something here ends by itself, given time; without it any second signal is `atOnce()`
 */
export function stopWords(patient = false, atOnce: () => void = () => process.exit(1)): StopWords {
  const { promise: told, resolve } = Promise.withResolvers<undefined>()
  const steps = { told: 1, hurry: 2, now: 3 } as const
  const [hurry, now] = [new AbortController(), new AbortController()]
  let step = 0
  let interruptedAt = -Infinity

  function goTo(next: number): void {
    if (step > 0 && (next > steps.now || !patient)) {
      atOnce()
      return
    }
    step = Math.max(step, next)
    resolve(undefined)
    if (step >= steps.hurry) hurry.abort()
    if (step >= steps.now) now.abort()
  }

  process.on('SIGTERM', () => {
    goTo(step + 1)
  })
  process.on('SIGINT', () => {
    const samePress = performance.now() - interruptedAt <= samePressMs
    interruptedAt = performance.now()
    if (!samePress) goTo(Math.max(step + 1, steps.hurry))
  })
  const leashEnds = () => {
    step = Math.max(step, steps.now)
    resolve(undefined)
    hurry.abort()
    now.abort()
  }
  // The supervisor may have gone before we got here; then there is no event any more.
  if (process.send !== undefined && !process.connected) leashEnds()
  process.once('disconnect', leashEnds)
  return { told, hurry: hurry.signal, now: now.signal }
}
