import type { After } from '../../src/conference/ports.ts'
import type { stoppedClock } from './clock.ts'

/** What is to be done later happens when a test lets time pass. */
export function timers(clock: ReturnType<typeof stoppedClock>) {
  const waiting = new Set<{ readonly at: number; readonly work: () => void }>()
  const after: After = (ms, work) => {
    const one = { at: clock.now() + ms, work }
    waiting.add(one)
    return () => {
      waiting.delete(one)
    }
  }
  return {
    after,
    now: clock.now,
    /** Timers that wait. */
    get waiting() {
      return waiting.size
    },
    /** Time passes from timer to timer, so that each finds the hour it asked for. */
    passes(ms: number) {
      const until = clock.now() + ms
      for (;;) {
        const [next] = [...waiting].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)
        if (next === undefined) break
        waiting.delete(next)
        clock.passes(Math.max(0, next.at - clock.now()))
        next.work()
      }
      clock.passes(until - clock.now())
    },
  }
}
