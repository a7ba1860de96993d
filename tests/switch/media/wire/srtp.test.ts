import { createSecretKey } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { rtpHeaderBytes, writeRtpHeader } from '../../../../src/switch/media/wire/rtp.ts'
import { deriveKeys, sessionCipher } from '../../../../src/switch/media/wire/srtp-keys.ts'
import { srtcpReceiver, srtcpSender } from '../../../../src/switch/media/wire/srtcp.ts'
import { replayWindow, srtpReceiver, srtpSender } from '../../../../src/switch/media/wire/srtp.ts'
import type { MasterKey, Suite } from '../../../../src/switch/sdp/agreed.ts'
import { suites } from '../../../../src/switch/sdp/crypto.ts'

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex')
const keyOf = (text: string) => createSecretKey(hex(text))

// The master key and salt of RFC 3711, appendix B.3.
const master = keyOf('E1F97A0D3E018BE0D64FA32C06DE4139 0EC675AD498AFEEBB6960B3AABE6')
const strangers = keyOf('00'.repeat(30))

/** A sender that keeps to one suite. */
const sending = (key: MasterKey, suite: Suite) => {
  const sender = srtpSender(key)
  return { protect: (packet: Buffer) => sender.protect(packet, suite) }
}

const sequences = 0x1_0000
const packetOf = (index: number, payload: Uint8Array = Buffer.from('sound'), ssrc = 7) => {
  const packet = Buffer.alloc(rtpHeaderBytes + payload.length)
  const sequence = index % sequences
  writeRtpHeader(packet, { payloadType: 8, marker: false, sequence, timestamp: index * 160, ssrc })
  packet.set(payload, rtpHeaderBytes)
  return packet
}

describe('vectors', () => {
  test('the key stream of RFC 3711, appendix B.2', () => {
    // Its salt and key are session keys, so they are what AES makes of nothing: 44 bytes of zeros, encrypted.
    const counter = 'F0F1F2F3F4F5F6F7F8F9FAFBFCFD'
    const keys = { cipher: hex('2B7E151628AED2A6ABF7158809CF4F3C'), salt: hex(counter) }
    const bytes = Buffer.alloc(48)
    sessionCipher(master, 'rtp', { ...deriveKeys(master, 'rtp'), ...keys }).crypt(
      bytes,
      0,
      48,
      0,
      0,
    )
    expect(bytes).toEqual(
      hex(
        'E03EAD0935C95E80E166B16DD92B4EB4 D23513162B02D0F72A43A2FE4A5F97AB 41E95B3BB0A2E8DD477901E4FCA894C0',
      ),
    )
  })

  test('the session keys of RFC 3711, appendix B.3', () => {
    expect(deriveKeys(master, 'rtp')).toEqual({
      cipher: hex('C61E7A93744F39EE10734AFE3FF7A087'),
      salt: hex('30CBBC08863D8C85D49DB34A9AE1'),
      tag: hex('CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4'),
    })
  })

  test('a whole packet, as libsrtp has it', () => {
    const plain = hex('800f1234 decafbad cafebabe abababababababababababababababab')
    const wire = hex(
      '800f1234 decafbad cafebabe 4e55dc4ce79978d88ca4d215949d2402 b78d6acc99ea179b8dbb',
    )
    const suite = 'AES_CM_128_HMAC_SHA1_80'
    expect(sending(master, suite).protect(plain)).toEqual(wire)
    expect(srtpReceiver(master, suite).open(wire)).toEqual(plain)
  })

  test('a whole report, as libsrtp has it', () => {
    const plain = hex('81c8000b cafebabe abababababababababababababababab')
    const wire = hex(
      '81c8000b cafebabe 7128035be487b9bdbef89041f977a5a8 80000001 993e08cd54d6c1230798',
    )
    expect(srtcpSender(master).protect(plain)).toEqual(wire)
    expect(srtcpReceiver(master).open(wire)).toEqual(plain)
  })
})

describe.each(suites)('%s', (suite) => {
  test('whatever one side sends the other reads, and on the wire it is something else', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 8, maxLength: 400 }),
        fc.nat(0xffff),
        fc.nat(0xffff_ffff),
        (payload, sequence, ssrc) => {
          const packet = packetOf(sequence, payload, ssrc)
          const wire = sending(master, suite).protect(packet)
          expect(wire.subarray(0, rtpHeaderBytes)).toEqual(packet.subarray(0, rtpHeaderBytes))
          expect(wire.includes(Buffer.from(payload))).toBe(false)
          expect(srtpReceiver(master, suite).open(wire)).toEqual(packet)
        },
      ),
    )
  })

  test('S-65 one changed bit anywhere, a byte more or less: dropped, and the next good packet is heard', () => {
    const sender = sending(master, suite)
    const receiver = srtpReceiver(master, suite)
    const good = sender.protect(packetOf(1))
    for (let bit = 0; bit < good.length * 8; bit++) {
      const changed = Buffer.from(good)
      changed[bit >> 3]! ^= 1 << (bit & 7)
      expect(receiver.open(changed)).toBeUndefined()
    }
    expect(receiver.open(Buffer.concat([good, Buffer.alloc(1)]))).toBeUndefined()
    expect(receiver.open(Buffer.from(good.subarray(0, -1)))).toBeUndefined()
    expect(receiver.open(good)).toEqual(packetOf(1))
  })

  test('S-65 any bytes at all are dropped and nothing throws', () => {
    const receiver = srtpReceiver(master, suite)
    const reports = srtcpReceiver(master)
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(receiver.open(Buffer.from(bytes))).toBeUndefined()
        expect(reports.open(Buffer.from(bytes))).toBeUndefined()
      }),
    )
  })

  test('with a name of the key before the tag (MKI): read with this name, dropped without it or with another', () => {
    const name = Buffer.from([0, 0, 0, 1])
    const wire = sending(master, suite).protect(packetOf(1))
    const tag = suite.endsWith('80') ? 10 : 4
    const named = (name: Buffer) =>
      Buffer.concat([wire.subarray(0, -tag), name, wire.subarray(-tag)])
    const open = (bytes: Buffer) => srtpReceiver(master, suite, 0, name).open(bytes)
    expect(open(named(Buffer.from([0, 0, 0, 2])))).toBeUndefined()
    expect(open(Buffer.from(wire))).toBeUndefined()
    expect(srtpReceiver(master, suite).open(named(name))).toBeUndefined()
    expect(open(named(name))).toEqual(packetOf(1))
  })

  test('another key reads nothing', () => {
    const wire = sending(strangers, suite).protect(packetOf(1))
    expect(srtpReceiver(master, suite).open(wire)).toBeUndefined()
  })

  test('in any order within the window each packet is heard once (RFC 3711 §3.3.2)', () => {
    const first = sequences - 30 // the sequence number rolls over in the middle
    const indexes = Array.from({ length: 60 }, (_, n) => first + n)
    const order = fc.array(fc.constantFrom(...indexes), { minLength: 1, maxLength: 200 })
    fc.assert(
      fc.property(order, (sent) => {
        const sender = sending(master, suite)
        const wires = new Map(indexes.map((index) => [index, sender.protect(packetOf(index))]))
        const receiver = srtpReceiver(master, suite)
        receiver.open(Buffer.from(wires.get(first)!))
        const heard = new Set([first])
        for (const index of sent) {
          const opened = receiver.open(Buffer.from(wires.get(index)!))
          if (heard.has(index)) expect(opened).toBeUndefined()
          else expect(opened).toEqual(packetOf(index))
          heard.add(index)
        }
      }),
    )
  })

  test('what is further behind than the window is dropped', () => {
    const sender = sending(master, suite)
    const wires = Array.from({ length: replayWindow + 2 }, (_, n) => sender.protect(packetOf(n)))
    const receiver = srtpReceiver(master, suite)
    receiver.open(wires[replayWindow + 1]!)
    expect(receiver.open(wires[1]!)).toBeUndefined()
    expect(receiver.open(wires[2]!)).toEqual(packetOf(2))
  })

  test('the sequence number rolls over as often as it must', () => {
    const sender = sending(master, suite)
    const receiver = srtpReceiver(master, suite)
    for (let index = 0; index < 5 * sequences; index += 20_000) {
      expect(receiver.open(sender.protect(packetOf(index)))).toEqual(packetOf(index))
    }
    expect(receiver.rollOvers).toBe(4)
  })

  test('after a change of key roll-overs may go on or begin anew', () => {
    for (const rollOvers of [0, 3]) {
      const sender = sending(master, suite)
      for (let index = 0; index < rollOvers * sequences; index += 20_000)
        sender.protect(packetOf(index))
      const wire = sender.protect(packetOf(rollOvers * sequences + 20))
      expect(srtpReceiver(master, suite, 3).open(wire)).toBeDefined()
    }
  })

  test('a new source begins with a window of its own; beyond sixteen nobody new is heard', () => {
    const receiver = srtpReceiver(master, suite)
    const from = (ssrc: number) =>
      sending(master, suite).protect(packetOf(5, Buffer.alloc(9), ssrc))
    const heard = Array.from({ length: 20 }, (_, ssrc) => receiver.open(from(ssrc)) !== undefined)
    expect(heard.filter(Boolean)).toHaveLength(16)
    expect(receiver.open(from(0))).toBeUndefined()
  })
})

describe('reports', () => {
  const report = Buffer.from('81c9000712345678' + 'ab'.repeat(24), 'hex')

  test('each is read once, its rest is hidden', () => {
    const sender = srtcpSender(master)
    const receiver = srtcpReceiver(master)
    const wires = [sender.protect(report), sender.protect(report)]
    expect(wires[0]).not.toEqual(wires[1])
    expect(wires[0]!.includes(report.subarray(8))).toBe(false)
    for (const wire of wires) {
      expect(receiver.open(Buffer.from(wire))).toEqual(report)
      expect(receiver.open(Buffer.from(wire))).toBeUndefined()
    }
  })

  test('with a name of the key before the tag (MKI)', () => {
    const name = Buffer.from([7])
    const wire = srtcpSender(master).protect(report)
    const named = Buffer.concat([wire.subarray(0, -10), name, wire.subarray(-10)])
    expect(srtcpReceiver(master).open(Buffer.from(named))).toBeUndefined()
    expect(srtcpReceiver(master, name).open(wire)).toBeUndefined()
    expect(srtcpReceiver(master, name).open(named)).toEqual(report)
  })

  test('S-65 one changed bit: dropped', () => {
    const good = srtcpSender(master).protect(report)
    const receiver = srtcpReceiver(master)
    for (let bit = 0; bit < good.length * 8; bit++) {
      const changed = Buffer.from(good)
      changed[bit >> 3]! ^= 1 << (bit & 7)
      expect(receiver.open(changed)).toBeUndefined()
    }
  })
})
