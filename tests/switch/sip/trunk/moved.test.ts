import { afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import { openSipEndpoint } from '../../../../src/switch/sip/endpoint.ts'
import type { ReceivedRequest } from '../../../../src/switch/sip/message/message.ts'
import { accepted, loopbackProvider } from './loopback-provider.ts'
import { answerOf } from '../wire.ts'

/* The address that a provider sees changes while we are registered: many lines at home get a new one each night. */

const providerAddress = '127.5.64.1'
const keepAliveMs = 18_000
const closing: (() => Promise<void>)[] = []

beforeEach(() => {
  jest.useFakeTimers({
    doNotFake: ['Date', 'hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate'],
  })
})
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
  jest.useRealTimers()
})

const contactsOf = ({ headers }: ReceivedRequest) =>
  headers.filter(({ name }) => name === 'contact').map(({ value }) => value)

/** A switch that is registered, and the addresses in which the provider sees it in answers to REGISTER and to OPTIONS. */
async function registered() {
  const seen = { register: '127.5.64.90', options: '127.5.64.90' }
  const as = (answer: string, address: string) =>
    answer.replace(/;rport\b/, `;rport=4711;received=${address}`)
  const provider = await loopbackProvider(
    'UDP',
    providerAddress,
    (register) => as(accepted(register), seen.register),
    (options) => as(answerOf(options, 200), seen.options),
  )
  closing.push(async () => provider[Symbol.asyncDispose]())
  const silent = () => undefined
  const account = {
    ...{ user: 'us', domain: providerAddress },
    credentials: { user: 'us', password: 'secret' },
    server: { transport: 'UDP' as const, host: providerAddress, port: provider.port },
  }
  const sip = await openSipEndpoint({
    ...{ host: '127.0.0.1', port: 0, callsMax: 10, mayTalk: () => false, onCall: silent },
    trunks: [{ name: '1', isPeer: () => false, account }],
    log: { info: silent, warn: silent, error: silent },
  })
  closing.push(() => sip.close())
  await provider.request('REGISTER')
  await provider.request('REGISTER')
  const until = async (condition: () => boolean) => {
    while (!condition()) await new Promise(setImmediate)
  }
  await until(() => sip.trunks()[0]?.is === 'registered')
  /** The next OPTIONS, when it has been answered and dealt with. */
  const keepAlive = async () => {
    jest.advanceTimersByTime(keepAliveMs)
    await provider.request('OPTIONS')
    for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate)
  }
  return { provider, sip, seen, keepAlive, until }
}

test('R-26: with the next keep-alive we register where we are seen now, and take the old Contact back', async () => {
  const { provider, sip, seen, keepAlive, until } = await registered()
  await keepAlive()
  seen.register = seen.options = '127.5.64.91'
  await keepAlive()
  await provider.request('REGISTER')
  const { message } = await provider.request('REGISTER')
  expect(contactsOf(message)).toEqual([
    '<sip:rundruf@127.5.64.91:4711>',
    '<sip:rundruf@127.5.64.90:4711>;expires=0',
  ])
  await until(() => sip.trunks()[0]?.seenAs === '127.5.64.91:4711')
})

test('a provider whose machines see us differently is followed once', async () => {
  const { provider, seen, keepAlive } = await registered()
  seen.options = '127.5.64.91'
  await keepAlive()
  await provider.request('REGISTER')
  for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate)
  const again = provider.request('REGISTER').then(() => 'registered again')
  for (let looks = 0; looks < 3; looks++) await keepAlive()
  expect(await Promise.race([again, Promise.resolve('not again')])).toBe('not again')
})
