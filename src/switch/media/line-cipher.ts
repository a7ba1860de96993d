import type { Encryption, MasterKey } from '../sdp/agreed.ts'
import { srtpReceiver, srtpSender } from './srtp.ts'

/** The encryption of one line as it was agreed; without one everything passes as it is. */
export type LineCipher = {
  /** After each agreement. The same keys leave counters and replay window as they are. */
  agree(encryption: Encryption | undefined): void
  /** What a datagram holds; undefined for what cannot be theirs (S-65: dropped and counted, the call goes on). */
  open(datagram: Buffer): Buffer | undefined
  /** A packet of ours as it goes out. */
  protect(packet: Buffer): Buffer
}

export function lineCipher(): LineCipher {
  let now: Encryption | undefined
  let sender: ReturnType<typeof srtpSender> | undefined
  let receiver: ReturnType<typeof srtpReceiver> | undefined
  return {
    agree(next) {
      const sameOurs = now !== undefined && next !== undefined && same(now.ours, next.ours)
      const sameTheirs =
        now !== undefined && next?.suite === now.suite && same(now.theirs, next.theirs)
      if (!sameOurs) sender = next && srtpSender(next.ours)
      if (!sameTheirs) receiver = next && srtpReceiver(next.theirs, next.suite, receiver?.rollOvers)
      now = next
    },
    open: (datagram) => (receiver ? receiver.open(datagram) : datagram),
    protect: (packet) => (now && sender ? sender.protect(packet, now.suite) : packet),
  }
}

function same(one: MasterKey, other: MasterKey): boolean {
  return one.equals(other)
}
