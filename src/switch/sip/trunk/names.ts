import { lookup, Resolver } from 'node:dns/promises'
import type { Names } from './locate.ts'

const timeoutMs = 3_000
const tries = 2

/**
 * The names as this machine knows them. Addresses also come from its own list (`/etc/hosts`), because a FRITZ!Box or a
 * test may stand only there; NAPTR and SRV only from DNS. A server that does not answer counts as one without such lines.
 */
export function systemNames(): Names {
  const resolver = new Resolver({ timeout: timeoutMs, tries })
  return {
    naptr: (name) => resolver.resolveNaptr(name).catch(() => []),
    srv: (name) => resolver.resolveSrv(name).catch(() => []),
    async addresses(name) {
      const all = await lookup(name, { all: true, order: 'ipv4first' })
      return all.map(({ address }) => address)
    },
  }
}
