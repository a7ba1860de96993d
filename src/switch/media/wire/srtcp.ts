import type { MasterKey } from '../../sdp/agreed.ts'
import { replayGuard, type ReplayMemory } from './srtp.ts'
import { sameTag, sessionCipher } from './srtp-keys.ts'

/*
 * Reports that nobody on the way can read or change (SRTCP, RFC 3711 §3.4). Its index is in the packet, for both suites
 * the tag has 80 bits (RFC 4568 §6.2.2).
 *
 *   │ header, SSRC │ encrypted rest │E│ index, 31 bits │(MKI)│ tag │
 */

const headerBytes = 8
const indexBytes = 4
const tagBytes = 10
const encryptedBit = 0x8000_0000
const indexMax = 0x7fff_ffff

export type SrtcpSender = {
  protect(packet: Buffer): Buffer
  /** The index of the last packet, for one that goes on with this key elsewhere. */
  last(): number
}

export function srtcpSender(key: MasterKey, lastBefore = 0): SrtcpSender {
  const cipher = sessionCipher(key, 'rtcp')
  let index = lastBefore
  return {
    protect(packet) {
      index = (index + 1) % indexMax
      const length = packet.length + indexBytes
      const out = Buffer.allocUnsafe(length + tagBytes)
      packet.copy(out)
      cipher.crypt(out, headerBytes, packet.length, packet.readUInt32BE(4), index)
      out.writeUInt32BE(encryptedBit + index, packet.length)
      cipher.tagOf(out.subarray(0, length)).copy(out, length, 0, tagBytes)
      return out
    },
    last: () => index,
  }
}

export type SrtcpReceiver = {
  /** The packet inside, decrypted in place; undefined for what is not theirs, was changed or has come before. */
  open(datagram: Buffer): Buffer | undefined
  memory(): ReplayMemory
}

/** @param keyName what stands in each packet before the tag */
export function srtcpReceiver(
  key: MasterKey,
  keyName: Uint8Array = Buffer.alloc(0),
  before?: ReplayMemory,
): SrtcpReceiver {
  const cipher = sessionCipher(key, 'rtcp')
  const guard = replayGuard(before)
  return {
    open(datagram) {
      const signed = datagram.length - tagBytes - keyName.length
      const length = signed - indexBytes
      if (length < headerBytes) return undefined
      if (!datagram.subarray(signed, -tagBytes).equals(keyName)) return undefined
      const whole = cipher.tagOf(datagram.subarray(0, signed))
      if (!sameTag(whole.subarray(0, tagBytes), datagram.subarray(-tagBytes))) return undefined
      const word = datagram.readUInt32BE(length)
      const index = word % encryptedBit
      if (!guard.admits(index)) return undefined
      if (word >= encryptedBit) {
        cipher.crypt(datagram, headerBytes, length, datagram.readUInt32BE(4), index)
      }
      return datagram.subarray(0, length)
    },
    memory: () => guard.memory(),
  }
}
