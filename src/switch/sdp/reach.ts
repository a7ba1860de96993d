import { isIP } from 'node:net'
import type { LocalSound } from './agreed.ts'

/** Telephones of the nineties hold a call with this address (RFC 3264 §8.4). Nothing is ever sent to it. */
export const holdAddress = '0.0.0.0'

/** Addresses that are no single host, and what would still pass for one to a careless check (CVE-2020-26262). */
const nobody = /^(0\.|22[4-9]\.|23\d\.|24\d\.|25[0-5]\.)|^::$|^ff|^::ffff:/i

/** Whether sound may go there: one host, of our own kind of address, in a network that the operator allowed. */
export function reachable(address: string, local: LocalSound): boolean {
  return !nobody.test(address) && isIP(address) === isIP(local.address) && local.mayReach(address)
}

/** The address that the caller means by the one that they name. */
export function meant(named: string, local: LocalSound): string {
  return local.standsFor?.(named) ?? named
}
