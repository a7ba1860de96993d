import { sequenceAhead, type RtpPacket } from './rtp.ts'

/** Packets in a row, in sequence and with one SSRC, before a source that SDP did not name is believed (RFC 3550 §A.1). */
const probationPackets = 4

/** Where packets come from, or go to. */
export type Place = { readonly address: string; readonly port: number }

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
export type SourceLock = {
  /** A new address or port opens the lock; the same ones leave it as it is. */
  agree(address: string, port: number): void
  /** Whether anything from this address can be our caller's at all: asked before anything costs more. */
  isHost(address: string): boolean
  /** Whether this packet is our caller's. Counts towards probation. */
  admits(address: string, port: number, packet: RtpPacket): boolean
  /** Whether nobody else can be heard until the next agreement, and sound goes where it comes from. */
  isCertain(): boolean
  /** Whether this is the one source that can be heard, whatever its packets hold. */
  isCertainly(from: Place): boolean
  /** Where sound goes: the SDP's port, or the one learnt. */
  readonly to: Place
  memory(): LockMemory
}

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

export function sourceLock(before: LockMemory = nothingLearnt): SourceLock {
  const to = { ...before.to }
  let { at, sdpPort, lockedAddress, lockedSsrc } = before
  const probation = { port: 0, ssrc: -1, sequence: 0, packets: 0 }

  function passesProbation(port: number, { ssrc, sequence }: RtpPacket): boolean {
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

  function lock(as: 'learnt' | 'exact', address: string, port: number, ssrc: number): true {
    at = as
    lockedAddress = address
    to.port = port
    lockedSsrc = ssrc
    probation.packets = 0
    return true
  }

  const isCertain = () => at === 'exact' && lockedAddress === to.address

  return {
    agree(address, port) {
      if (address === to.address && port === sdpPort) return
      at = 'open'
      to.address = address
      to.port = port
      sdpPort = port
      lockedSsrc = -1
      probation.packets = 0
    },

    isHost: (address) =>
      at === 'exact' ? address === lockedAddress : sameMachine(address, to.address),

    admits(address, port, packet) {
      if (at === 'exact' && address !== lockedAddress) return false
      const named = port === sdpPort && sameMachine(address, to.address)
      if (address !== to.address && !named) return false
      if (at !== 'open' && port === to.port && packet.ssrc === lockedSsrc) return true
      if (at !== 'exact' && named) return lock('exact', address, port, packet.ssrc)
      if (at !== 'open' && port !== to.port) return false
      if (!passesProbation(port, packet)) return false
      return lock(at === 'open' ? 'learnt' : at, address, port, packet.ssrc)
    },

    isCertain,
    isCertainly: ({ address, port }) => isCertain() && port === to.port && address === to.address,
    to,
    memory: () => ({ at, to: { ...to }, sdpPort, lockedAddress, lockedSsrc }),
  }
}

function sameMachine(a: string, b: string): boolean {
  return a === b || (a.startsWith('127.') && b.startsWith('127.'))
}
