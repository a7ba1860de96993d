import { once } from 'node:events'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as immediate } from 'node:timers/promises'
import { connect, type TLSSocket } from 'node:tls'
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import { openSipEndpoint } from '../../../../src/switch/sip/endpoint.ts'
import { certificate } from '../../../kit/certificates.ts'

/* a certificate that is renewed while the switch runs. */

const lookMs = 60_000
const host = '127.0.0.1'
const otherKey = String(
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
    ...({ type: 'pkcs8', format: 'pem' } as const),
  }),
)

/** Sockets and files go on as they do; only the look at the files waits for the test. */
const timersOfNode = [
  ...(['Date', 'hrtime', 'nextTick', 'performance', 'queueMicrotask'] as const),
  ...(['setImmediate', 'clearImmediate', 'setInterval', 'clearInterval'] as const),
]

let folder: string
let said: string[]
const closing: (() => unknown)[] = []

const noted = (_fields: unknown, message: string) => void said.push(message)
const log = { info: noted, warn: noted, error: noted }

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: [...timersOfNode] })
  folder = mkdtempSync(join(tmpdir(), 'rundruf-certificate-'))
  said = []
  renew('good')
})

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
  jest.useRealTimers()
  rmSync(folder, { recursive: true })
})

const place = (name: string): string => join(folder, name)

function renew(name: string, key = certificate('key')): void {
  writeFileSync(place('certificate.pem'), certificate(name))
  writeFileSync(place('key.pem'), key)
}

/** The port of a switch whose certificate lies in the folder. */
async function listener(): Promise<number> {
  const files = { certificate: place('certificate.pem'), key: place('key.pem') }
  const [cert, key] = [certificate('good').trim(), certificate('key').trim()]
  const one = await openSipEndpoint({
    ...{ host, port: 0, callsMax: 10, log, mayTalk: () => true, onCall: () => undefined },
    tls: { certificate: cert, key, files, port: 0 },
  })
  closing.push(() => one.close())
  return one.tlsPort ?? 0
}

async function telephone(port: number): Promise<TLSSocket> {
  const socket = connect({ host, port, ca: certificate('ca'), rejectUnauthorized: false })
  closing.push(() => socket.destroy())
  await once(socket, 'secureConnect')
  return socket
}

/** Asks whether we live, and hears so. */
async function pinged(socket: TLSSocket): Promise<void> {
  socket.write('\r\n\r\n')
  expect(String((await once(socket, 'data'))[0])).toBe('\r\n')
}

const name = (socket: TLSSocket): unknown => socket.getPeerCertificate().subject.CN

/** Minutes pass until something is said. */
async function saidNext(): Promise<string | undefined> {
  const before = said.length
  while (said.length === before) {
    jest.advanceTimersByTime(lookMs)
    await immediate()
  }
  return said.at(-1)
}

/** A minute passes, and what is looked at then has been looked at. */
async function look(): Promise<void> {
  jest.advanceTimersByTime(lookMs)
  while (jest.getTimerCount() === 0) await immediate()
}

test('R-42: whoever comes after a renewal sees the new certificate, and who is there stays', async () => {
  const port = await listener()
  const before = await telephone(port)
  await pinged(before)
  renew('other-name')
  expect(await saidNext()).toBe('sip: the renewed certificate is in use')
  expect(name(await telephone(port))).not.toBe(name(before))
  await pinged(before)
})

test.each([
  [
    'a certificate of another key',
    () => {
      renew('other-name', otherKey)
    },
  ],
  [
    'no certificate at all',
    () => {
      writeFileSync(place('certificate.pem'), 'half a fi')
    },
  ],
  [
    'a file that is gone',
    () => {
      rmSync(place('key.pem'))
    },
  ],
])('R-42: %s is said once, the old one stays, and the next is taken', async (_, spoil) => {
  const port = await listener()
  spoil()
  expect(await saidNext()).toBe('sip: the renewed certificate is of no use; the old one stays')
  expect(name(await telephone(port))).toBe('localhost')
  renew('other-name')
  expect(await saidNext()).toBe('sip: the renewed certificate is in use')
  expect(said).toHaveLength(2)
  expect(name(await telephone(port))).toBe('runde.example.org')
})

test('R-42: a look between the two files of a renewal says nothing', async () => {
  const port = await listener()
  renew('other-name', otherKey)
  await look()
  renew('other-name')
  await look()
  expect(said).toEqual(['sip: the renewed certificate is in use'])
  expect(name(await telephone(port))).toBe('runde.example.org')
})
