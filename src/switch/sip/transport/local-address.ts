import { isIPv6 } from 'node:net'
import { networkInterfaces } from 'node:os'
import type { Source } from '../call/call.ts'

const everywhere = new Set(['0.0.0.0', '::'])

/**
 * The address under which a peer reaches us: the one we listen on, or, when that is all of them, one
 * of this machine's own that suits the peer.
 */
export function localAddressFor(bound: string, peer: Source): string {
  if (!everywhere.has(bound)) return bound
  const family = isIPv6(peer.address) ? 'IPv6' : 'IPv4'
  const loopback = peer.address === '::1' || peer.address.startsWith('127.')
  for (const addresses of Object.values(networkInterfaces())) {
    for (const { address, family: itsFamily, internal } of addresses ?? []) {
      if (itsFamily === family && internal === loopback) return address
    }
  }
  return bound
}
