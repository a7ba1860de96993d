import { createSecretKey, randomBytes } from 'node:crypto'
import { expect, test } from '@jest/globals'
import { LineCipher } from '../../../../src/switch/media/wire/line-cipher.ts'
import { writeRtpHeader } from '../../../../src/switch/media/wire/rtp.ts'
import type { Encryption } from '../../../../src/switch/sdp/agreed.ts'

const key = () => createSecretKey(randomBytes(30))
const suite = 'AES_CM_128_HMAC_SHA1_80'
const turned = ({ suite, ours, theirs }: Encryption): Encryption => ({
  suite,
  ours: theirs,
  theirs: ours,
})

let sequence = 0
const next = () => {
  const packet = Buffer.alloc(172, 0xd5)
  sequence++
  const rest = { payloadType: 8, marker: false, timestamp: sequence * 160, ssrc: 9 }
  writeRtpHeader(packet, { sequence, ...rest })
  return packet
}

const both = (encryption: Encryption) => {
  const us = new LineCipher()
  const them = new LineCipher()
  us.agree(encryption)
  them.agree(turned(encryption))
  return { us, them }
}

test('without encryption everything passes as it is', () => {
  const packet = next()
  expect(new LineCipher().protect(packet)).toBe(packet)
  expect(new LineCipher().open(packet)).toBe(packet)
})

test('a refresh with the same keys leaves the replay window and the count as they are', () => {
  const encryption = { suite, ours: key(), theirs: key() } as const
  const { us, them } = both(encryption)
  const wire = them.protect(next())
  const again = Buffer.from(wire)
  expect(us.open(wire)).toBeDefined()
  us.agree({ ...encryption, theirs: createSecretKey(encryption.theirs.export()) })
  expect(us.open(again)).toBeUndefined()
})

test('a new key of theirs is taken from the next packet on, the old one is worth nothing any more', () => {
  const encryption = { suite, ours: key(), theirs: key() } as const
  const { us, them } = both(encryption)
  const old = them.protect(next())
  const changed = { ...encryption, theirs: key() }
  us.agree(changed)
  expect(us.open(old)).toBeUndefined()
  them.agree(turned(changed))
  expect(us.open(them.protect(next()))).toBeDefined()
  expect(them.open(us.protect(next()))).toBeDefined()
})

test('another suite goes on with the same count: no key stream is used twice', () => {
  const encryption = { suite, ours: key(), theirs: key() } as const
  const { us, them } = both(encryption)
  for (let n = 0; n < 5; n++) {
    sequence = n * 30_000 // the sequence number rolls over twice
    them.open(us.protect(next()))
  }
  const shorter = { ...encryption, suite: 'AES_CM_128_HMAC_SHA1_32' } as const
  us.agree(shorter)
  const late = new LineCipher()
  late.agree(turned(shorter))
  expect(late.open(us.protect(next()))).toBeUndefined() // who begins here does not know of the roll-overs
})

test('after the end of encryption plain packets pass, and only they', () => {
  const { us, them } = both({ suite, ours: key(), theirs: key() })
  us.agree(undefined)
  const packet = next()
  expect(us.open(packet)).toBe(packet)
  expect(them.open(us.protect(next()))).toBeUndefined()
})
