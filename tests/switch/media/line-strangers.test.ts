import { once } from 'node:events'
import { describe, expect, test } from '@jest/globals'
import { address, call, openAny, packed, rtp, send, toneFrame } from './bare-telephone.ts'

describe('S-63 S-65 strangers at the port of a call', () => {
  test('what they inject is never heard, and they get nothing back', async () => {
    const { phone, line } = await call()
    const sprayers = [await openAny('127.0.0.9'), await openAny('127.0.0.9'), await openAny()]
    let leaked = 0
    for (const sprayer of sprayers) sprayer.on('message', () => leaked++)
    const loud = new Uint8Array(160).fill(0xaa)
    for (let i = 1; i <= 40; i++) {
      await send(line, phone, rtp(i, new Uint8Array(160).fill(0xd5)))
      for (const sprayer of sprayers) {
        sprayer.send(rtp(i, loud), line.port, address)
        sprayer.send(rtp(i, loud, 8, 99), line.port, address)
      }
      const frame = line.listen()
      expect(Math.max(0, ...(frame ?? []))).toBeLessThanOrEqual(8)
      line.speak(toneFrame(i))
    }
    await new Promise((resolve) => setImmediate(resolve))
    expect(leaked).toBe(0)
    // Once the caller is known, the system itself drops what others send: we are not even told.
    expect(line.statistics()).toMatchObject({ packetsReceived: 40, packetsRefused: 0 })
  })

  test('after a new agreement the new place is heard, and the old one is a stranger', async () => {
    const { phone, line, agreed } = await call()
    await send(line, phone, rtp(1, packed(1)))
    const moved = await openAny()
    line.agree({ ...agreed, port: moved.address().port })
    const [hello] = (await once(moved, 'message')) as [Buffer]
    expect(hello).toHaveLength(172)
    await send(line, phone, rtp(2, packed(2), 8, 99))
    for (let i = 1; i <= 3; i++) await send(line, moved, rtp(i, packed(i)))
    phone.send(rtp(3, packed(3)), line.port, address)
    await send(line, moved, rtp(4, packed(4)))
    expect(line.statistics()).toMatchObject({ packetsReceived: 5, packetsRefused: 1 })
  })

  test('who sprays before the caller has said a word wins nothing either', async () => {
    const { phone, line } = await call()
    const sprayer = await openAny('127.0.0.9')
    let leaked = 0
    sprayer.on('message', () => leaked++)
    for (let i = 1; i <= 20; i++) {
      await send(line, sprayer, rtp(i, new Uint8Array(160).fill(0xaa)))
      expect(line.listen()).toBeUndefined()
      line.speak(toneFrame(i))
    }
    await send(line, phone, rtp(1, packed(1), 8, 1234))
    expect(leaked).toBe(0)
    expect(line.statistics()).toMatchObject({ packetsReceived: 1, packetsRefused: 20 })
  })

  test('broken packets of the caller themselves are dropped, and the call goes on', async () => {
    const { phone, line } = await call()
    const broken = [
      Buffer.alloc(0),
      Buffer.from('not RTP'),
      Buffer.alloc(2000, 0x80),
      rtp(9, new Uint8Array(0)),
      rtp(9, new Uint8Array(160), 111),
      rtp(9, new Uint8Array(2), 96),
    ]
    for (let i = 1; i <= 10; i++) {
      for (const bytes of broken) await send(line, phone, bytes)
      await send(line, phone, rtp(i, packed(i)))
      if (i > 1) expect(line.listen()).toBeDefined()
      else line.listen()
    }
  })
})
