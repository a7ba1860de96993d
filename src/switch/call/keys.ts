import type { KeyQueue } from './leg.ts'
import type { Key } from '../media/frame.ts'

/** Keys typed before anybody asked for them; later ones are lost. */
export const typeAheadMax = 32

/**
 * The keys of one call. They come from packets and from SIP INFO; documents take them one by one.
 * A key goes to whoever waits longest, else it waits itself.
 */
export function makeKeyQueue(): KeyQueue & { press(key: Key): void } {
  const typed: Key[] = []
  const waiters: ((key: Key) => void)[] = []
  return {
    get waiting() {
      return typed.length
    },
    clear() {
      typed.length = 0
    },
    press(key) {
      const waiter = waiters.shift()
      if (waiter) waiter(key)
      else if (typed.length < typeAheadMax) typed.push(key)
    },
    next(signal) {
      if (signal.aborted) return Promise.resolve(undefined)
      const key = typed.shift()
      if (key !== undefined) return Promise.resolve(key)
      return new Promise((resolve) => {
        const taken = (key: Key) => {
          signal.removeEventListener('abort', giveUp)
          resolve(key)
        }
        const giveUp = () => {
          waiters.splice(waiters.indexOf(taken), 1)
          resolve(undefined)
        }
        waiters.push(taken)
        signal.addEventListener('abort', giveUp, { once: true })
      })
    },
  }
}
