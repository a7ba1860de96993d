/**
 * A caller of the benches: it dials, presses keys, hums, and keeps count of what comes back. Hundreds of them share one
 * clock and one process, so they only look how loud a packet is.
 *
 *   invited ─────▶ answered ─────▶ first loud packet ─────▶ … longest gap between two packets, longest quiet …
 */
import { randomInt } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { laws } from '../../../src/switch/media/codec/g711.ts'
import { encoderFor } from '../../../src/switch/media/codec/codec.ts'
import { samplesPerFrame } from '../../../src/switch/media/frame.ts'
import { machineClock, ticker } from '../../../src/switch/media/ticker.ts'
import { rtpHeaderBytes, writeRtpHeader } from '../../../src/switch/media/wire/rtp.ts'
import { writeTelephoneEvent } from '../../../src/switch/media/wire/telephone-event.ts'
import { codecs, type LocalSound } from '../../../src/switch/sdp/agreed.ts'
import { readAnswer } from '../../../src/switch/sdp/offer.ts'
import { audioLine, writeDescription } from '../../../src/switch/sdp/write.ts'
import { placeCall, type OutgoingCall } from '../../../src/switch/sip/call/caller.ts'
import { keyTicks, type KeyPacket } from '../../../src/telephone/keypad.ts'
import { sine } from '../../../src/telephone/tones.ts'
import { hearing, type Heard } from './hearing.ts'

export type Callee = { readonly host: string; readonly port: number }

export type Caller = {
  /** Undefined while nobody answered; the call may have been refused. */
  readonly answered: Promise<number>
  readonly sip: OutgoingCall
  readonly heard: Heard
  /** Where our sound goes, and where it comes from. */
  readonly wire: { readonly ours: Place; readonly theirs: Place | undefined }
  press(keys: string): Promise<void>
  /** A tone from now on, or silence. */
  hum(hertz: number | undefined): void
  /** Offers the same sound again, or puts the switch on hold. */
  reoffer(direction: 'sendrecv' | 'sendonly'): Promise<number>
  /** Takes no packet any more and sends none. */
  close(): void
}

type Place = { readonly address: string; readonly port: number }

const humDbfs = -15
const keysAre = 101
const noLog = { info: () => undefined, warn: () => undefined, error: () => undefined }

const speaking = new Set<() => void>()
const clock = ticker(() => {
  for (const speak of speaking) speak()
  return speaking.size > 0
}, machineClock)

const encoder = encoderFor('PCMA')
const quiet = new Uint8Array(samplesPerFrame).fill(laws.PCMA.silence)

/** A second of a tone, packed. */
function packed(hertz: number): readonly Uint8Array[] {
  const sound = sine(hertz, humDbfs, 1)
  return Array.from({ length: sound.length / samplesPerFrame }, (_, at) => {
    const bytes = new Uint8Array(samplesPerFrame)
    encoder.encode(sound.subarray(at * samplesPerFrame, (at + 1) * samplesPerFrame), bytes, 0)
    return bytes
  })
}

/** Dials from this address; `user` is the number that is dialled. */
export async function call(
  to: Callee,
  { address, from = 'bench', user = 'rundruf' }: { address: string; from?: string; user?: string },
): Promise<Caller> {
  const socket = createSocket({ type: 'udp4', reuseAddr: true, lookup: literally })
  const listening = once(socket, 'listening') // a literal address may be bound at once
  socket.bind(0, address)
  await listening
  const ours = { address, port: socket.address().port }
  const side: LocalSound = { ...ours, sessionId: randomInt(2 ** 31), version: 1, mayReach }
  const offer = (direction: 'sendrecv' | 'sendonly') =>
    writeDescription(side, [
      audioLine(side, { codecs: ['PCMA'], telephoneEventPayloadType: keysAre, direction }),
    ])
  const heard = hearing()
  const keysLeft: (readonly KeyPacket[])[] = []
  let keysUp: () => void = () => undefined
  let hummed: readonly Uint8Array[] = [quiet]
  let theirs: Place | undefined
  let open = true

  const sip = await placeCall({
    from: `sip:${from}@${address}`,
    to: `sip:${user}@${to.host}:${to.port}`,
    localAddress: address,
    sdp: offer('sendrecv'),
    log: noLog,
  })
  // Nobody listens where it sends any more: the call is over, which SIP tells.
  socket.on('error', () => undefined)
  socket.on('message', (bytes, { port }) => {
    if (port === theirs?.port) heard.packet(bytes)
  })
  const packet = Buffer.alloc(rtpHeaderBytes + samplesPerFrame)
  const header = {
    ...{ payloadType: codecs.PCMA as number, marker: true, sequence: randomInt(2 ** 16) },
    ...{ timestamp: randomInt(2 ** 31), ssrc: randomInt(2 ** 31) },
  }
  function send(payloadType: number, timestamp: number, payload: Uint8Array): void {
    header.sequence = (header.sequence + 1) & 0xffff
    writeRtpHeader(packet, { ...header, payloadType, timestamp: timestamp >>> 0 })
    packet.set(payload, rtpHeaderBytes)
    // Written anew only when the system has it: with a literal address it is sent at once.
    socket.send(packet.subarray(0, rtpHeaderBytes + payload.length))
  }
  let tick = randomInt(50)
  const speak = () => {
    header.timestamp = (header.timestamp + samplesPerFrame) >>> 0
    const keys = keysLeft.shift()
    for (const { key, end, durationSamples: duration, sinceStartSamples } of keys ?? []) {
      const payload = new Uint8Array(4)
      writeTelephoneEvent(payload, 0, { key, end, duration })
      send(keysAre, header.timestamp - sinceStartSamples, payload)
    }
    if (!keys?.length) send(codecs.PCMA, header.timestamp, hummed[tick++ % hummed.length]!)
    if (keys && keysLeft.length === 0) keysUp()
  }
  function close(): void {
    if (!open) return
    open = false
    speaking.delete(speak)
    socket.close()
    keysUp()
  }
  const answered = sip.answered.then(async ({ status, sdp }) => {
    if (status !== 200) close()
    else {
      heard.answered()
      const read = readAnswer(sdp ?? '', side)
      if ('status' in read) throw new Error(read.why)
      theirs = { address: read.agreed.address, port: read.agreed.port }
      // Connected, it alone hears the switch, even beside another socket of the same port.
      const connected = once(socket, 'connect')
      socket.connect(theirs.port, theirs.address)
      await connected
      if (open) speaking.add(speak)
      clock.wake()
    }
    return status
  })
  void sip.ended.then(close)
  return {
    ...{ answered, sip, heard, close },
    get wire() {
      return { ours, theirs }
    },
    async press(keys) {
      if (!open) return
      keysLeft.push(...keyTicks(keys))
      await new Promise<void>((up) => (keysUp = up))
    },
    hum(hertz) {
      hummed = hertz === undefined ? [quiet] : packed(hertz)
    },
    reoffer: async (direction) => (await sip.reinvite(offer(direction))).status,
  }
}

const mayReach = () => true

/** Nothing to look up, nothing to wait for. */
function literally(
  host: string,
  _options: unknown,
  found: (error: null, address: string, family: number) => void,
): void {
  found(null, host, 4)
}
