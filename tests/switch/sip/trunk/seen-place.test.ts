import { afterEach, describe, expect, it, test } from '@jest/globals'
import type { SipEndpoint, SipEndpointSettings } from '../../../../src/switch/sip/call/call.ts'
import { openSipEndpoint } from '../../../../src/switch/sip/endpoint.ts'
import { headerOf } from '../../../../src/switch/sip/message/message.ts'
import type { ReceivedRequest } from '../../../../src/switch/sip/message/message.ts'
import { seenPlace } from '../../../../src/switch/sip/trunk/seen-place.ts'
import { challengeHeader } from '../challenge.ts'
import { answerOf, ourSdp, request } from '../wire.ts'
import { accepted, loopbackProvider, type LoopbackProvider } from './loopback-provider.ts'

/* A router between us and the provider: its answers say where it sees us (RFC 3581). */

const providerAddress = '127.5.63.1'
const router = '127.5.63.99'
const logged: string[] = []
const closing: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
  logged.length = 0
})

/** An answer as it comes when the provider has seen us at that port of the router. */
const through = (answer: string, port = 4711): string =>
  answer.replace(/;rport\b/, `;rport=${port};received=${router}`)

type Transport = Parameters<typeof loopbackProvider>[0]

/** A provider that answers REGISTER so, and a switch that registers there. */
async function registered(
  answerTo: (register: ReceivedRequest) => string,
  transport: Transport = 'UDP',
): Promise<{ readonly provider: LoopbackProvider; readonly sip: SipEndpoint }> {
  const provider = await loopbackProvider(transport, providerAddress, answerTo)
  closing.push(async () => provider[Symbol.asyncDispose]())
  const sip = await openSipEndpoint(settings(transport, provider.port))
  closing.push(() => sip.close())
  return { provider, sip }
}

function settings(transport: Transport, port: number): SipEndpointSettings {
  const silent = () => undefined
  const account = {
    ...{ user: 'us', domain: providerAddress },
    credentials: { user: 'us', password: 'secret' },
    server: { transport, host: providerAddress, port },
  }
  return {
    ...{ host: '127.0.0.1', port: 0, callsMax: 10, mayTalk: () => false },
    trunks: [{ name: '1', isPeer: () => false, account }],
    onCall(call) {
      call.listen({
        ...{ acknowledged: silent, pressed: silent, ended: silent },
        reoffered: () => ourSdp,
      })
      call.answer(`c=IN IP4 ${call.localAddress}\r\n`)
    },
    log: {
      info: (_fields, message) => void logged.push(message),
      ...{ warn: silent, error: silent },
    },
  }
}

const contactsOf = ({ headers }: ReceivedRequest) =>
  headers.filter(({ name }) => name === 'contact').map(({ value }) => value)
const outside = `<sip:rundruf@${router}:4711>`

describe('behind a router', () => {
  it('registers at once where the provider sees us, and takes the other Contact back', async () => {
    const { provider, sip } = await registered((register) => through(accepted(register)))
    const first = await provider.request('REGISTER')
    const second = await provider.request('REGISTER')
    const own = `<sip:rundruf@127.0.0.1:${first.way.port}>`
    expect(contactsOf(first.message)).toEqual([own])
    expect(contactsOf(second.message)).toEqual([outside, `${own};expires=0`])
    second.way.send(request())
    const { message: ok } = await provider.answer(200)
    expect(headerOf(ok.headers, 'contact')).toBe(outside)
    // What sound needs is another matter.
    expect(ok.body.toString()).toContain('127.0.0.1')
    expect(sip.trunks()).toMatchObject([{ is: 'registered', seenAs: `${router}:4711` }])
    expect(logged).toContain(
      'sip: the provider sees the trunk behind a router; our Contact says so',
    )
  })

  it('learns it from the challenge already', async () => {
    const { provider } = await registered((register) =>
      headerOf(register.headers, 'authorization') === undefined
        ? through(answerOf(register, 401, [challengeHeader()]))
        : through(accepted(register)),
    )
    await provider.request('REGISTER')
    const { message } = await provider.request('REGISTER')
    expect(contactsOf(message)).toEqual([outside])
  })

  it('a registrar that does not take the other Contact back is asked without that', async () => {
    const { provider } = await registered((register) =>
      through(contactsOf(register).length > 1 ? answerOf(register, 400) : accepted(register)),
    )
    for (const contacts of [1, 2, 1])
      expect(contactsOf((await provider.request('REGISTER')).message)).toHaveLength(contacts)
  })

  it('a router with another port each time is followed once, not for ever', async () => {
    let port = 5000
    const { provider, sip } = await registered((register) => through(accepted(register), port++))
    await provider.request('REGISTER')
    await provider.request('REGISTER')
    while (sip.trunks()[0]?.is !== 'registered') await new Promise(setImmediate)
    await closing.pop()?.()
    const { message } = await provider.request('REGISTER')
    expect(headerOf(message.headers, 'expires')).toBe('0')
  })
})

test.each([
  ['over TCP calls come in on our connection', 'TCP', through],
  ['an answer that says nothing', 'UDP', (answer: string) => answer],
] as const)('%s: our own address stays', async (_, transport, stamp) => {
  const { provider, sip } = await registered((register) => stamp(accepted(register)), transport)
  const { way } = await provider.request('REGISTER')
  way.send(request())
  const { message: ok } = await provider.answer(200)
  expect(headerOf(ok.headers, 'contact')).toContain('127.0.0.1')
  expect(sip.trunks()[0]).not.toHaveProperty('seenAs')
})

test.each([
  ['what is missing', {}, undefined],
  ['a port alone', { rport: 7 }, { address: '192.168.0.2', port: 7 }],
  ['port 0', { rport: 0 }, undefined],
  ['no address', { received: 'router', rport: 7 }, undefined],
  ['an address of the other kind', { received: '2001:db8::1', rport: 7 }, undefined],
])('%s in the Via', (_, said, place) => {
  const via = { host: '192.168.0.2', port: 5060, branch: 'x', rportEnd: undefined, end: 0 }
  const told = { received: undefined, rport: undefined, ...said }
  const own = { address: '192.168.0.2', port: 5060 }
  expect(seenPlace({ ...via, ...told }, own)).toEqual(place)
})

test('a machine with a public address is not moved to a private one, whatever a provider says', () => {
  const via = { host: '8.8.8.8', port: 5060, branch: 'x', rportEnd: undefined, end: 0 }
  const told = { ...via, received: '10.0.0.1', rport: 5060 }
  expect(seenPlace(told, { address: '8.8.8.8', port: 5060 })).toBeUndefined()
})
