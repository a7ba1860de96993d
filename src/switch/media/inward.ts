import { codecs, type Agreed, type Direction } from '../sdp/agreed.ts'
import { receiver, type Receiver } from './codec/receiver.ts'
import type { Key } from './frame.ts'
import type { LineListener } from './line.ts'
import { qualityOf } from './quality.ts'
import { keyTones } from './sound/key-tones.ts'
import type { LineCipher } from './wire/line-cipher.ts'
import { reception, type ReceptionMemory } from './wire/reception.ts'
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
  readonly way: WayOut
}
export type Inward = ReturnType<typeof listening>

/** What the way in knows, for a line that goes on in another thread of this process. */
export type InwardMemory = {
  readonly agreed: Agreed | undefined
  readonly ssrc: number
  readonly counts: Readonly<Record<'packetsReceived' | 'packetsRefused' | 'packetsLost', number>>
  readonly arrivals: ReceptionMemory
  readonly presses: PressMemory
  readonly keyDown: Key | undefined
}

/** The way in of a line: source lock, keys, receiver. */
export function listening(
  listener: LineListener,
  { lock, cipher, reporting, way }: Ways,
  before?: InwardMemory,
) {
  const packet = emptyRtpPacket()
  const arrivals = reception(before?.arrivals)
  const presses = before?.presses ?? noPresses()
  const keyIn = keysIn(presses)
  let agreed = before?.agreed
  let heard = agreed && receiverFor(agreed, listener, before?.keyDown)
  let ssrc = before?.ssrc ?? -1
  const counts = { packetsReceived: 0, packetsRefused: 0, packetsLost: 0, ...before?.counts }
  if (agreed) reporting.agree(agreed)
  const lost = () => counts.packetsLost + (heard?.framesLost() ?? 0)

  return {
    received(datagram: Buffer, from: Place, cameMs: number) {
      const bytes = lock.isHost(from.address) ? cipher.open(datagram) : undefined
      if (
        !bytes ||
        !agreed ||
        !heard ||
        !isAgreedOn(bytes, packet, agreed) ||
        !lock.admits(from.address, from.port, packet)
      ) {
        counts.packetsRefused++
        return
      }
      counts.packetsReceived++
      way.follow()
      if (packet.ssrc !== ssrc) {
        ssrc = packet.ssrc
        heard.reset()
        arrivals.reset()
      }
      reporting.arrived(packet.ssrc, packet.sequence)
      const isSound = packet.payloadType !== agreed.telephoneEventPayloadType
      arrivals.arrived(packet.sequence, packet.timestamp, cameMs, isSound)
      if (isSound) heard.put(packet.sequence, packet.timestamp, bytes, packet.start, packet.end)
      else tellKey(keyIn(bytes, packet), listener)
    },
    /** Whether the sound now goes to somewhere new. */
    agree(next: Agreed): boolean {
      const anew = next.address !== agreed?.address || next.port !== agreed.port
      if (!agreed || !soundsAlike(agreed, next)) {
        counts.packetsLost = lost()
        heard = receiverFor(next, listener)
      }
      agreed = next
      lock.agree(next.address, next.port)
      way.follow()
      cipher.agree(next.encryption)
      reporting.agree(next)
      if (!mayHear[next.direction]) heard?.reset()
      return anew
    },
    listen: () => (agreed && mayHear[agreed.direction] ? heard?.take() : undefined),
    agreed: () => agreed,
    cipher,
    statistics: () => ({ ...counts, packetsLost: lost() }),
    bufferMs: () => heard?.delayMs() ?? 0,
    jitterMs: () => arrivals.jitterMs(),
    quality: () => agreed && heard && qualityOf(agreed, heard, arrivals, reporting),
    memory: (): InwardMemory => ({
      ...{ agreed, ssrc, counts: { ...counts, packetsLost: lost() } },
      ...{ arrivals: arrivals.memory(), presses, keyDown: heard?.keyDown() },
    }),
    describe: () => wayOf(agreed, lock.to, heard?.delayMs() ?? 0),
  }
}

/** Whether the bytes are sound or keys in a form that was agreed on; then `packet` describes them. */
function isAgreedOn(bytes: Buffer, packet: RtpPacket, agreed: Agreed): boolean {
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

function wayOf(agreed: Agreed | undefined, to: SourceLock['to'], delayMs: number): string {
  if (!agreed) return 'nothing agreed yet'
  const { codec, direction, encryption } = agreed
  const caller = `${to.address}:${to.port} ${codec}${encryption ? ' encrypted' : ''}`
  return `${caller} → jitter ${delayMs} ms → ${direction} → ${caller}`
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
  return receiver(agreed.codec, keysAreTones(agreed) ? keyTones(pressed, keyDown) : undefined)
}
