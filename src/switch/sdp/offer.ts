import type { Agreed, Codec, LocalSound, NotAcceptable } from './agreed.ts'
import { meant, reachable } from './reach.ts'
import * as read from './read.ts'
import { audioLine, writeDescription } from './write.ts'

/** The payload type we offer for keys: the one that most telephones use anyway. */
const telephoneEventOffered = 101

/** Our offer, for callers who leave the first word to us (late offer, RFC 3261 §13.2.1). */
export function makeOffer(local: LocalSound): string {
  const audio = audioLine(local, {
    codecs: ['PCMA', 'PCMU'],
    telephoneEventPayloadType: telephoneEventOffered,
    direction: 'sendrecv',
  })
  return writeDescription(local, [audio])
}

/** What came of `makeOffer`: the first of our codecs that the answer names is spoken (RFC 3264 §7). */
export function readAnswer(answer: string, local: LocalSound): { agreed: Agreed } | NotAcceptable {
  const answered = read.readDescription(answer)
  if ('status' in answered) return answered
  const audio = answered.media[0]
  if (!audio || !read.usable(audio) || answered.media.length > 1) {
    return read.notAcceptable('the answer does not fit our offer')
  }
  const named = read.addressOf(answered, audio)
  const address = named === undefined ? undefined : meant(named, local)
  if (address === undefined || !reachable(address, local)) {
    return read.notAcceptable('sound may not be sent to this address')
  }
  const keys = read.telephoneEvent(audio)
  return {
    agreed: {
      address,
      port: audio.port,
      codec: firstCodec(audio),
      ...(keys !== undefined && { telephoneEventPayloadType: keys }),
      direction: read.mirrored[read.directionOf(answered, audio)],
    },
  }
}

function firstCodec(audio: read.Media): Codec {
  const place = (codec: Codec) =>
    read.speaks(audio, codec) ? audio.payloads.indexOf(codec === 'PCMA' ? '8' : '0') : Infinity
  return place('PCMA') <= place('PCMU') ? 'PCMA' : 'PCMU'
}
