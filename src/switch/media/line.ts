import type { Agreed } from '../sdp/agreed.ts'
import type { Frame, Key } from './frame.ts'

export type LineStatistics = {
  readonly packetsReceived: number
  readonly packetsSent: number
  /** Frames asked for that never came. */
  readonly packetsLost: number
  /** Packets from strangers, of foreign payload types, or broken: dropped. */
  readonly packetsRefused: number
}

/**
 * The sound of one call: a UDP socket with a jitter buffer on the way in and a codec on the way out.
 * It owns no clock: whoever ticks calls `listen()` and one of the two `speak…()` once each 20 ms.
 *
 *   caller ──RTP──▶ source lock ─▶ keys ┬─▶ pressed(key)
 *                                       └─▶ jitter buffer ─▶ decode ─▶ listen()
 *   caller ◀──RTP── packet ◀── encode ◀─────────────────────────────── speak(frame)
 */
export type Line = {
  /** Our RTP port, for the session description. */
  readonly port: number
  /** Follows what offer and answer agreed on; again after each re-INVITE. A new address unlocks the source. */
  agree(agreed: Agreed): void
  /** What the caller said in this tick, or undefined for nothing. The frame is ours again at the next call. */
  listen(): Frame | undefined
  /** One frame to the caller's ear. Says nothing while the direction forbids it. */
  speak(frame: Frame): void
  readonly statistics: LineStatistics
  /** `describe()` names the way of the sound, for one log line: `127.0.0.1:4002 PCMA → jitter 2 → …`. */
  describe(): string
  close(): void
}

export type LineListener = { pressed(key: Key): void }
