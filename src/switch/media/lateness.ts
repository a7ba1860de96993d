/** Steps of a tenth of a millisecond, up to 100 ms; everything later counts as 100. */
const stepsPerMs = 10
const stepsMax = 1000

/** How late something was, over and over, in a fixed little space. */
export type Lateness = {
  readonly count: (ms: number) => void
  /** The lateness in milliseconds that the given share (0.5, 0.99) stayed at or below; 0 when nothing was counted. */
  quantile(share: number): number
  reset(): void
}

export function latenessHistogram(): Lateness {
  const steps = new Uint32Array(stepsMax + 1)
  let counted = 0
  return {
    count(ms) {
      steps[Math.min(stepsMax, Math.max(0, Math.ceil(ms * stepsPerMs)))]!++
      counted++
    },
    quantile(share) {
      let left = Math.ceil(counted * share)
      for (let step = 0; step <= stepsMax; step++) {
        left -= steps[step]!
        if (left <= 0) return step / stepsPerMs
      }
      return stepsMax / stepsPerMs
    },
    reset() {
      steps.fill(0)
      counted = 0
    },
  }
}
