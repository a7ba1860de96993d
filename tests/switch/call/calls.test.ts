import { afterEach, describe, expect, it } from '@jest/globals'
import { after } from '../../../src/switch/after.ts'
import { makeCalls, type Calls } from '../../../src/switch/call/calls.ts'
import { portPool, type PortPool } from '../../../src/switch/media/wire/ports.ts'
import { openPlanes, type Planes } from '../../../src/switch/plane/planes.ts'
import { makeNumberBook } from '../../../src/switch/rest/number-book.ts'
import type { CallListener, SipCall } from '../../../src/switch/sip/call/call.ts'
import { namedSounds, pagesAsWebhooks, type Pages } from '../twiml/dial-in.ts'

const offer = [
  ...['v=0', 'o=- 7 1 IN IP4 127.0.0.1', 's=-', 'c=IN IP4 127.0.0.1', 't=0 0'],
  ...['m=audio 4000 RTP/AVP 8', ''],
].join('\r\n')

/** An INVITE that notes what is done with it. */
function invite(change: Partial<SipCall> = {}) {
  const did: string[] = []
  const heard: { listener?: CallListener } = {}
  const sip: SipCall = {
    callId: 'abc',
    source: { transport: 'UDP', address: '127.0.0.1', port: 5070 },
    localAddress: '127.0.0.1',
    requestUri: 'sip:rundruf@127.0.0.1',
    header: (name) => (name === 'from' ? '<sip:ada@127.0.0.1>;tag=1' : undefined),
    offer,
    listen: (listener) => {
      heard.listener = listener
    },
    ring: () => did.push('ring'),
    answer: () => did.push('answer'),
    refuse: (status) => did.push(`refuse ${status}`),
    isThere: () => Promise.resolve(true),
    end: () => did.push('end'),
    ...change,
  }
  return { sip, did, heard }
}

let calls: Calls
let planes: Planes
let logged: string[]

function switchWith(pages: Pages, ports: PortPool = portPool(24_000, 24_099)) {
  logged = []
  const note = (_fields: unknown, message: string) => logged.push(message)
  const { webhooks, requests } = pagesAsWebhooks(pages)
  const { sounds, named } = namedSounds()
  let time = 0
  const base = 'https://app.example'
  const number = makeNumberBook(
    { phoneNumber: '+4930999', voiceUrl: `${base}/voice`, statusCallback: `${base}/status` },
    () => 0,
  )
  const log = { info: note, warn: note, error: note }
  planes = openPlanes({ ports, late: () => undefined, log })
  calls = makeCalls({
    accountSid: 'AC',
    planes,
    trunks: { numbersAt: () => undefined },
    mayReach: () => true,
    keysInClear: false,
    number,
    webhooks,
    news: webhooks,
    sounds,
    conferences: {
      join: () => ({ refused: 'full', code: 16020 }),
    },
    troubleSound: named('trouble').subarray(0, 160),
    awaySound: named('please wait'),
    log,
    now: () => 0,
    wallClock: () => time++,
  })
  return { requests }
}

/** Until something came true; a call begins with opening a socket. */
async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !condition(); i++) await after(5)
  expect(condition()).toBe(true)
}

const stays = { '/voice': '<Response><Gather timeout="60"/></Response>', '/status': '' }

afterEach(() => {
  calls.end()
  void planes.close()
})

describe('all calls', () => {
  it('ring, are answered by their document, and are found', async () => {
    switchWith(stays)
    const { sip, did } = invite()
    calls.take(sip)
    await until(() => did.includes('answer'))
    expect(did).toEqual(['ring', 'answer'])
    const [record] = calls.list()
    expect(record).toMatchObject({ status: 'in-progress', from: 'sip:ada@127.0.0.1' })
    expect(calls.find(record?.sid ?? '')).toEqual(record)
  })

  it('are listed newest first, the ended ones among them, until somebody forgets those', async () => {
    switchWith(stays)
    const two = [invite(), invite()]
    for (const { sip } of two) calls.take(sip)
    await until(() => two.every(({ did }) => did.includes('answer')))
    const [second, first] = calls.list()
    expect(calls.forget(first?.sid ?? '')).toBe(false)
    expect(calls.complete(first?.sid ?? '')).toBe(true)
    expect(calls.list().map(({ sid, status }) => [sid, status])).toEqual([
      [second?.sid, 'in-progress'],
      [first?.sid, 'completed'],
    ])
    expect(calls.complete(first?.sid ?? '')).toBe(false)
    expect(calls.detour(first?.sid ?? '', { twiml: '<Response/>' })).toBe(false)
    expect(calls.forget(first?.sid ?? '')).toBe(true)
    expect(calls.find(first?.sid ?? '')).toBeUndefined()
  })

  it('R-32: are refused with 503, and when to try again, when no port is free for their sound', async () => {
    const { requests } = switchWith(stays, portPool(24_100, 24_100))
    const refusals: string[] = []
    const refuse = (status: number, headers?: Readonly<Record<string, string>>) =>
      void refusals.push(`${status} ${headers?.['Retry-After'] ?? ''}`)
    for (const { sip } of [invite({ refuse }), invite({ refuse })]) calls.take(sip)
    await until(() => refusals.includes('503 30'))
    await until(() => requests.some(({ CallStatus }) => CallStatus === 'failed'))
  })

  it('are refused with 488 when nothing is in common, and never asked about', async () => {
    const { requests } = switchWith(stays)
    const { sip, did } = invite({ offer: offer.replace('AVP 8', 'AVP 3') })
    calls.take(sip)
    await until(() => did.includes('refuse 488'))
    expect(did).not.toContain('ring')
    expect(requests.map(({ path }) => path)).toEqual(['/status'])
  })

  it('R-33: in whose dialog a bug was met hear that there is trouble, and end', async () => {
    switchWith(stays)
    const { sip, did, heard } = invite()
    calls.take(sip)
    await until(() => did.includes('answer'))
    heard.listener?.broke?.(new TypeError('a bug'))
    expect(logged.at(-1)).toBe('a bug ends this call')
    expect(did).not.toContain('end')
    await until(() => did.includes('end'))
    expect(calls.list()).toMatchObject([{ status: 'completed' }])
  })

  it('that are cancelled before anything else are never asked about', async () => {
    const { requests } = switchWith(stays)
    const { sip, heard } = invite()
    calls.take(sip)
    heard.listener?.ended('cancelled')
    await until(() => requests.length > 0)
    await after(30)
    expect(requests).toMatchObject([{ path: '/status', CallStatus: 'no-answer' }])
  })

  it('do not suffer from a bug in one of them', async () => {
    switchWith(stays)
    const broken = invite({
      answer: () => {
        throw new TypeError('a bug')
      },
      end: () => {
        broken.did.push('end')
        throw new TypeError('another bug')
      },
    })
    const sound = invite()
    calls.take(broken.sip)
    calls.take(sound.sip)
    await until(() => sound.did.includes('answer') && broken.did.includes('end'))
    expect(logged).toContain('a bug ends this call')
    expect(calls.list().map(({ status }) => status)).toContain('in-progress')
  })

  it('are counted with all that they have carried, those that are over too', async () => {
    switchWith(stays)
    const { sip, did, heard } = invite()
    calls.take(sip)
    await until(() => did.includes('answer'))
    await until(() => calls.traffic().packets.packetsSent > 0)
    heard.listener?.ended('caller-hung-up')
    const { up, packets, ended } = calls.traffic()
    expect({ up, ended }).toEqual({ up: 0, ended: { completed: 1 } })
    await until(() => calls.traffic().packets.packetsSent >= packets.packetsSent)
    expect(packets.packetsSent).toBeGreaterThan(0)
  })
})
