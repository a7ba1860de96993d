import type { Encryption, MasterKey } from '../../sdp/agreed.ts'
import { srtcpReceiver, srtcpSender } from './srtcp.ts'
import { srtpReceiver, srtpSender } from './srtp.ts'

/** The encryption of one line as it was agreed; without one everything passes as it is. */
export type LineCipher = {
  /** After each agreement. The same keys leave counters and replay window as they are. */
  agree(encryption: Encryption | undefined): void
  /** What a datagram holds; undefined for what cannot be theirs (S-65: dropped and counted, the call goes on). */
  open(datagram: Buffer): Buffer | undefined
  /** A packet of ours as it goes out. */
  protect(packet: Buffer): Buffer
  /** The same for reports. */
  openReport(datagram: Buffer): Buffer | undefined
  protectReport(packet: Buffer): Buffer
}

export function lineCipher(): LineCipher {
  let now: Encryption | undefined
  let sender: ReturnType<typeof srtpSender> | undefined
  let receiver: ReturnType<typeof srtpReceiver> | undefined
  let reportSender: ReturnType<typeof srtcpSender> | undefined
  let reportReceiver: ReturnType<typeof srtcpReceiver> | undefined
  return {
    agree(next) {
      const sameOurs = now !== undefined && next !== undefined && same(now.ours, next.ours)
      const sameTheirs = now !== undefined && next !== undefined && sameAbout(now, next)
      if (!sameOurs) {
        sender = next && srtpSender(next.ours)
        reportSender = next && srtcpSender(next.ours)
      }
      if (!sameTheirs) {
        const { theirs, suite, theirKeyName } = next ?? {}
        receiver = theirs && suite && srtpReceiver(theirs, suite, receiver?.rollOvers, theirKeyName)
        reportReceiver = theirs && srtcpReceiver(theirs, theirKeyName)
      }
      now = next
    },
    open: (datagram) => (receiver ? receiver.open(datagram) : datagram),
    openReport: (datagram) => (reportReceiver ? reportReceiver.open(datagram) : datagram),
    protectReport: (packet) => (reportSender ? reportSender.protect(packet) : packet),
    protect: (packet) => (now && sender ? sender.protect(packet, now.suite) : packet),
  }
}

const nameOf = ({ theirKeyName = Buffer.alloc(0) }: Encryption): Buffer => theirKeyName

/** Whether what comes is encrypted as before. */
function sameAbout(one: Encryption, other: Encryption): boolean {
  const sameName = nameOf(one).equals(nameOf(other))
  return one.suite === other.suite && sameName && same(one.theirs, other.theirs)
}

function same(one: MasterKey, other: MasterKey): boolean {
  return one.equals(other)
}
