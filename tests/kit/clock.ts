/** A wall clock that stands still until a test lets time pass. */
export function stoppedClock(startMs = Date.UTC(2026, 10, 24, 18)) {
  let nowMs = startMs
  return {
    now: () => nowMs,
    passes(milliseconds: number) {
      nowMs += milliseconds
    },
    set(ms: number) {
      nowMs = ms
    },
  }
}
