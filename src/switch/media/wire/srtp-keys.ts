import { createCipheriv, createHmac, createSecretKey, timingSafeEqual } from 'node:crypto'
import type { Cipheriv, KeyObject } from 'node:crypto'

/*
 * What SRTP and SRTCP share (RFC 3711 §4): session keys out of a master key, the key stream, the tag.
 *
 *   master key ─┐                    ┌─▶ cipher key   AES-CM:   payload xor key stream(salt, SSRC, index)
 *               ├─▶ derive(label) ───┼─▶ salt
 *   master salt ┘                    └─▶ tag's key    HMAC-SHA1 over packet and index, cut short
 */

export const masterKeyBytes = 16
export const masterSaltBytes = 14
const tagKeyBytes = 20
const blockBytes = 16
/** Where the last 16 bits of a counter block begin: they count the blocks of one packet. */
const blockNumberAt = 14
/** A packet's SSRC and its index, in a counter block (RFC 3711 §4.1.1). */
const ssrcAt = 4
const indexAt = 8
const indexBytes = 6
/** Where the label of a key lies in the 112 bits that derive it (RFC 3711 §4.3.1). */
const labelAt = 7

/** What a session key is for (RFC 3711 §4.3.2). */
const labels = {
  rtp: { cipher: 0, tag: 1, salt: 2 },
  rtcp: { cipher: 3, tag: 4, salt: 5 },
} as const

export type SessionCipher = {
  /** Encrypts or decrypts in place, from `start` on: it is the same. `index` is a whole number below 2^48. */
  crypt(bytes: Buffer, start: number, end: number, ssrc: number, index: number): void
  /** The whole tag of some bytes and, with SRTP, of the roll-over counter behind them. */
  tagOf(bytes: Buffer, rollOvers?: number): Buffer
}

/** @param master key and salt, 30 bytes; a KeyObject, because those show nothing when something logs them */
export function sessionCipher(
  master: KeyObject,
  use: keyof typeof labels,
  keys = deriveKeys(master, use),
): SessionCipher {
  const block = blockCipher(keys.cipher)
  const tagKey = createSecretKey(keys.tag)
  const counter = Buffer.alloc(blockBytes)
  const rollOverBytes = Buffer.alloc(4)
  return {
    crypt(bytes, start, end, ssrc, index) {
      keys.salt.copy(counter)
      xorInto(counter, ssrcAt, ssrc, 4)
      xorInto(counter, indexAt, index, indexBytes)
      const stream = keyStream(block, counter, end - start)
      for (let at = start; at < end; at++) bytes[at]! ^= stream[at - start]!
    },
    tagOf(bytes, rollOvers) {
      const tag = createHmac('sha1', tagKey).update(bytes)
      if (rollOvers !== undefined) {
        rollOverBytes.writeUInt32BE(rollOvers)
        tag.update(rollOverBytes)
      }
      return tag.digest()
    },
  }
}

/** Whether two tags are the same, in a time that tells nothing about where they are not. */
export function sameTag(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other)
}

/** The session keys of RFC 3711 §4.3 with a derivation rate of 0: made once. */
export function deriveKeys(master: KeyObject, use: keyof typeof labels) {
  const bytes = master.export()
  const prf = blockCipher(bytes.subarray(0, masterKeyBytes))
  const derive = (label: number, length: number): Buffer => {
    const counter = Buffer.alloc(blockBytes)
    bytes.copy(counter, 0, masterKeyBytes, masterKeyBytes + masterSaltBytes)
    counter[labelAt]! ^= label
    return keyStream(prf, counter, length)
  }
  const { cipher, tag, salt } = labels[use]
  return {
    cipher: derive(cipher, masterKeyBytes),
    tag: derive(tag, tagKeyBytes),
    salt: derive(salt, masterSaltBytes),
  }
}

/** AES without a mode: what it makes of counter blocks is AES-CM, and the cipher need not be set up for each packet. */
function blockCipher(key: Buffer): Cipheriv {
  return createCipheriv('aes-128-ecb', key, null).setAutoPadding(false)
}

function keyStream(block: Cipheriv, counter: Buffer, length: number): Buffer {
  const counters = Buffer.allocUnsafe(Math.ceil(length / blockBytes) * blockBytes)
  for (let at = 0; at < counters.length; at += blockBytes) {
    counter.copy(counters, at, 0, blockNumberAt)
    counters.writeUInt16BE(at / blockBytes, at + blockNumberAt)
  }
  return block.update(counters).subarray(0, length)
}

/** XORs a whole number, most significant byte first. Above 32 bits numbers know no `^`. */
function xorInto(bytes: Buffer, at: number, value: number, length: number): void {
  let rest = value
  for (let place = at + length - 1; place >= at; place--) {
    bytes[place]! ^= rest % 256
    rest = Math.floor(rest / 256)
  }
}
