import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import type { Source } from '../../../../src/switch/sip/call/call.ts'
import { clientTransactions } from '../../../../src/switch/sip/transaction/client-transactions.ts'
import type { ClientTransactions } from '../../../../src/switch/sip/transaction/client-transactions.ts'
import { headerOf } from '../../../../src/switch/sip/message/message.ts'
import type { ReceivedRequest } from '../../../../src/switch/sip/message/message.ts'
import { readDatagram } from '../../../../src/switch/sip/message/read.ts'
import { openLine } from '../../../../src/switch/sip/trunk/line.ts'
import type { Line } from '../../../../src/switch/sip/trunk/line.ts'
import type { Account } from '../../../../src/switch/sip/trunk/trunk.ts'
import type { WayWishes } from '../../../../src/switch/sip/trunk/way.ts'
import { challengeHeader } from '../challenge.ts'
import { answerOf } from '../wire.ts'

/** A line whose provider is this test: its machines answer as told, and the clock only moves when told. */
let machines: Record<string, (request: ReceivedRequest) => string | undefined>
let addresses: string[]
let heard: { readonly at: string; readonly request: ReceivedRequest }[]
let pings: number
let logged: string[]
let wishes: WayWishes
let line: Line
let clients: ClientTransactions

const account: Account = {
  ...{ user: '4930231251t0', domain: 'provider.example' },
  credentials: { user: 'auth-name', password: 'trunk-secret' },
  server: { transport: 'TCP', host: 'proxy.example', port: undefined },
}
const place = { address: '198.51.100.7', port: 40_000 }

function send(octets: Buffer, to: Source): void {
  const reading = readDatagram(octets)
  if (reading.is !== 'request') throw new Error('not a request')
  heard.push({ at: to.address, request: reading })
  const answer = machines[to.address]?.(reading)
  if (answer === undefined) return
  void Promise.resolve().then(() => {
    const response = readDatagram(Buffer.from(answer, 'latin1'))
    if (response.is === 'response') clients.absorb(response)
  })
}

function open(different: Partial<Account> = {}): Line {
  const note = (fields: object, message: string) =>
    void logged.push(message + JSON.stringify(fields))
  clients = clientTransactions(
    send,
    () => line.place() ?? place,
    (bug) => void logged.push(String(bug)),
  )
  line = openLine({
    ...{ name: '1', account: { ...account, ...different }, host: '127.0.0.1', clients },
    arrived: () => undefined,
    names: {
      naptr: () => Promise.resolve([]),
      srv: () => Promise.resolve([]),
      addresses: () => (addresses.length > 0 ? Promise.resolve(addresses) : notFound()),
    },
    ...{ random: () => 0, now: Date.now, log: { info: note, warn: note, error: note } },
    way(wanted) {
      wishes = wanted
      return {
        open: ({ address }) =>
          machines[address] === undefined
            ? Promise.reject(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }))
            : Promise.resolve(place),
        send,
        ping: () => pings++,
        isConnected: () => true,
        close: () => Promise.resolve(),
      }
    },
  })
  return line
}

const notFound = () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' }))
const peer = (address: string): Source => ({ transport: 'TCP', address, port: 5060 })

/** Lets time pass, and then everything happen that follows from it. */
async function seconds(n: number): Promise<void> {
  await jest.advanceTimersByTimeAsync(n * 1000)
  for (let turns = 0; turns < turnsMax; turns++) await Promise.resolve()
}
const turnsMax = 100
const registers = () => heard.filter(({ request }) => request.method === 'REGISTER')
const proof = ({ request }: { readonly request: ReceivedRequest }) =>
  headerOf(request.headers, 'authorization')

/** Takes whoever proves who they are; grants two minutes. */
const registrar =
  (algorithm = 'SHA-256', headers: readonly string[] = []) =>
  (request: ReceivedRequest): string => {
    if (request.method !== 'REGISTER') return answerOf(request, 200)
    if (headerOf(request.headers, 'authorization') === undefined)
      return answerOf(request, 401, [
        challengeHeader({ algorithm: 'MD5' }),
        challengeHeader({ algorithm }),
      ])
    const contact = headerOf(request.headers, 'contact') ?? ''
    const others = 'Contact: <sip:old@192.0.2.77>;expires=9999'
    return answerOf(request, 200, [others, `Contact: ${contact};expires=120`, ...headers])
  }

beforeEach(() => {
  jest.useFakeTimers()
  ;[machines, addresses, heard, pings, logged] = [{}, ['192.0.2.1', '192.0.2.2'], [], 0, []]
})
afterEach(async () => {
  const closed = line.close()
  await seconds(2)
  await closed
  clients.close()
  jest.useRealTimers()
})

describe('a line registers', () => {
  it('with the strongest hash, at the machine behind the proxy, for the domain of the registrar', async () => {
    machines['192.0.2.1'] = registrar()
    open()
    await seconds(0)
    expect(line.state()).toMatchObject({ is: 'registered', transport: 'TCP' })
    expect(registers()).toHaveLength(2)
    expect(registers()[1]!.request).toMatchObject({ uri: 'sip:provider.example' })
    expect(proof(registers()[1]!)).toMatch(/username="auth-name".*algorithm=SHA-256/)
    expect(headerOf(registers()[1]!.request.headers, 'contact')).toBe(
      '<sip:rundruf@198.51.100.7:40000;transport=tcp>',
    )
    expect(wishes.serverName).toBe('proxy.example')
  })

  it('and again after 80 % of what was granted to this contact, with the same call and the nonce counted on', async () => {
    machines['192.0.2.1'] = registrar()
    open()
    await seconds(95)
    expect(registers()).toHaveLength(2)
    await seconds(1)
    expect(registers()).toHaveLength(3)
    const [, second, third] = registers()
    expect(proof(second!)).toContain('nc=00000001')
    expect(proof(third!)).toContain('nc=00000002')
    expect(third!.request.callId).toBe(second!.request.callId)
    expect(third!.request.cseq.number).toBe(second!.request.cseq.number + 1)
    expect(line.state().is).toBe('registered')
  })

  it('S-61: a wrong password is said twice at most, then there is a pause', async () => {
    machines['192.0.2.1'] = (request) => answerOf(request, 401, [challengeHeader()])
    open()
    await seconds(1)
    expect(registers()).toHaveLength(2)
    expect(line.state()).toMatchObject({ is: 'refused', trouble: { why: 'password', status: 401 } })
    expect(line.state().tryAgainAt).toBe(Date.now() + 4000)
  })

  it('a nonce that is too old is answered once more, and not for ever', async () => {
    machines['192.0.2.1'] = (request) => answerOf(request, 401, [challengeHeader({ stale: true })])
    open()
    await seconds(1)
    expect(registers()).toHaveLength(3)
    expect(line.state()).toMatchObject({ is: 'refused', trouble: { why: 'password' } })
  })

  it('S-61: a challenge of another realm than the one in the settings gets no password', async () => {
    machines['192.0.2.1'] = registrar()
    open({ realm: 'ours.example' })
    await seconds(1)
    expect(registers()).toHaveLength(1)
    expect(line.state()).toMatchObject({ is: 'refused', trouble: { why: 'other-realm' } })
  })

  it('423: for as long as the registrar wants', async () => {
    machines['192.0.2.1'] = (request) =>
      headerOf(request.headers, 'expires') === '3600'
        ? answerOf(request, 200, ['Expires: 3600'])
        : answerOf(request, 423, ['Min-Expires: 3600'])
    open()
    await seconds(0)
    expect(line.state().is).toBe('registered')
    expect(registers()).toHaveLength(2)
  })

  it('RFC 3608: the way that the registrar names is taken by what comes later', async () => {
    machines['192.0.2.1'] = registrar('MD5', ['Service-Route: <sip:edge.example;lr>'])
    open()
    await seconds(25)
    const asked = heard.find(({ request }) => request.method === 'OPTIONS')
    expect(headerOf(asked!.request.headers, 'route')).toBe('<sip:edge.example;lr>')
  })
})

describe('R-26: a line in trouble', () => {
  it('a machine that refuses connections is passed over', async () => {
    machines['192.0.2.2'] = registrar()
    open()
    await seconds(0)
    expect(line.state().is).toBe('registered')
    expect(registers().every(({ at }) => at === '192.0.2.2')).toBe(true)
  })

  it('a provider that falls silent is noticed within a minute, and found again where its name leads then', async () => {
    machines['192.0.2.1'] = registrar()
    open()
    await seconds(60)
    expect(line.state().is).toBe('registered')
    machines = { '192.0.2.1': () => undefined }
    addresses = ['192.0.2.3']
    await seconds(60)
    expect(line.state()).toMatchObject({ is: 'unreachable' })
    machines['192.0.2.3'] = registrar()
    await seconds(30)
    expect(line.state().is).toBe('registered')
    expect(registers().at(-1)?.at).toBe('192.0.2.3')
  })

  it('a connection that ends is made anew at once', async () => {
    machines['192.0.2.1'] = registrar()
    open()
    await seconds(0)
    const before = registers().length
    wishes.lost(peer('192.0.2.1'))
    await seconds(0)
    expect(registers().length).toBeGreaterThan(before)
    expect(line.state().is).toBe('registered')
  })

  it('a provider that never answers OPTIONS is asked by REGISTER once, then only kept warm', async () => {
    const takes = registrar()
    machines['192.0.2.1'] = (request) =>
      request.method === 'REGISTER' ? takes(request) : undefined
    open()
    await seconds(90)
    expect(line.state().is).toBe('registered')
    expect(registers()).toHaveLength(3)
    expect(heard.filter(({ request }) => request.method === 'OPTIONS').length).toBe(1)
    expect(pings).toBeGreaterThan(0)
  })

  it('a name that leads nowhere is looked up again and again', async () => {
    addresses = []
    open()
    await seconds(1)
    expect(line.state()).toMatchObject({
      ...{ is: 'unreachable', trouble: { why: 'name', code: 'ENOTFOUND' } },
    })
    addresses = ['192.0.2.1']
    machines['192.0.2.1'] = registrar()
    await seconds(5)
    expect(line.state().is).toBe('registered')
  })

  it('each change is one line in the log, without password, hash or number', async () => {
    machines['192.0.2.1'] = (request) => answerOf(request, 403)
    open()
    await seconds(100)
    machines['192.0.2.1'] = registrar()
    await seconds(300)
    expect(logged).toEqual([
      'sip: the trunk is not registered{"trunk":"1","transport":"TCP","why":"refused","status":403}',
      'sip: the trunk is registered{"trunk":"1","transport":"TCP"}',
    ])
  })
})

it('a line that is closed takes its word back', async () => {
  machines['192.0.2.1'] = registrar()
  open()
  await seconds(0)
  const closed = line.close()
  await seconds(2)
  await closed
  expect(headerOf(registers().at(-1)!.request.headers, 'expires')).toBe('0')
})
