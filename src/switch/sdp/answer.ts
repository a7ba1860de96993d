import type { MediaDescription } from 'sdp-transform'
import type { Agreed, Direction, Encryption, LocalSound, NotAcceptable } from './agreed.ts'
import { codecsByQuality } from './agreed.ts'
import { firstUsable, type Crypto } from './crypto.ts'
import { holdAddress, meant, reachable } from './reach.ts'
import * as read from './read.ts'
import { audioLine, writeDescription } from './write.ts'

/**
 * Answers an offer (RFC 3264 §6): one audio line with one codec, the best of ours that it has, keys as packets at the payload
 * type offered; every other line is refused in its place with port 0.
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
  const choice = choose(offered.media, local)
  if ('status' in choice) return choice
  const { audio, encryption } = choice
  const place = destination(offered, audio, local, before)
  if ('status' in place) return place

  const codec = codecsByQuality.find((codec) => read.speaks(audio, codec)) ?? 'PCMA'
  const event = read.telephoneEvent(audio)
  const { direction } = place
  const rtcp = read.rtcpOf(audio)
  const media = offered.media.map((line) =>
    line === audio
      ? audioLine(local, {
          codecs: [codec],
          telephoneEventPayloadType: event,
          direction,
          mux: rtcp.mux,
          protocol: line.protocol,
          crypto: encryption?.answer,
        })
      : refusedLine(line),
  )
  return {
    sdp: writeDescription(local, media),
    agreed: {
      ...place,
      codec,
      rtcp,
      ...(event !== undefined && { telephoneEventPayloadType: event }),
      ...(encryption && { encryption: encryption.agreed }),
    },
  }
}

type Choice = {
  readonly audio: read.Media
  readonly encryption?: {
    readonly agreed: Encryption
    readonly answer: Omit<Crypto, 'named'>
  }
}

/** The line we take: encrypted if that can be had, also where RTP/AVP only would like to be (a habit of many telephones). */
function choose(lines: readonly read.Media[], { encryption }: LocalSound): Choice | NotAcceptable {
  const usable = lines.filter(read.usable)
  if (encryption?.may === true) {
    for (const audio of usable) {
      const theirs = firstUsable(audio.crypto)
      if (!theirs) continue
      const { tag, suite, key, named } = theirs
      const answer = { tag, suite, key: encryption.key }
      const agreed = { suite, ours: answer.key, theirs: key, ...named }
      return { audio, encryption: { agreed, answer } }
    }
  }
  const audio = usable.find(({ protocol }) => protocol === read.plainRtp)
  if (audio) return { audio }
  return read.notAcceptable(
    usable.length === 0 ? 'no audio line with G.722, PCMA or PCMU' : whyNot(encryption),
  )
}

function whyNot(encryption: LocalSound['encryption']): string {
  if (!encryption) return 'no encrypted sound here'
  if (encryption.may) return 'no a=crypto that can be taken as it is'
  return 'keys in SIP without TLS can be read by anybody on the way'
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
