import { codecs, type Agreed, type Direction } from '../sdp/agreed.ts'
import { Receiver } from './codec/receiver.ts'
import type { Frame, Key } from './frame.ts'
import type { LineListener } from './line.ts'
import { qualityOf, type LineQuality } from './quality.ts'
import { keyTones } from './sound/key-tones.ts'
import type { LineCipher } from './wire/line-cipher.ts'
import type { Reception } from './wire/reception.ts'
import type { ReportLine } from './wire/report-line.ts'
import { emptyRtpPacket, readRtp, type RtpPacket } from './wire/rtp.ts'
import type { Place, SourceLock } from './wire/source-lock.ts'
import {
  keyPresses,
  noPresses,
  readTelephoneEvent,
  type PressMemory,
} from './wire/telephone-event.ts'
import type { WayOut } from './wire/way-out.ts'
import { wayOf } from './way.ts'

const mayHear: Record<Direction, boolean> = {
  sendrecv: true,
  recvonly: true,
  sendonly: false,
  inactive: false,
}
type Ways = {
  readonly lock: SourceLock
  readonly cipher: LineCipher
  readonly reporting: ReportLine
  readonly arrivals: Reception
  readonly way: WayOut
}

/** What the way in knows, for a line that goes on in another thread of this process. */
export type InwardMemory = {
  readonly agreed: Agreed | undefined
  readonly ssrc: number
  readonly counts: Readonly<Record<'packetsReceived' | 'packetsRefused' | 'packetsLost', number>>
  readonly presses: PressMemory
  readonly keyDown: Key | undefined
}

/** The packet that is being taken apart: only within `received`, so all lines of a thread share it. */
const packet = emptyRtpPacket()

/** The way in of a line: source lock, keys, receiver. */
export class Inward {
  /** What offer and answer agreed on, last. */
  agreed: Agreed | undefined
  readonly #listener: LineListener
  readonly #ways: Ways
  readonly #presses: PressMemory
  readonly #keyIn: ReturnType<typeof keysIn>
  readonly #counts: { packetsReceived: number; packetsRefused: number; packetsLost: number }
  #heard: Receiver | undefined
  #ssrc: number

  constructor(listener: LineListener, ways: Ways, before?: InwardMemory) {
    this.#listener = listener
    this.#ways = ways
    this.#presses = before?.presses ?? noPresses()
    this.#keyIn = keysIn(this.#presses)
    this.#counts = { packetsReceived: 0, packetsRefused: 0, packetsLost: 0, ...before?.counts }
    this.#ssrc = before?.ssrc ?? -1
    this.agreed = before?.agreed
    if (!this.agreed) return
    this.#heard = receiverFor(this.agreed, listener, before?.keyDown)
    ways.reporting.agree(this.agreed)
  }

  received(datagram: Buffer, from: Place, cameMs: number): void {
    const { lock, cipher, way, arrivals } = this.#ways
    const { agreed } = this
    const heard = this.#heard
    const bytes = lock.isHost(from.address) ? cipher.open(datagram) : undefined
    if (
      !bytes ||
      !agreed ||
      !heard ||
      !isAgreedOn(bytes, agreed) ||
      !lock.admits(from.address, from.port, packet)
    ) {
      this.#counts.packetsRefused++
      return
    }
    this.#counts.packetsReceived++
    way.follow()
    if (packet.ssrc !== this.#ssrc) this.#hearAnew(packet.ssrc, heard)
    const isSound = packet.payloadType !== agreed.telephoneEventPayloadType
    arrivals.arrived(packet.sequence, packet.timestamp, cameMs, isSound)
    if (isSound) heard.put(packet.sequence, packet.timestamp, bytes, packet.start, packet.end)
    else tellKey(this.#keyIn(bytes, packet), this.#listener)
  }

  #hearAnew(ssrc: number, heard: Receiver): void {
    this.#ssrc = ssrc
    heard.reset()
    this.#ways.arrivals.reset()
    this.#ways.reporting.hears(ssrc)
  }

  /** Whether the sound now goes to somewhere new. */
  agree(next: Agreed): boolean {
    const { lock, cipher, way, reporting } = this.#ways
    const { agreed } = this
    const anew = next.address !== agreed?.address || next.port !== agreed.port
    if (!agreed || !soundsAlike(agreed, next)) {
      this.#counts.packetsLost = this.#lost()
      this.#heard = receiverFor(next, this.#listener)
    }
    this.agreed = next
    lock.agree(next.address, next.port)
    way.follow()
    cipher.agree(next.encryption)
    reporting.agree(next)
    if (!mayHear[next.direction]) this.#heard?.reset()
    return anew
  }

  listen(): Frame | undefined {
    return this.agreed && mayHear[this.agreed.direction] ? this.#heard?.take() : undefined
  }

  statistics(): InwardMemory['counts'] {
    return { ...this.#counts, packetsLost: this.#lost() }
  }

  bufferMs(): number {
    return this.#heard?.delayMs() ?? 0
  }

  quality(): LineQuality | undefined {
    const { arrivals, reporting } = this.#ways
    return this.agreed && this.#heard && qualityOf(this.agreed, this.#heard, arrivals, reporting)
  }

  memory(): InwardMemory {
    return {
      ...{ agreed: this.agreed, ssrc: this.#ssrc, counts: this.statistics() },
      ...{ presses: this.#presses, keyDown: this.#heard?.keyDown() },
    }
  }

  describe(within: readonly string[]): string {
    return wayOf(this.agreed, this.#ways.lock.to, this.bufferMs(), within)
  }

  #lost(): number {
    return this.#counts.packetsLost + (this.#heard?.framesLost() ?? 0)
  }
}

/** Whether the bytes are sound or keys in a form that was agreed on; then `packet` describes them. */
function isAgreedOn(bytes: Buffer, agreed: Agreed): boolean {
  return (
    mayHear[agreed.direction] &&
    readRtp(bytes, packet) &&
    (packet.payloadType === codecs[agreed.codec] ||
      packet.payloadType === agreed.telephoneEventPayloadType)
  )
}

/** The key whose press a packet begins. */
function keysIn(presses: PressMemory) {
  const pressed = keyPresses(presses)
  return (bytes: Buffer, { start, end, timestamp }: RtpPacket): Key | undefined => {
    const event = readTelephoneEvent(bytes, start, end)
    return event && pressed(event, timestamp)
  }
}

function tellKey(key: Key | undefined, listener: LineListener): void {
  if (key !== undefined) listener.pressed(key)
}

const keysAreTones = ({ telephoneEventPayloadType }: Agreed) =>
  telephoneEventPayloadType === undefined

/** Whether what is heard goes on as before. */
const soundsAlike = (before: Agreed, now: Agreed) =>
  before.codec === now.codec && keysAreTones(before) === keysAreTones(now)

function receiverFor(agreed: Agreed, listener: LineListener, keyDown?: Key): Receiver {
  const pressed = (key: Key) => {
    listener.pressed(key)
  }
  return new Receiver(agreed.codec, keysAreTones(agreed) ? keyTones(pressed, keyDown) : undefined)
}
