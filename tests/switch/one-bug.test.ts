import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import type { Call } from '../../src/switch/call/call.ts'
import type { Leg } from '../../src/switch/call/leg.ts'
import { endWithBug, soundListener, type Running } from '../../src/switch/call/running.ts'
import { portPool } from '../../src/switch/media/wire/ports.ts'
import type { News } from '../../src/switch/plane/messages.ts'
import { makePlane } from '../../src/switch/plane/plane.ts'
import { makeDetours } from '../../src/switch/twiml/detours.ts'
import { inviteServer } from '../../src/switch/sip/transaction/invite-server.ts'
import { runTable } from '../../src/switch/sip/transaction/run-table.ts'
import { makeCaller, makeRoom, settled } from './conference/kit.ts'
import { openLine } from './media/open-line.ts'
import { establish, request, wire } from './sip/wire.ts'
import { dialIn, type Broken } from './twiml/dial-in.ts'

/*
 * wherever something about one call can go wrong, a bug is put in; that call ends, with a sentence where one can still
 * be said, and the others never notice.
 */

const bug = (): never => {
  throw new TypeError('a bug')
}

describe('R-33: a bug in a verb', () => {
  beforeEach(() => {
    jest.useFakeTimers()
  })
  afterEach(() => {
    jest.useRealTimers()
  })

  const verbs: readonly (readonly [string, Broken])[] = [
    ['<Say>A</Say>', 'speech'],
    ['<Play>/a.wav</Play>', 'file'],
    ['<Gather><Say>A</Say></Gather>', 'speech'],
    ['<Gather timeout="9"/>', 'keys'],
    ['<Dial><Conference>evening</Conference></Dial>', 'join'],
    ['<Reject/>', 'refuse'],
  ]
  it.each(verbs)(
    '%s: the caller hears that there is trouble, and the call ends',
    async (verb, broken) => {
      const call = dialIn(`<Response>${verb}</Response>`, { broken })
      await call.seconds(9)
      await call.over
      expect(call.heard.at(-1)).toBe('trouble')
      expect(call.ends.at(-1)).toBe('hung up')
      expect(call.logged).toContain('a bug ends this call')
    },
  )

  it('in reading a document is one of that call, too', async () => {
    const call = dialIn({ '/voice': bug })
    await call.seconds(3)
    await call.over
    expect(call.heard).toEqual(['trouble'])
    expect(call.ends).toEqual(['answered', 'hung up'])
  })
})

describe('R-33: a bug in the sound of a call', () => {
  const opened = () => {
    const told: News[] = []
    const plane = makePlane((news) => told.push(...news))
    return { plane, told, is: (is: News['is']) => told.filter((one) => one.is === is) }
  }

  async function withLegs(firstPort: number) {
    const on = opened()
    const at = { address: '127.0.0.1', mayMove: false }
    on.plane.take({ do: 'open', leg: 'broken', port: firstPort, ...at })
    on.plane.take({ do: 'open', leg: 'other', port: firstPort + 2, ...at })
    while (on.is('opened').length < 2) await new Promise(setImmediate)
    const [broken, other] = ['broken', 'other'].map((leg) => on.plane.legs.find(leg)!)
    const did = { heard: 0, spoken: 0 }
    other!.hear = () => {
      did.heard++
    }
    other!.speak = () => {
      did.spoken++
    }
    return { ...on, broken: broken!, did }
  }

  it('heard: it is told once, and not listened to any more', async () => {
    const { plane, broken, did, is } = await withLegs(25_100)
    broken.line.listen = bug
    for (let i = 0; i < 3; i++) expect(plane.tick()).toBe(true)
    expect(is('broke')).toMatchObject([{ leg: 'broken', stack: expect.stringContaining('a bug') }])
    expect(did).toEqual({ heard: 3, spoken: 3 })
    plane.close()
  })

  it('spoken: it is told again, for nothing can be said', async () => {
    const { plane, broken, did, is } = await withLegs(25_110)
    broken.line.speak = bug
    for (let i = 0; i < 2; i++) plane.tick()
    expect(is('broke')).toHaveLength(2)
    expect(did).toEqual({ heard: 2, spoken: 2 })
    plane.close()
  })

  it('of what it was told to do is told too', async () => {
    const { plane, broken, is } = await withLegs(25_120)
    broken.agree = bug
    const agreed = { address: '127.0.0.1', port: 9, codec: 'PCMA', direction: 'sendrecv' } as const
    plane.take({ do: 'agree', leg: 'broken', agreed })
    expect(is('broke')).toMatchObject([{ leg: 'broken' }])
    plane.close()
  })

  it('told once, the caller hears that there is trouble; told twice, the call ends', () => {
    const did = { ended: 0, logged: 0 }
    const detours = makeDetours()
    const leg = { sid: 'CA1', hangUp: () => did.ended++ } as unknown as Leg
    const call = { leg } as unknown as Call
    const one: Running = { call, detours, troubleSound: new Int16Array(160), broken: false }
    const log = { info: () => undefined, warn: () => undefined, error: () => did.logged++ }
    endWithBug(one, 'a bug', log)
    expect(detours.take()).toEqual({ lastWords: one.troubleSound })
    expect(did).toEqual({ ended: 0, logged: 1 })
    endWithBug(one, 'a bug', log)
    expect(did).toEqual({ ended: 1, logged: 2 })
    soundListener(one, log).lost()
    expect(did).toEqual({ ended: 2, logged: 2 })
  })

  it('in a packet of its line: told to its call, never to the process', async () => {
    const met: unknown[] = []
    const listener = { pressed: bug, broke: (error: unknown) => void met.push(error) }
    const line = await openLine('127.0.0.1', portPool(21_000, 21_099), listener)
    const phone = createSocket('udp4')
    phone.bind(0, '127.0.0.1')
    await once(phone, 'listening')
    const { port } = phone.address()
    line.agree({
      address: '127.0.0.1',
      port,
      codec: 'PCMA',
      telephoneEventPayloadType: 101,
      direction: 'sendrecv',
    })
    // One key, in packets of RFC 4733: version 2, type 101, event 1, end.
    const packet = Buffer.from('8065000100000001000000070180064000'.slice(0, 32), 'hex')
    for (let sequence = 1; sequence <= 8; sequence++) {
      packet.writeUInt16BE(sequence, 2)
      phone.send(packet, line.port, '127.0.0.1')
    }
    while (met.length === 0) await new Promise(setImmediate)
    expect(met[0]).toBeInstanceOf(TypeError)
    line.close()
    phone.close()
  })
})

describe('R-33: a bug in a conference', () => {
  it('about one of them ends their call; the others hear one another', async () => {
    const room = makeRoom()
    const [ada, bob, cy] = [makeCaller('ada'), makeCaller('bob'), makeCaller('cy')]
    for (const one of [ada, bob, cy]) room.joins(one)
    room.tick()
    expect(cy.hears()).toEqual(['ada', 'bob'])
    room.plane.seatOf(bob.leg.sid)!.guard.hear = bug
    room.tick()
    await settled()
    expect(bob.leg.gone.aborted).toBe(true)
    room.tick()
    expect(cy.hears()).toEqual(['ada'])
    expect(ada.hears()).toEqual(['cy'])
    expect(room.told.map((one) => one['StatusCallbackEvent'])).toContain('participant-leave')
  })
})

describe('R-33: a bug in SIP', () => {
  beforeEach(() => {
    jest.useFakeTimers()
  })
  afterEach(() => {
    jest.useRealTimers()
  })

  it('in what a call is told ends that call by BYE; the other takes its re-INVITE', () => {
    let broken = true
    const on = wire({ reoffered: () => (broken ? bug() : 'v=0\r\ns=ours\r\n') })
    const [one, other] = [establish(on, { callId: 'one' }), establish(on, { callId: 'other' })]
    on.say(request({ callId: 'one', toTag: one, cseq: 2 }))
    expect(on.statuses()).toContain('BYE')
    broken = false
    on.say(request({ callId: 'other', toTag: other, cseq: 2 }))
    expect(on.statuses()).toEqual([200])
    on.core.servers.close()
    on.core.clients.close()
  })

  it('in a message of a call answers 500 and ends that call by BYE', () => {
    const on = wire()
    const [one, other] = [establish(on, { callId: 'one' }), establish(on, { callId: 'other' })]
    const [call] = on.core.calls.all()
    Object.defineProperty(call?.dialog, 'remoteSequence', { get: bug })
    on.say(request({ method: 'INFO', callId: 'one', toTag: one, cseq: 2 }))
    expect(on.statuses()).toEqual([500, 'BYE'])
    on.say(request({ method: 'INFO', callId: 'other', toTag: other, cseq: 2 }))
    expect(on.statuses()).toEqual([200])
    on.core.servers.close()
    on.core.clients.close()
  })

  it('in a timer of a call ends that call', () => {
    const on = wire()
    on.say(request({ callId: 'one' }))
    on.calls[0]?.call.answer('v=0')
    on.sent.splice(0)
    const sound = { ...on.core }
    Object.assign(on.core, { send: bug })
    jest.advanceTimersByTime(500) // the 200 would be sent again
    Object.assign(on.core, sound)
    expect(on.calls[0]?.ended).toEqual(['we-hung-up'])
    jest.advanceTimersByTime(40_000)
    expect(on.statuses()).toContain('BYE')
    on.core.clients.close()
  })

  it('in a timer of a transaction ends that transaction', () => {
    const met: unknown[] = []
    let over = 0
    const run = runTable(inviteServer, 'proceeding', 'UDP', {
      act: (act) => act === 'send-last' && bug(),
      over: () => over++,
      broke: (error) => void met.push(error),
    })
    run.happen('send-3xx-6xx')
    jest.advanceTimersByTime(500)
    expect({ over, met: met.length, timers: jest.getTimerCount() }).toEqual({
      over: 1,
      met: 1,
      timers: 0,
    })
  })
})
