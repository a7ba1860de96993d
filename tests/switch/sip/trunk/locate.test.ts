import { describe, expect, it, test } from '@jest/globals'
import fc from 'fast-check'
import { byPriorityAndWeight, locate } from '../../../../src/switch/sip/trunk/locate.ts'
import type { Names, Naptr, Srv } from '../../../../src/switch/sip/trunk/locate.ts'

/** DNS as a table; every question is written down. */
function dns(zone: {
  readonly naptr?: Readonly<Record<string, readonly Naptr[]>>
  readonly srv?: Readonly<Record<string, readonly Srv[]>>
  readonly addresses?: Readonly<Record<string, readonly string[]>>
}): Names & { readonly asked: string[] } {
  const asked: string[] = []
  const look =
    <T>(kind: string, table: Readonly<Record<string, readonly T[]>> = {}) =>
    (name: string): Promise<readonly T[]> => {
      asked.push(`${kind} ${name}`)
      return Promise.resolve(table[name] ?? [])
    }
  return {
    naptr: look('NAPTR', zone.naptr),
    srv: look('SRV', zone.srv),
    addresses: look('A', zone.addresses),
    asked,
  }
}

const srv = (priority: number, weight: number, name: string, port = 5060): Srv => ({
  ...{ priority, weight, name, port },
})
const naptr = (order: number, service: string, replacement: string): Naptr => ({
  ...{ order, preference: 50, flags: 's', service, replacement },
})
const never = () => 0

const telekom = {
  naptr: {
    'provider.example': [
      naptr(10, 'SIP+D2U', '_sip._udp.provider.example'),
      naptr(30, 'SIP+D2T', '_sip._tcp.second.example'),
      naptr(20, 'SIP+D2T', '_sip._tcp.first.example'),
      naptr(10, 'SIPS+D2T', '_sips._tcp.provider.example'),
    ],
  },
  srv: {
    '_sip._tcp.first.example': [srv(20, 0, 'b.example'), srv(10, 0, 'a.example')],
    '_sips._tcp.provider.example': [srv(10, 0, 'a.example', 5061)],
  },
  addresses: { 'a.example': ['192.0.2.1', '2001:db8::1'], 'b.example': ['192.0.2.2'] },
}

describe('RFC 3263: the machines behind a name', () => {
  test.each([
    ['an address is itself', 'UDP', '192.0.2.9', undefined, ['192.0.2.9:5060'], []],
    ['TLS has its own usual port', 'TLS', '2001:db8::9', undefined, ['2001:db8::9:5061'], []],
    [
      'with a port only addresses are asked for',
      'TCP',
      'a.example',
      5070,
      ['192.0.2.1:5070', '2001:db8::1:5070'],
      ['A a.example'],
    ],
    [
      'NAPTR of our transport, then SRV by priority, then both kinds of addresses',
      'TCP',
      'provider.example',
      undefined,
      ['192.0.2.1:5060', '2001:db8::1:5060', '192.0.2.2:5060'],
      ['NAPTR provider.example', 'SRV _sip._tcp.first.example', 'A a.example', 'A b.example'],
    ],
    [
      'NAPTR of TLS',
      'TLS',
      'provider.example',
      undefined,
      ['192.0.2.1:5061', '2001:db8::1:5061'],
      ['NAPTR provider.example', 'SRV _sips._tcp.provider.example', 'A a.example'],
    ],
    [
      'without NAPTR and SRV the name itself',
      'UDP',
      'b.example',
      undefined,
      ['192.0.2.2:5060'],
      ['NAPTR b.example', 'SRV _sip._udp.b.example', 'A b.example'],
    ],
    [
      'a name that leads nowhere',
      'UDP',
      'nowhere.example',
      undefined,
      [],
      ['NAPTR nowhere.example', 'SRV _sip._udp.nowhere.example', 'A nowhere.example'],
    ],
  ] as const)('%s', async (_what, transport, host, port, found, asked) => {
    const names = dns(telekom)
    const targets = await locate({ transport, host, port }, names, never)
    expect(targets.map(({ address, port }) => `${address}:${port}`)).toEqual(found)
    expect(names.asked).toEqual(asked)
    expect(targets.every((target) => target.transport === transport)).toBe(true)
  })

  it('is never kept: whoever asks again sees what has moved', async () => {
    const table = { 'b.example': ['192.0.2.2'] }
    const names = dns({ addresses: table })
    const server = { transport: 'UDP', host: 'b.example', port: 5060 } as const
    await locate(server, names, never)
    table['b.example'] = ['192.0.2.3']
    expect(await locate(server, names, never)).toMatchObject([{ address: '192.0.2.3' }])
  })

  it('RFC 2782: priority always wins, and weight among equals as often as it says', () => {
    const lines = [srv(10, 30, 'heavy'), srv(10, 10, 'light'), srv(5, 0, 'first'), srv(20, 99, 'z')]
    const seconds = Array.from({ length: 400 }, (_, n) =>
      byPriorityAndWeight(lines, () => (n + 0.5) / 400),
    ).map((ordered) => ordered.map(({ name }) => name))
    expect(seconds.every(([first, , , last]) => first === 'first' && last === 'z')).toBe(true)
    expect(seconds.filter(([, second]) => second === 'heavy')).toHaveLength(300)
  })
  it('RFC 2782: nothing is lost and nothing comes twice', () => {
    const lines = fc.array(
      fc.record({
        ...{ priority: fc.nat(3), weight: fc.nat(9), port: fc.nat(9) },
        name: fc.string({ maxLength: 3 }),
      }),
      { maxLength: 9 },
    )
    fc.assert(
      fc.property(lines, fc.double({ min: 0, max: 0.999, noNaN: true }), (all, lot) => {
        const ordered = byPriorityAndWeight(all, () => lot)
        expect(new Set(ordered)).toEqual(new Set(all))
        expect(ordered).toHaveLength(all.length)
        expect(ordered.map(({ priority }) => priority)).toEqual(
          all.map(({ priority }) => priority).sort(),
        )
      }),
    )
  })
})
