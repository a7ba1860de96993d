import { describe, expect, it } from '@jest/globals'
import { partiesOf } from '../../../src/switch/call/parameters.ts'
import { callSound } from '../../../src/switch/call/sound.ts'
import { makeCall } from '../../../src/switch/call/call.ts'
import type { MediaLeg } from '../../../src/switch/plane/media-leg.ts'
import type { Agreed } from '../../../src/switch/sdp/agreed.ts'
import type { CallListener, SipCall } from '../../../src/switch/sip/call/call.ts'

/** A telephone's offer; the direction is the telephone's own. */
function sdp(direction = 'sendrecv', codec = '8 101', address = '127.0.0.1', version = 1): string {
  return [
    'v=0',
    `o=- 7 ${version} IN IP4 ${address}`,
    's=-',
    `c=IN IP4 ${address}`,
    't=0 0',
    `m=audio 4000 RTP/AVP ${codec}`,
    'a=rtpmap:101 telephone-event/8000',
    `a=${direction}`,
    '',
  ].join('\r\n')
}

const versionOf = (said: unknown) =>
  typeof said === 'string' ? Number(/^o=\S+ \d+ (\d+)/m.exec(said)?.[1]) : NaN

/** Its sound, without a plane. */
function fakeMedia() {
  const agreed: Agreed[] = []
  const packets = { received: 0 }
  const state = { closed: false }
  const { promise: closed, resolve } = Promise.withResolvers<undefined>()
  const counts = { packetsSent: 0, packetsLost: 0, packetsRefused: 0 }
  const reports = { reportsReceived: 0, reportsSent: 0, reportsRefused: 0 }
  const media: MediaLeg = {
    port: 30_000,
    agree: (now) => agreed.push(now),
    play: () => Promise.resolve(),
    figures: () => ({
      statistics: { ...counts, ...reports, packetsReceived: packets.received },
      bufferMs: 20,
      quality: { codec: 'PCMA', lossPercent: 0, jitterMs: 1, mos: 4.4 },
      way: 'a fake',
    }),
    close: () => {
      state.closed = true
      resolve(undefined)
    },
    closed,
  }
  return { media, agreed, packets, state }
}

const us = { address: '127.0.0.1', port: 30_000, sessionId: 1, mayReach: () => true }

function sounding(offer: string | undefined) {
  const fake = fakeMedia()
  const sound = callSound(fake.media, us, offer)
  if ('status' in sound) throw new Error(sound.why)
  return { ...fake, sound }
}

/** A call up to its first document, with a SIP side that only notes what it is told. */
function ringing(offer: string | undefined = sdp()) {
  const did: string[] = []
  const there = { now: true }
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
    refuse: (status) => {
      did.push(`refuse ${status}`)
      call.listener.ended('refused')
    },
    isThere: () => Promise.resolve(there.now),
    end: () => {
      did.push('end')
      call.listener.ended('we-hung-up')
    },
  }
  const time = { now: 0 }
  const now = () => time.now
  const ended = () => did.push('ended')
  const answered = () => did.push('answered')
  const parties = partiesOf(sip, '', undefined)
  const sid = `CA${'0'.repeat(32)}`
  const call = makeCall({
    sid,
    accountSid: 'AC',
    sip,
    parties,
    now,
    wallClock: now,
    answered,
    ended,
  })
  const fake = sounding(offer)
  call.connect(fake.sound, fake.media)
  return { call, did, time, there, ...fake }
}

describe('offer and answer of a call', () => {
  it('agree when we answer, not while it rings', () => {
    const { sound, agreed } = sounding(sdp())
    expect(agreed).toEqual([])
    expect(sound.take()).toContain('m=audio 30000 RTP/AVP 8')
    expect(agreed).toMatchObject([{ codec: 'PCMA', port: 4000, direction: 'sendrecv' }])
  })

  it('are refused with 488 when nothing is in common', () => {
    expect(callSound(fakeMedia().media, us, sdp('sendrecv', '3'))).toMatchObject({ status: 488 })
    const unreachable = { ...us, mayReach: () => false }
    expect(callSound(fakeMedia().media, unreachable, sdp())).toMatchObject({ status: 488 })
  })

  it('go the other way when the caller leaves the offer to us', () => {
    const { sound, agreed } = sounding(undefined)
    expect(sound.take()).toContain('RTP/AVP 9 8 0 101')
    expect(agreed).toEqual([])
    expect(sound.acknowledged(sdp('sendrecv', '0'))).toBe(true)
    expect(agreed).toMatchObject([{ codec: 'PCMU' }])
  })

  it('cannot stay without an answer to our offer', () => {
    expect(sounding(undefined).sound.acknowledged(undefined)).toBe(false)
    expect(sounding(undefined).sound.acknowledged(sdp('sendrecv', '3'))).toBe(false)
  })

  it('follow what the caller answers to a refresh of ours, and stay when that cannot be read', () => {
    const { sound, agreed } = sounding(sdp())
    sound.take()
    expect(sound.acknowledged(undefined)).toBe(true)
    expect(sound.acknowledged(sdp('sendonly', '8 101', '127.0.0.5', 2))).toBe(true)
    expect(agreed.at(-1)).toMatchObject({ address: '127.0.0.5', direction: 'recvonly' })
    expect(sound.acknowledged(sdp('sendrecv', '3'))).toBe(true)
    expect(agreed).toHaveLength(2)
  })

  it('of a refresh say the same, with the same version', () => {
    const { sound } = sounding(sdp())
    const first = sound.take()
    expect(sound.reoffered(sdp())).toBe(first)
  })

  it('of a hold and its end say something new each time, with a new version', () => {
    const { sound } = sounding(sdp())
    const versions = [sound.take(), sound.reoffered(sdp('sendonly')), sound.reoffered(sdp())]
    expect(versions.map(versionOf)).toEqual([1, 2, 3])
  })

  it('are agreed on anew for a caller who holds us, and for one who comes back', () => {
    const { sound, agreed } = sounding(sdp())
    sound.take()
    for (const direction of ['sendonly', 'inactive', 'recvonly', 'sendrecv']) {
      sound.reoffered(sdp(direction))
    }
    expect(agreed.map(({ direction }) => direction)).toEqual([
      ...['sendrecv', 'recvonly', 'inactive', 'sendonly', 'sendrecv'],
    ])
  })

  it('that fail in the middle leave the call as it was', () => {
    const { sound, agreed } = sounding(sdp())
    sound.take()
    expect(sound.reoffered(sdp('sendrecv', '3'))).toMatchObject({ status: 488 })
    expect(agreed).toHaveLength(1)
  })

  it('may begin anew with our offer', () => {
    const { sound, agreed } = sounding(sdp())
    sound.take()
    expect(sound.reoffered(undefined)).toContain('RTP/AVP 9 8 0 101')
    expect(sound.acknowledged(sdp('sendrecv', '0'))).toBe(true)
    expect(agreed.map(({ codec }) => codec)).toEqual(['PCMA', 'PCMU'])
  })
})

describe('the life of a call', () => {
  it('goes from ringing over in-progress to completed, and its record with it', () => {
    const { call, did, time, state } = ringing()
    expect(call.record).toMatchObject({ status: 'ringing', startTime: undefined, dateCreated: 0 })
    time.now = 1_000
    call.leg.answer()
    call.leg.answer()
    expect(call.record).toMatchObject({ status: 'in-progress', startTime: 1_000 })
    time.now = 9_000
    call.leg.hangUp()
    call.leg.hangUp()
    expect(call.record).toMatchObject({
      status: 'completed',
      endTime: 9_000,
      from: 'sip:ada@127.0.0.1',
    })
    expect(did.filter((one) => one === 'ended')).toHaveLength(1)
    expect(state.closed).toBe(true)
    expect(call.leg.gone.aborted).toBe(true)
  })

  it.each([
    ['busy', 'refuse 486', 'busy'],
    ['rejected', 'refuse 603', 'no-answer'],
  ] as const)('that is refused as %s: %s, %s', (reason, told, status) => {
    const { call, did } = ringing()
    call.leg.refuse(reason)
    expect(did).toContain(told)
    expect(call.record.status).toBe(status)
  })

  it('that is refused after it was answered is hung up', () => {
    const { call, did } = ringing()
    call.leg.answer()
    call.leg.refuse('busy')
    expect(did).not.toContain('refuse 486')
    expect(call.record.status).toBe('completed')
  })

  it.each([
    ['cancelled', false, 'no-answer'],
    ['never-acknowledged', true, 'failed'],
    ['caller-hung-up', true, 'completed'],
    ['session-expired', true, 'completed'],
  ] as const)('that is %s (answered: %p) ends as %s', (why, answered, status) => {
    const { call } = ringing()
    if (answered) call.leg.answer()
    call.listener.ended(why)
    expect(call.record.status).toBe(status)
  })

  it('has no way to sound after its end', async () => {
    const { call } = ringing()
    call.leg.answer()
    const playing = call.leg.play(new Int16Array(80_000), new AbortController().signal)
    call.listener.ended('caller-hung-up')
    await playing
    await call.leg.play(new Int16Array(80_000), new AbortController().signal)
  })
})

describe('the sound of a call', () => {
  it('R-25 is dead when no packet comes and the telephone does not answer either', async () => {
    const { call, time, there } = ringing()
    there.now = false
    time.now = 120_000
    expect(call.isDead()).toBe(false) // still ringing
    call.leg.answer()
    time.now += 60_001
    expect(call.isDead()).toBe(false)
    await Promise.resolve()
    expect(call.isDead()).toBe(true)
  })

  it('takes keys from packets and from INFO into one queue', async () => {
    const { call } = ringing()
    call.pressed('4')
    call.listener.pressed('4')
    call.listener.pressed('7')
    const never = new AbortController().signal
    expect([await call.leg.keys.next(never), await call.leg.keys.next(never)]).toEqual(['4', '7'])
    expect(call.leg.keys.waiting).toBe(0)
  })
})
