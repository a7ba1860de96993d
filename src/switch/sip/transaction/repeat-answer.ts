import { t1Ms, t2Ms, tryMs } from './timers.ts'

/**
 * Repeats a 200 to an INVITE until somebody stops it (RFC 3261 §13.3.1.4), on TCP too: a proxy on
 * the way may use UDP behind our back.
 *
 *   sent   0.5 s   1.5    3.5      7.5        11.5       …      32 s
 *     ├──────┼──────┼──────┼────────┼──────────┼────────────────┤
 *            again  again  again    again      again            give up
 */
export function repeatUntilAcknowledged(sendAgain: () => void, giveUp: () => void): () => void {
  let waitMs = t1Ms
  let again = setTimeout(fire, waitMs)
  const end = setTimeout(() => {
    clearTimeout(again)
    giveUp()
  }, tryMs)

  function fire(): void {
    sendAgain()
    waitMs = Math.min(2 * waitMs, t2Ms)
    again = setTimeout(fire, waitMs)
  }

  return () => {
    clearTimeout(again)
    clearTimeout(end)
  }
}
