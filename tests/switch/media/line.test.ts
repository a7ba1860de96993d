import { createSecretKey, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { describe, expect, test } from '@jest/globals'
import { codecs, type Encryption } from '../../../src/switch/sdp/agreed.ts'
import { encode, laws } from '../../../src/switch/media/codec/g711.ts'
import { toneLevel } from '../../../src/switch/media/sound/level.ts'
import { emptyRtpPacket, readRtp } from '../../../src/switch/media/wire/rtp.ts'
import { srtpReceiver, srtpSender } from '../../../src/switch/media/wire/srtp.ts'
import { writeTelephoneEvent } from '../../../src/switch/media/wire/telephone-event.ts'
import { makeTone } from '../../../src/switch/media/sound/tone.ts'
import { call, packed, rtp, send, toneFrame } from './bare-telephone.ts'

const newKey = () => createSecretKey(randomBytes(30))

describe('a line', () => {
  test('sends silence right after the agreement, so that routers open and the caller hears us', async () => {
    const { phone, line } = await call()
    const [bytes] = (await once(phone, 'message')) as [Buffer]
    const packet = emptyRtpPacket()
    expect(readRtp(bytes, packet)).toBe(true)
    expect(packet).toMatchObject({ payloadType: codecs.PCMA, marker: true, start: 12, end: 172 })
    expect([...bytes.subarray(12)]).toEqual(Array(160).fill(0xd5))
    expect(line.port % 2).toBe(0)
  })

  test.each(['PCMA', 'PCMU'] as const)('speaks %s, in packets of one stream', async (codec) => {
    const { phone, line } = await call({ codec })
    const heard: Buffer[] = []
    phone.on('message', (bytes) => heard.push(bytes))
    for (let i = 0; i < 5; i++) {
      line.speak(toneFrame(i))
      await once(phone, 'message')
    }
    const packets = heard.map((bytes) => {
      const packet = emptyRtpPacket()
      readRtp(bytes, packet)
      return packet
    })
    for (const [place, packet] of packets.entries()) {
      expect(packet.payloadType).toBe(codecs[codec])
      expect(packet.ssrc).toBe(packets[0]!.ssrc)
      expect((packet.sequence - packets[0]!.sequence) & 0xffff).toBe(place)
      expect((packet.timestamp - packets[0]!.timestamp) >>> 0).toBe(place * 160)
    }
  })

  test('hears what the caller says', async () => {
    const { phone, line } = await call()
    const out: number[] = []
    for (let i = 1; i <= 30; i++) {
      await send(line, phone, rtp(i, packed(i)))
      const frame = line.listen()
      if (frame) out.push(...frame)
    }
    expect(out.length).toBe(29 * 160)
    expect(toneLevel(Int16Array.from(out.slice(0, 3200)), 700)).toBeCloseTo(-10, 0)
    expect(line.describe()).toContain('PCMA → jitter')
  })

  test('hears keys at the payload type that was agreed, each once', async () => {
    const { phone, line, pressed } = await call()
    const payload = new Uint8Array(4)
    for (let sequence = 1; sequence <= 6; sequence++) {
      writeTelephoneEvent(payload, 0, { key: '#', end: sequence > 3, duration: 480 })
      const bytes = rtp(sequence, payload, 96)
      bytes.writeUInt32BE(8000, 4)
      await send(line, phone, bytes)
    }
    expect(pressed).toEqual(['#'])
  })

  test.each([
    { keysAre: 'tones', expected: ['5'] },
    { keysAre: 'packets', expected: [] },
  ])('where keys are $keysAre, the tone of one is: $expected', async ({ keysAre, expected }) => {
    const { phone, line, pressed, agreed } = await call()
    const { telephoneEventPayloadType, ...withoutPackets } = agreed
    expect(telephoneEventPayloadType).toBe(96)
    if (keysAre === 'tones') line.agree(withoutPackets)
    const key = makeTone([770, 1336], 100, -10)
    let loudest = 0
    for (let i = 1; i <= 12; i++) {
      const bytes = new Uint8Array(160)
      encode(laws.PCMA, key.subarray(160 * i - 160, 160 * i), bytes)
      await send(line, phone, rtp(i, bytes))
      loudest = Math.max(loudest, ...(line.listen() ?? []))
    }
    expect(pressed).toEqual(expected)
    expect(loudest > 100).toBe(expected.length === 0)
  })

  test('on hold it is silent, and on after it with a marker', async () => {
    const { phone, line, agreed } = await call()
    await once(phone, 'message')
    line.agree({ ...agreed, direction: 'recvonly' })
    for (let i = 0; i < 10; i++) line.speak(toneFrame(i))
    line.agree(agreed)
    line.speak(toneFrame(0))
    const [bytes] = (await once(phone, 'message')) as [Buffer]
    const packet = emptyRtpPacket()
    readRtp(bytes, packet)
    expect(packet.marker).toBe(true)
    expect(line.statistics().packetsSent).toBe(2)
  })

  test('hears nothing where the direction forbids it', async () => {
    const { phone, line } = await call({ direction: 'sendonly' })
    for (let i = 1; i < 6; i++) await send(line, phone, rtp(i, packed(i)))
    expect(line.listen()).toBeUndefined()
    expect(line.statistics()).toMatchObject({ packetsReceived: 0, packetsRefused: 5 })
  })
})

describe('an encrypted line', () => {
  const suite = 'AES_CM_128_HMAC_SHA1_80'
  const encryption = (): Encryption => ({ suite, ours: newKey(), theirs: newKey() })

  test('hears and speaks encrypted, and says so', async () => {
    const keys = encryption()
    const { phone, line } = await call({ encryption: keys })
    const [first] = (await once(phone, 'message')) as [Buffer]
    const opened = srtpReceiver(keys.ours, suite).open(first)
    expect([...(opened?.subarray(12) ?? [])]).toEqual(Array(160).fill(0xd5))
    const sender = srtpSender(keys.theirs)
    for (let i = 1; i <= 5; i++) await send(line, phone, sender.protect(rtp(i, packed(i)), suite))
    expect(line.statistics()).toMatchObject({ packetsReceived: 5, packetsRefused: 0 })
    expect(line.describe()).toContain('PCMA encrypted')
  })

  test('S-65 plain, foreign, changed and repeated packets are dropped and counted; the sound goes on', async () => {
    const keys = encryption()
    const { phone, line } = await call({ encryption: keys })
    const [sender, foreign] = [srtpSender(keys.theirs), srtpSender(newKey())]
    let gaps = 0
    for (let i = 1; i <= 50; i++) {
      const good = sender.protect(rtp(i, packed(i)), suite)
      const changed = Buffer.from(good)
      changed[20]! ^= 1
      const bad = [rtp(i, packed(i)), foreign.protect(rtp(i, packed(i)), suite), changed]
      for (const bytes of bad) await send(line, phone, bytes)
      await send(line, phone, Buffer.from(good))
      await send(line, phone, good)
      if (line.listen() === undefined) gaps++
    }
    expect(gaps).toBeLessThanOrEqual(1) // the first, while the jitter buffer fills
    expect(line.statistics()).toMatchObject({ packetsReceived: 50, packetsRefused: 200 })
  })
})
