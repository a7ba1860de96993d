import { sequenceAhead, type RtpPacket } from './rtp.ts'

/** Packets in a row, in sequence and with one SSRC, before a source that SDP did not name is believed (RFC 3550 §A.1). */
const probationPackets = 4

/** Where packets come from, or go to. */
export type Place = { readonly address: string; readonly port: number }

/** What a lock has learnt, for one that goes on in another place. */
export type LockMemory = {
  readonly at: 'open' | 'learnt' | 'exact'
  readonly to: Place
  readonly sdpPort: number
  readonly lockedAddress: string
  readonly lockedSsrc: number
}

const nothingLearnt: LockMemory = {
  at: 'open',
  to: { address: '', port: 0 },
  ...{ sdpPort: 0, lockedAddress: '', lockedSsrc: -1 },
}

/**
 * Who may be heard on a line, and where its sound goes. Without it, whoever sprays our ports hears the call and speaks
 * into it (RTPBleed, CVE-2017-14099).
 *
 *                 the SDP's address and port: heard at once
 *        open ─────────────────────────────────────────────────▶ exact      the SSRC is locked too; a new one from the
 *         │                                                       ▲         same source is heard after probation
 *         └── same address, other port, after probation ─▶ learnt ┘
 *                                                        (NAT; the SDP's own port still wins, no third one does)
 *
 * Another address than the SDP's is never heard and never sent to. Only a new agreement opens the lock.
 *
 * @NOTE All of 127.0.0.0/8 is one machine: a telephone that names 127.5.0.1 but binds no address sends from 127.0.0.1.
 * It is heard if it sends from the very port that it named; the address is locked with the first packet.
 */
export class SourceLock {
  /** Where sound goes: the SDP's port, or the one learnt. */
  readonly to: { address: string; port: number }
  readonly #probation = { port: 0, ssrc: -1, sequence: 0, packets: 0 }
  #at: LockMemory['at']
  #sdpPort: number
  #lockedAddress: string
  #lockedSsrc: number

  constructor(before: LockMemory = nothingLearnt) {
    this.to = { ...before.to }
    this.#at = before.at
    this.#sdpPort = before.sdpPort
    this.#lockedAddress = before.lockedAddress
    this.#lockedSsrc = before.lockedSsrc
  }

  /** A new address or port opens the lock; the same ones leave it as it is. */
  agree(address: string, port: number): void {
    if (address === this.to.address && port === this.#sdpPort) return
    this.#at = 'open'
    this.to.address = address
    this.to.port = port
    this.#sdpPort = port
    this.#lockedSsrc = -1
    this.#probation.packets = 0
  }

  /** Whether anything from this address can be our caller's at all: asked before anything costs more. */
  isHost(address: string): boolean {
    return this.#at === 'exact'
      ? address === this.#lockedAddress
      : sameMachine(address, this.to.address)
  }

  /** Whether this packet is our caller's. Counts towards probation. */
  admits(address: string, port: number, packet: RtpPacket): boolean {
    const at = this.#at
    if (at === 'exact' && address !== this.#lockedAddress) return false
    const named = port === this.#sdpPort && sameMachine(address, this.to.address)
    if (address !== this.to.address && !named) return false
    if (at !== 'open' && port === this.to.port && packet.ssrc === this.#lockedSsrc) return true
    if (at !== 'exact' && named) return this.#lock('exact', address, port, packet.ssrc)
    if (at !== 'open' && port !== this.to.port) return false
    if (!this.#passesProbation(port, packet)) return false
    return this.#lock(at === 'open' ? 'learnt' : at, address, port, packet.ssrc)
  }

  /** Whether nobody else can be heard until the next agreement, and sound goes where it comes from. */
  isCertain(): boolean {
    return this.#at === 'exact' && this.#lockedAddress === this.to.address
  }

  /** Whether this is the one source that can be heard, whatever its packets hold. */
  isCertainly({ address, port }: Place): boolean {
    return this.isCertain() && port === this.to.port && address === this.to.address
  }

  memory(): LockMemory {
    return {
      ...{ at: this.#at, to: { ...this.to }, sdpPort: this.#sdpPort },
      ...{ lockedAddress: this.#lockedAddress, lockedSsrc: this.#lockedSsrc },
    }
  }

  #passesProbation(port: number, { ssrc, sequence }: RtpPacket): boolean {
    const probation = this.#probation
    const goesOn =
      probation.port === port &&
      probation.ssrc === ssrc &&
      sequenceAhead(sequence, probation.sequence) === 1
    probation.packets = goesOn ? probation.packets + 1 : 1
    probation.port = port
    probation.ssrc = ssrc
    probation.sequence = sequence
    return probation.packets >= probationPackets
  }

  #lock(as: 'learnt' | 'exact', address: string, port: number, ssrc: number): true {
    this.#at = as
    this.#lockedAddress = address
    this.to.port = port
    this.#lockedSsrc = ssrc
    this.#probation.packets = 0
    return true
  }
}

function sameMachine(a: string, b: string): boolean {
  return a === b || (a.startsWith('127.') && b.startsWith('127.'))
}
