import type { Encryption, MasterKey } from '../../sdp/agreed.ts'
import { srtcpReceiver, srtcpSender, type SrtcpReceiver, type SrtcpSender } from './srtcp.ts'
import {
  srtpReceiver,
  srtpSender,
  type ReplayMemory,
  type SrtpMemory,
  type SrtpReceiver,
  type SrtpSender,
} from './srtp.ts'

/** Keys and counts, for a line that goes on in another thread: a count that began anew would use one key stream twice. */
export type CipherMemory = {
  readonly encryption: Encryption
  readonly sent: number
  readonly reportsSent: number
  readonly received: SrtpMemory
  readonly reportsReceived: ReplayMemory
}

/** Both directions of sound and of reports, from one agreement on. */
type Ciphers = {
  readonly encryption: Encryption
  readonly sender: SrtpSender
  readonly reportSender: SrtcpSender
  readonly receiver: SrtpReceiver
  readonly reportReceiver: SrtcpReceiver
}

/** The encryption of one line as it was agreed; without one everything passes as it is. */
export class LineCipher {
  #now: Ciphers | undefined

  constructor(before?: CipherMemory) {
    this.#now = before && goingOn(before)
  }

  /** After each agreement. The same keys leave counters and replay window as they are. */
  agree(encryption: Encryption | undefined): void {
    this.#now = encryption && agreedAnew(encryption, this.#now)
  }

  /** What a datagram holds; undefined for what cannot be theirs (S-65: dropped and counted, the call goes on). */
  open(datagram: Buffer): Buffer | undefined {
    return this.#now ? this.#now.receiver.open(datagram) : datagram
  }

  /** A packet of ours as it goes out. */
  protect(packet: Buffer): Buffer {
    const now = this.#now
    return now ? now.sender.protect(packet, now.encryption.suite) : packet
  }

  /** As `open`, for reports. */
  openReport(datagram: Buffer): Buffer | undefined {
    return this.#now ? this.#now.reportReceiver.open(datagram) : datagram
  }

  /** As `protect`, for reports. */
  protectReport(packet: Buffer): Buffer {
    return this.#now ? this.#now.reportSender.protect(packet) : packet
  }

  /** Undefined while nothing is encrypted. */
  memory(): CipherMemory | undefined {
    return this.#now && memoryOf(this.#now)
  }
}

/** What is the same as before stays, with its counts. */
function agreedAnew(next: Encryption, now: Ciphers | undefined): Ciphers {
  const { ours, theirs, suite, theirKeyName } = next
  const before = now?.encryption
  const sameOurs = before !== undefined && same(before.ours, ours)
  const sameTheirs = before !== undefined && sameAbout(before, next)
  const inward = {
    receiver: () => srtpReceiver(theirs, suite, now?.receiver.rollOvers, theirKeyName),
    reportReceiver: () => srtcpReceiver(theirs, theirKeyName),
  }
  return {
    encryption: next,
    sender: sameOurs && now ? now.sender : srtpSender(ours),
    reportSender: sameOurs && now ? now.reportSender : srtcpSender(ours),
    receiver: sameTheirs && now ? now.receiver : inward.receiver(),
    reportReceiver: sameTheirs && now ? now.reportReceiver : inward.reportReceiver(),
  }
}

function memoryOf({
  encryption,
  sender,
  reportSender,
  receiver,
  reportReceiver,
}: Ciphers): CipherMemory {
  return {
    encryption,
    ...{ sent: sender.last(), reportsSent: reportSender.last() },
    ...{ received: receiver.memory(), reportsReceived: reportReceiver.memory() },
  }
}

function goingOn({ encryption, ...counts }: CipherMemory): Ciphers {
  const { ours, theirs, suite, theirKeyName } = encryption
  return {
    encryption,
    sender: srtpSender(ours, counts.sent),
    reportSender: srtcpSender(ours, counts.reportsSent),
    receiver: srtpReceiver(theirs, suite, 0, theirKeyName, counts.received),
    reportReceiver: srtcpReceiver(theirs, theirKeyName, counts.reportsReceived),
  }
}

const nameOf = ({ theirKeyName = Buffer.alloc(0) }: Encryption): Uint8Array => theirKeyName

/** Whether what comes is encrypted as before. */
function sameAbout(one: Encryption, other: Encryption): boolean {
  const sameName = Buffer.compare(nameOf(one), nameOf(other)) === 0
  return one.suite === other.suite && sameName && same(one.theirs, other.theirs)
}

function same(one: MasterKey, other: MasterKey): boolean {
  return one.equals(other)
}
