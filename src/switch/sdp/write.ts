import { isIP } from 'node:net'
import { write, type MediaDescription } from 'sdp-transform'
import { writeCrypto, type Crypto } from './crypto.ts'
import { plainRtp } from './read.ts'
import { codecs, type Codec, type Direction, type LocalSound } from './agreed.ts'

const ptimeMs = 20

/** What `m=audio` of ours says: the codecs in this order, keys as packets, which way sound may go. */
export type AudioLine = {
  readonly codecs: readonly Codec[]
  readonly telephoneEventPayloadType: number | undefined
  readonly direction: Direction
  /** Sound and reports share a port: said only to who offered it. */
  readonly mux?: boolean
  /** Plain RTP when absent. */
  readonly protocol?: string
  /** The key for what we send, when sound is encrypted. */
  readonly crypto?: Omit<Crypto, 'named'> | undefined
}

export function audioLine(local: LocalSound, audio: AudioLine): MediaDescription {
  const rtp = audio.codecs.map((codec) => ({ payload: codecs[codec], codec, rate: 8000 }))
  const event = audio.telephoneEventPayloadType
  const keys = event === undefined ? [] : [{ payload: event, codec: 'telephone-event', rate: 8000 }]
  const all = [...rtp, ...keys]
  return {
    type: 'audio',
    port: local.port,
    protocol: audio.protocol ?? plainRtp,
    payloads: all.map(({ payload }) => payload).join(' '),
    rtp: all,
    // All sixteen events that RFC 4733 §2.5.2.2 calls DTMF; some telephones send none when a few are missing.
    fmtp: keys.map(({ payload }) => ({ payload, config: '0-15' })),
    ptime: ptimeMs,
    direction: audio.direction,
    ...(audio.mux === true && { rtcpMux: 'rtcp-mux' }),
    ...(audio.crypto && { crypto: [writeCrypto(audio.crypto)] }),
  }
}

/** The whole description; `media` in the order of the offer. */
export function writeDescription(local: LocalSound, media: MediaDescription[]): string {
  const ipVersion = isIP(local.address)
  return write({
    version: 0,
    origin: {
      username: '-',
      sessionId: local.sessionId,
      sessionVersion: local.version,
      netType: 'IN',
      ipVer: ipVersion,
      address: local.address,
    },
    name: '-',
    connection: { version: ipVersion, ip: local.address },
    timing: { start: 0, stop: 0 },
    media,
  })
}
