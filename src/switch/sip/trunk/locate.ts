import { isIP } from 'node:net'
import type { Source } from '../call/call.ts'

/** What the name of a provider is looked up with. A name that does not exist has empty lists. */
export type Names = {
  naptr(name: string): Promise<readonly Naptr[]>
  srv(name: string): Promise<readonly Srv[]>
  /** IPv4 and IPv6. */
  addresses(name: string): Promise<readonly string[]>
}

export type Naptr = {
  readonly order: number
  readonly preference: number
  readonly flags: string
  readonly service: string
  readonly replacement: string
}

export type Srv = {
  readonly priority: number
  readonly weight: number
  readonly port: number
  readonly name: string
}

/** Whom to ask, as the settings say it. */
export type Server = {
  readonly transport: Source['transport']
  /** Name or address. */
  readonly host: string
  readonly port: number | undefined
}

/** One machine of the provider. */
export type Target = {
  readonly transport: Source['transport']
  readonly address: string
  readonly port: number
}

/** More machines than these are not tried in one round. */
const targetsMax = 12
const services = { UDP: 'SIP+D2U', TCP: 'SIP+D2T', TLS: 'SIPS+D2T' } as const
const srvPrefixes = { UDP: '_sip._udp.', TCP: '_sip._tcp.', TLS: '_sips._tcp.' } as const
const usualPorts = { UDP: 5060, TCP: 5060, TLS: 5061 } as const

/**
 * The machines behind a name, best first (RFC 3263 §4). The transport is the settings' choice, so of NAPTR only
 * the lines of that transport count.
 *
 *   address ───────────────────────────────▶ itself
 *   name:port ───────────────────A, AAAA───▶ addresses
 *   name ──NAPTR──▶ name of SRV ──SRV──▶ names by priority and weight ──A, AAAA──▶ addresses
 *     └── none ──▶ _sip._tcp.name ──┘└── none ──▶ A, AAAA of the name, usual port
 *
 * Asked anew whenever somebody has to be found: answers are never kept. Empty when there is nobody.
 */
export async function locate(
  { transport, host, port }: Server,
  names: Names,
  random: () => number,
): Promise<readonly Target[]> {
  if (isIP(host) !== 0) return [{ transport, address: host, port: port ?? usualPorts[transport] }]
  const places =
    port === undefined ? await placesOf(transport, host, names, random) : [{ name: host, port }]
  const targets: Target[] = []
  for (const { name, port } of places) {
    if (targets.length >= targetsMax) break
    for (const address of await names.addresses(name)) targets.push({ transport, address, port })
  }
  return targets.slice(0, targetsMax)
}

async function placesOf(
  transport: Source['transport'],
  host: string,
  names: Names,
  random: () => number,
): Promise<readonly { readonly name: string; readonly port: number }[]> {
  const lines = await names.naptr(host)
  const [best] = lines
    .filter(({ service, flags }) => service.toUpperCase() === services[transport] && isS(flags))
    .sort((a, b) => a.order - b.order || a.preference - b.preference)
  const found = await names.srv(best?.replacement ?? `${srvPrefixes[transport]}${host}`)
  // One line with the name "." says that there is no such service (RFC 2782).
  const served = found.filter(({ name }) => name !== '' && name !== '.')
  if (served.length === 0) return [{ name: host, port: usualPorts[transport] }]
  return byPriorityAndWeight(served, random)
}

const isS = (flags: string): boolean => flags.toLowerCase() === 's'

/** Lower priority first; among equals by lot, a line with twice the weight comes first twice as often (RFC 2782). */
export function byPriorityAndWeight(lines: readonly Srv[], random: () => number): readonly Srv[] {
  const waiting = lines.toSorted((a, b) => a.priority - b.priority || a.weight - b.weight)
  const ordered: Srv[] = []
  while (waiting.length > 0) {
    const equals = waiting.filter(({ priority }) => priority === waiting[0]?.priority)
    let lot = random() * equals.reduce((sum, { weight }) => sum + weight, 0)
    const drawn = equals.find(({ weight }) => (lot -= weight) < 0) ?? equals[0]
    if (drawn === undefined) break
    ordered.push(drawn)
    waiting.splice(waiting.indexOf(drawn), 1)
  }
  return ordered
}
