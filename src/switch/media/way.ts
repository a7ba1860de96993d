import type { Agreed } from '../sdp/agreed.ts'
import type { Place } from './wire/source-lock.ts'

/**
 * The way of one line's sound, for one log line: `127.0.0.1:4002 PCMA → jitter 20 ms → sendrecv → … → 127.0.0.1:4002 PCMA`.
 *
 * @param to where it goes, which may have been learnt
 * @param within what is done to it between coming and going
 */
export function wayOf(
  agreed: Agreed | undefined,
  to: Place,
  delayMs: number,
  within: readonly string[] = [],
): string {
  if (!agreed) return 'nothing agreed yet'
  const { codec, direction, encryption } = agreed
  const caller = `${to.address}:${to.port} ${codec}${encryption ? ' encrypted' : ''}`
  return [caller, `jitter ${delayMs} ms`, direction, ...within, caller].join(' → ')
}
