import { after, deadline } from '../after.ts'
import type { Leg } from '../call/leg.ts'
import type { Log } from '../log.ts'
import { sampleRate, type Sound } from '../media/frame.ts'
import { WebhookFailed } from '../webhook/webhook.ts'

/** How long a caller waits for an application that is away: a restart, a cable that is put back. */
export const awayMsMax = 2 * 60 * 1000
/** It is asked again so often. */
export const askAgainMs = 2_000
/** An answered call hears silence no longer than this while the application thinks. */
export const silenceMsMax = 4_000

/** The patience of one call with the application. */
export type Patience = {
  /**
   * Asks until there is an answer. What fails for another reason than that nobody is there fails at once.
   * @throws what `ask` throws, after `awayMsMax` of nobody being there
   */
  wait<T>(ask: () => Promise<T>, signal: AbortSignal): Promise<T>
}

/**
 *   ask ──answer──▶ on it goes
 *    │ 4 s without an answer, or nobody there
 *    ▼
 *   "Bitte warten Sie einen Moment.", music …   asked again every 2 s ──answer──▶ the music stops, on it goes
 *                                                                     └─2 min──▶ as any other failure
 *
 * @param awaySound in memory, whatever is away; played over and over
 */
export function makePatience(leg: Leg, awaySound: Sound, log: Log): Patience {
  /** Several sounds of one document may be waited for at once; the caller hears one music. */
  let waiting = 0
  let stopMusic = new AbortController()

  async function sound(signal: AbortSignal): Promise<void> {
    leg.answer()
    while (!signal.aborted) {
      const began = performance.now()
      await leg.play(awaySound, signal)
      // Where sound stands still, this must not spin.
      const lengthMs = (awaySound.length * 1000) / sampleRate
      await after(Math.max(0, lengthMs - (performance.now() - began)), signal)
    }
  }

  function begin(): void {
    if (waiting++ > 0) return
    stopMusic = new AbortController()
    log.warn({ call: leg.sid }, 'the application is not there; the caller is asked to wait')
    sound(AbortSignal.any([stopMusic.signal, leg.gone])).catch((error: unknown) => {
      log.error({ call: leg.sid, why: String(error) }, 'the waiting sound failed')
    })
  }

  function end(): void {
    if (--waiting === 0) stopMusic.abort()
  }

  return {
    async wait(ask, signal) {
      using limit = deadline(awayMsMax, signal)
      using thinking = deadline(silenceMsMax, signal)
      const state: { is: 'quiet' | 'music' | 'over' } = { is: 'quiet' }
      const soundOnce = () => {
        if (state.is !== 'quiet' || signal.aborted) return
        state.is = 'music'
        begin()
      }
      thinking.signal.addEventListener('abort', () => {
        if (leg.status === 'in-progress' && !limit.signal.aborted) soundOnce()
      })
      try {
        for (;;) {
          try {
            return await ask()
          } catch (error) {
            const away = error instanceof WebhookFailed && error.away
            if (!away || limit.signal.aborted) throw error
          }
          soundOnce()
          await after(askAgainMs, limit.signal)
        }
      } finally {
        if (state.is === 'music') end()
        state.is = 'over'
      }
    },
  }
}
