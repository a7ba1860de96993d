import { isIP, SocketAddress } from 'node:net'
import { parse } from 'sdp-transform'
import { z } from 'zod'
import type { Agreed, Codec, Direction, NotAcceptable } from './agreed.ts'
import { codecs, codecsByQuality } from './agreed.ts'

/** A session description of a telephone is below 2 KiB; more is refused unread. */
export const sdpBytesMax = 8192
const mediaLinesMax = 16
const portMax = 65_535
const payloadTypesMax = 64

const direction = z.enum(['sendrecv', 'sendonly', 'recvonly', 'inactive'])
const connection = z.object({ version: z.number(), ip: z.coerce.string() })
const media = z.object({
  type: z.string(),
  port: z.int().min(0).max(portMax),
  protocol: z.string(),
  payloads: z.coerce.string().transform((text) => text.split(' ').slice(0, payloadTypesMax)),
  rtp: z.array(
    z.object({ payload: z.number(), codec: z.coerce.string(), rate: z.number().optional() }),
  ),
  direction: direction.optional(),
  connection: connection.optional(),
  rtcp: z.object({ port: z.int().min(1).max(portMax) }).optional(),
  rtcpMux: z.string().optional(),
})
const description = z.object({
  media: z.array(media).min(1).max(mediaLinesMax),
  direction: direction.optional(),
  connection: connection.optional(),
})

export type Description = Omit<z.infer<typeof description>, 'media'> & { readonly media: Media[] }
/** A media line with the values of its `a=crypto`, which are read in crypto.ts. */
export type Media = z.infer<typeof media> & { readonly crypto: readonly string[] }

export function notAcceptable(why: string): NotAcceptable {
  return { status: 488, why }
}

/** Reads a session description (RFC 4566) as far as we need one; what it does not understand it refuses. */
export function readDescription(text: string): Description | NotAcceptable {
  if (Buffer.byteLength(text) > sdpBytesMax) return notAcceptable('session description too long')
  const read = description.safeParse(parse(text))
  if (!read.success) return notAcceptable('session description not understood')
  const crypto = cryptoLines(text)
  return {
    ...read.data,
    media: read.data.media.map((line, n) => ({ ...line, crypto: crypto[n] ?? [] })),
  }
}

/** The values of `a=crypto` of each media line. */
function cryptoLines(text: string): string[][] {
  const lines: string[][] = []
  for (const line of text.split(/\r\n|\r|\n/)) {
    if (line.startsWith('m=')) lines.push([])
    else if (line.startsWith('a=crypto:')) lines.at(-1)?.push(line.slice('a=crypto:'.length))
  }
  return lines
}

/** The payload type that stands for a codec in a media line, by its `rtpmap` or by RFC 3551's table. */
export function speaks({ payloads, rtp }: Media, codec: Codec): boolean {
  const payload = codecs[codec]
  if (!payloads.includes(String(payload))) return false
  const map = rtp.find((entry) => entry.payload === payload)
  return !map || (map.codec.toUpperCase() === codec && (map.rate ?? 8000) === 8000)
}

/** The payload type of keys as packets (RFC 4733), if the other side has one. */
export function telephoneEvent({ payloads, rtp }: Media): number | undefined {
  return rtp.find(
    ({ payload, codec, rate }) =>
      codec.toLowerCase() === 'telephone-event' &&
      (rate ?? 8000) === 8000 &&
      payload <= 127 &&
      payloads.includes(String(payload)),
  )?.payload
}

/** Plain RTP, and RTP that is encrypted with a key in the session description (RFC 4568). */
export const plainRtp = 'RTP/AVP'
export const encryptedRtp = 'RTP/SAVP'

/** RTP with one of our codecs, switched on: what we can be in a call with. */
export function usable(line: Media): boolean {
  return (
    line.type === 'audio' &&
    line.port > 0 &&
    (line.protocol === plainRtp || line.protocol === encryptedRtp) &&
    codecsByQuality.some((codec) => speaks(line, codec))
  )
}

/** What we may do where they may do this: the same, seen from the other end (RFC 3264 §6.1). */
export const mirrored: Record<Direction, Direction> = {
  sendrecv: 'sendrecv',
  sendonly: 'recvonly',
  recvonly: 'sendonly',
  inactive: 'inactive',
}

/** Where reports go: beside the sound (RFC 5761), to the port named (RFC 3605), or to the one above the sound's. */
export function rtcpOf({ port, rtcp, rtcpMux }: Media): NonNullable<Agreed['rtcp']> {
  return { mux: rtcpMux !== undefined, port: rtcp?.port ?? Math.min(port + 1, portMax) }
}

export function directionOf(whole: Description, line: Media): Direction {
  return line.direction ?? whole.direction ?? 'sendrecv'
}

/** The line's own address or the session's, in its one canonical spelling; undefined for names and nonsense. */
export function addressOf(whole: Description, line: Media): string | undefined {
  const { ip, version } = line.connection ?? whole.connection ?? { ip: '', version: 0 }
  if (isIP(ip) === 0 || isIP(ip) !== version) return undefined
  return new SocketAddress({ address: ip, family: version === 6 ? 'ipv6' : 'ipv4' }).address
}
