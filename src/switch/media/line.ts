import type { Agreed } from '../sdp/agreed.ts'
import { silentFrame } from './codec/packing.ts'
import { frameMs, type Frame, type Key } from './frame.ts'
import { Inward, type InwardMemory } from './inward.ts'
import { Outward, type OutwardMemory } from './outward.ts'
import type { LineQuality } from './quality.ts'
import { takingIn } from './taking-in.ts'
import { LineCipher, type CipherMemory } from './wire/line-cipher.ts'
import { Reception, type ReceptionMemory } from './wire/reception.ts'
import { ReportLine, type ReportCounts, type ReportLineMemory } from './wire/report-line.ts'
import { closePair, type SocketPair } from './wire/socket.ts'
import { SourceLock, type LockMemory } from './wire/source-lock.ts'
import { WayOut } from './wire/way-out.ts'

export type LineStatistics = ReportCounts & {
  readonly packetsReceived: number
  readonly packetsSent: number
  /** Frames asked for that never came. */
  readonly packetsLost: number
  /** Packets from strangers, of foreign payload types, or broken: dropped. */
  readonly packetsRefused: number
}

export type LineListener = {
  pressed(key: Key): void
  /** A bug of ours met a packet: this line is not to be trusted any more, and no other has to do with it. */
  broke?(bug: unknown): void
}

/** Reports are seconds apart: whether one is due is looked at five times a second, and not for each packet. */
const framesPerLook = 200 / frameMs
/** All that one line knows. What waits in its jitter buffer is not among it: that may begin anew. */
export type LineMemory = {
  readonly lock: LockMemory
  readonly cipher: CipherMemory | undefined
  readonly reporting: ReportLineMemory
  readonly arrivals: ReceptionMemory
  readonly inward: InwardMemory
  readonly outward: OutwardMemory
}

/**
 * The sound of one call: a UDP socket with a jitter buffer on the way in and a codec on the way out.
 * It owns no clock: whoever ticks calls `listen()` and `speak()` once each 20 ms.
 *
 *   caller ──RTP──▶ decipher ─▶ source lock ─▶ keys ┬─▶ pressed(key)
 *                                                   └─▶ receiver ─▶ listen()
 *   caller ◀──RTP── encipher ◀── packet ◀── encode ◀──────────────── speak(frame)
 */
export class Line {
  /** Our RTP port, for the session description. */
  readonly port: number
  readonly #pair: SocketPair
  readonly #cipher: LineCipher
  readonly #lock: SourceLock
  readonly #arrivals: Reception
  readonly #reporting: ReportLine
  readonly #inward: Inward
  readonly #outward: Outward
  /** Takes apart what came since the last tick. */
  readonly #takeIn: () => void
  #isClosed = false
  #framesSpoken = 0

  /**
   * On sockets that are open.
   * @param before what a line knew that goes on here
   */
  constructor(pair: SocketPair, listener: LineListener, before?: LineMemory) {
    const { sound, reports, port } = pair
    const failed = (bug: unknown) => {
      if (!listener.broke) throw bug
      listener.broke(bug)
    }
    const lock = new SourceLock(before?.lock)
    const cipher = new LineCipher(before?.cipher)
    const way = new WayOut(sound, lock)
    const arrivals = new Reception(before?.arrivals)
    const reportWays = { sound: way, own: reports, lock, cipher, arrivals, failed }
    const reporting = new ReportLine(reportWays, before?.reporting)
    this.port = port
    this.#pair = pair
    this.#lock = lock
    this.#cipher = cipher
    this.#arrivals = arrivals
    this.#reporting = reporting
    const ways = { lock, cipher, reporting, arrivals, way }
    this.#inward = new Inward(listener, ways, before?.inward)
    this.#outward = new Outward(way, this.#inward, cipher, before?.outward)
    way.follow()
    this.#takeIn = takingIn(sound, { lock, reporting, inward: this.#inward, failed })
  }

  /** Follows what offer and answer agreed on; again after each re-INVITE. A new address unlocks the source. */
  agree(agreed: Agreed): void {
    this.#takeIn()
    const anew = this.#inward.agree(agreed)
    // Opens the way through the caller's router, and the caller hears that we are there.
    if (anew && !this.#isClosed) this.#outward.speak(silentFrame)
  }

  /** What the caller said in this tick, or undefined for nothing. The frame is ours again at the next call. */
  listen(): Frame | undefined {
    this.#takeIn()
    return this.#inward.listen()
  }

  /** One frame to the caller's ear. Says nothing while the direction forbids it. */
  speak(frame: Frame): void {
    if (this.#isClosed) return
    this.#outward.speak(frame)
    if (++this.#framesSpoken % framesPerLook === 0) this.#reporting.tick(this.#outward.sent())
  }

  statistics(): LineStatistics {
    this.#takeIn()
    const { packets: packetsSent } = this.#outward.sent()
    return { ...this.#inward.statistics(), ...this.#reporting.counts, packetsSent }
  }

  /** How it sounds to us now; undefined until enough has come to say. */
  quality(): LineQuality | undefined {
    return this.#inward.quality()
  }

  /** How long what comes in waits now, so that late packets are still heard, in ms. */
  bufferMs(): number {
    return this.#inward.bufferMs()
  }

  /** Names the way of the sound, for one log line: `127.0.0.1:4002 PCMA → jitter 20 ms → …`, with what is `within`. */
  describe(...within: readonly string[]): string {
    return this.#inward.describe(within)
  }

  /** Closes the sockets without a goodbye, and says what a line has to know that goes on in its place. */
  leave(): LineMemory {
    this.#takeIn()
    this.#closeSockets()
    return {
      ...{ lock: this.#lock.memory(), cipher: this.#cipher.memory() },
      ...{ reporting: this.#reporting.memory(), arrivals: this.#arrivals.memory() },
      ...{ inward: this.#inward.memory(), outward: this.#outward.memory() },
    }
  }

  close(): void {
    if (this.#isClosed) return
    this.#reporting.close(this.#outward.sent())
    this.#closeSockets()
  }

  #closeSockets(): void {
    this.#isClosed = true
    closePair(this.#pair)
  }
}
