import type { Clock } from '../../../src/switch/media/ticker.ts'

/** A clock that a test moves by hand. */
export function handClock() {
  let now = 0
  let waiting: { readonly due: number; readonly call: () => void }[] = []
  const clock: Clock = {
    now: () => now,
    after(ms, call) {
      const wait = { due: now + ms, call }
      waiting.push(wait)
      return () => {
        waiting = waiting.filter((one) => one !== wait)
      }
    },
  }
  return {
    clock,
    /** At once: what is due is called once, however long ago it was due, as a timer does after a stall. */
    moveBy(ms: number) {
      now += ms
      const due = waiting.filter((one) => one.due <= now)
      waiting = waiting.filter((one) => one.due > now)
      for (const { call } of due) call()
    },
  }
}
