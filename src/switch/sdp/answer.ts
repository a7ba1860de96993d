import type { MediaDescription } from 'sdp-transform'
import type { Agreed, Codec, Direction, LocalSound, NotAcceptable } from './agreed.ts'
import { holdAddress, meant, reachable } from './reach.ts'
import * as read from './read.ts'
import { audioLine, writeDescription } from './write.ts'

/**
 * Answers an offer (RFC 3264 §6): one audio line with one codec, A-law if it can be had, keys as packets at the payload type
 * offered; every other line is refused in its place with port 0.
 *
 * A hold by the old address 0.0.0.0 keeps `before`, what was agreed on last; without it, at the start of a call, that
 * address is no place to send sound to.
 */
export function answerOffer(
  offer: string,
  local: LocalSound,
  before?: Agreed,
): { sdp: string; agreed: Agreed } | NotAcceptable {
  const offered = read.readDescription(offer)
  if ('status' in offered) return offered
  const audio = offered.media.find(read.usable)
  if (!audio) return read.notAcceptable('no audio line with PCMA or PCMU over RTP/AVP')
  const place = destination(offered, audio, local, before)
  if ('status' in place) return place

  const codec: Codec = read.speaks(audio, 'PCMA') ? 'PCMA' : 'PCMU'
  const event = read.telephoneEvent(audio)
  const { direction } = place
  const media = offered.media.map((line) =>
    line === audio
      ? audioLine(local, { codecs: [codec], telephoneEventPayloadType: event, direction })
      : refusedLine(line),
  )
  return {
    sdp: writeDescription(local, media),
    agreed: {
      ...place,
      codec,
      ...(event !== undefined && { telephoneEventPayloadType: event }),
    },
  }
}

type Destination = Pick<Agreed, 'address' | 'port' | 'direction'>

function destination(
  offered: read.Description,
  audio: read.Media,
  local: LocalSound,
  before: Agreed | undefined,
): Destination | NotAcceptable {
  const named = read.addressOf(offered, audio)
  const direction = read.mirrored[read.directionOf(offered, audio)]
  if (named === undefined) return read.notAcceptable('no address for sound')
  const address = meant(named, local)
  if (address === holdAddress && before) {
    return { address: before.address, port: before.port, direction: held[direction] }
  }
  if (!reachable(address, local)) return read.notAcceptable('sound may not be sent to this address')
  return { address, port: audio.port, direction }
}

/** Whoever gives no address wants to hear nothing, whatever else they say. */
const held: Record<Direction, Direction> = {
  sendrecv: 'recvonly',
  recvonly: 'recvonly',
  sendonly: 'inactive',
  inactive: 'inactive',
}

function refusedLine({ type, protocol, payloads }: read.Media): MediaDescription {
  return { type, port: 0, protocol, payloads: payloads.join(' '), rtp: [], fmtp: [] }
}
