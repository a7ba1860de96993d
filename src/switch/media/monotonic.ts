/** When the clock of this thread began, on the one of the process: `performance.now()` starts anew in each thread. */
export const threadBeganMs = processMs() - performance.now()

/** Milliseconds with a fraction on a clock that nobody sets, the same for all threads: what is kept of it may move to another. */
export function monotonicMs(): number {
  return performance.now() + threadBeganMs
}

/** The same moment as ms since 1970, as far as the machine knew when this thread began. */
export function wallMs(ms: number): number {
  return performance.timeOrigin + ms - threadBeganMs
}

function processMs(): number {
  const [seconds, nanoseconds] = process.hrtime()
  return seconds * 1000 + nanoseconds / 1e6
}
