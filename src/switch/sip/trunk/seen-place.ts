import { isIP } from 'node:net'
import type { Via } from '../message/via.ts'
import { isPublic } from '../transport/public-address.ts'
import type { Place } from './way.ts'

/**
 * Where the provider sees us, by the top Via of its answer (RFC 3581 §4): behind a router that is not where we are.
 *
 *   Via: SIP/2.0/UDP 192.168.0.2:40000;branch=…;rport=4711;received=198.51.100.7
 *                     where we are                    where the router lets us out
 *
 * Undefined when the answer does not say, or what it says cannot be: in front of a public address there is no private one.
 */
export function seenPlace({ received, rport }: Via, own: Place): Place | undefined {
  const address = received ?? own.address
  if (rport === undefined || rport === 0 || isIP(address) !== isIP(own.address)) return undefined
  if (isPublic(own.address) && !isPublic(address)) return undefined
  return { address, port: rport }
}

export function samePlace(one: Place | undefined, other: Place | undefined): boolean {
  return one?.address === other?.address && one?.port === other?.port
}
