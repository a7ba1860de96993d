import type { Detour } from '../call/records.ts'

/** Where somebody may send a running call: written by the REST interface, read by the run of its documents. */
export type Detours = {
  /** Aborted as soon as a detour waits; a fresh one after it is taken. */
  readonly signal: AbortSignal
  send(detour: Detour): void
  /** The latest detour not yet taken. */
  take(): Detour | undefined
}

export function makeDetours(): Detours {
  let waiting: Detour | undefined
  let interrupt = new AbortController()
  return {
    get signal() {
      return interrupt.signal
    },
    send(detour) {
      waiting = detour
      interrupt.abort()
    },
    take() {
      const taken = waiting
      waiting = undefined
      if (taken) interrupt = new AbortController()
      return taken
    },
  }
}
