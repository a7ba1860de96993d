import type { Source } from '../sip/call/call.ts'
import type { OurSide } from './sound.ts'

/**
 * How we stand to encrypted sound with that peer. The keys are in the session descriptions (RFC 4568 §7), so they are as
 * safe as SIP is: over TLS and within this machine they are taken, elsewhere only if the operator wants it so.
 * Whoever came over TLS is offered encryption when the first word is ours.
 */
export function encryptionFor(
  { transport, address }: Source,
  keysInClear: boolean,
): NonNullable<OurSide['encryption']> {
  const secret = transport === 'TLS'
  const here = address === '::1' || address.startsWith('127.')
  return { may: secret || here || keysInClear, offered: secret }
}
