import { deadline } from './after.ts'
import type { Calls } from './call/calls.ts'
import type { Log } from './log.ts'
import { sampleRate, type Sound } from './media/frame.ts'

/** How long calls may go on after the switch was told to stop: longer than any evening. */
export const drainMsMax = 3 * 60 * 60 * 1000
/** From the last word of the goodbye to the caller's line being closed. */
const afterGoodbyeMs = 1_500

/** How urgent it is: `hurry` says goodbye to everybody, `now` waits for nobody. */
export type Urgency = { readonly hurry: AbortSignal; readonly now: AbortSignal }

export type Draining = {
  /** Whether new calls are taken. */
  readonly isOpen: boolean
  /** Takes no new calls. Resolves when the last one is over, or when there is no time to wait for that. */
  drain(urgency: Urgency): Promise<void>
}

/**
 * The end of a switch, without cutting anybody off.
 *
 *   open ──drain──▶ 503 to new calls, the others go on ──last one over──▶ done
 *                          │ hurry, or 3 h                                 ▲
 *                          └────▶ goodbye to everybody, calls end ─────────┤
 *                                                 now ─────────────────────┘
 */
export function makeDraining(
  calls: Pick<Calls, 'empty' | 'endWith' | 'list'>,
  goodbye: Sound,
  log: Log,
): Draining {
  let isOpen = true
  return {
    get isOpen() {
      return isOpen
    },
    async drain({ hurry, now }) {
      isOpen = false
      const up = calls.list().filter(({ endTime }) => endTime === undefined).length
      log.info({ calls: up }, 'no new calls are taken; the switch stops when the last is over')
      const over = calls.empty().then(() => true)
      using patience = deadline(hurry.aborted ? 0 : drainMsMax, AbortSignal.any([hurry, now]))
      if ((await Promise.race([over, aborted(patience.signal)])) || now.aborted) return
      calls.endWith(goodbye)
      using spoken = deadline((goodbye.length * 1000) / sampleRate + afterGoodbyeMs, now)
      await Promise.race([over, aborted(spoken.signal)])
    },
  }
}

function aborted(signal: AbortSignal): Promise<false> {
  return new Promise((resolve) => {
    const told = () => {
      resolve(false)
    }
    if (signal.aborted) told()
    signal.addEventListener('abort', told)
  })
}
