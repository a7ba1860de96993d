import type { Agreed, Codec, Encryption, LocalSound, NotAcceptable } from './agreed.ts'
import { codecs, codecsByQuality } from './agreed.ts'
import { firstUsable, suites, type Crypto } from './crypto.ts'
import { meant, reachable } from './reach.ts'
import * as read from './read.ts'
import { audioLine, writeDescription } from './write.ts'

/** The payload type we offer for keys: the one that most telephones use anyway. */
const telephoneEventOffered = 101

/** The suite that we offer, and its tag. */
const [suiteOffered] = suites
const cryptoTag = 1

/** Our offer, for callers who leave the first word to us (late offer, RFC 3261 §13.2.1). */
export function makeOffer(local: LocalSound): string {
  const audio = audioLine(local, {
    codecs: codecsByQuality,
    telephoneEventPayloadType: telephoneEventOffered,
    direction: 'sendrecv',
    protocol: profileOf(local),
    crypto: ourCrypto(local),
  })
  return writeDescription(local, [audio])
}

/** What came of `makeOffer`: the first of our codecs that the answer names is spoken (RFC 3264 §7). */
export function readAnswer(answer: string, local: LocalSound): { agreed: Agreed } | NotAcceptable {
  const answered = read.readDescription(answer)
  if ('status' in answered) return answered
  const audio = answered.media[0]
  const fits = audio && read.usable(audio) && audio.protocol === profileOf(local)
  if (!fits || answered.media.length > 1) {
    return read.notAcceptable('the answer does not fit our offer')
  }
  const encryption = answeredEncryption(audio, ourCrypto(local))
  if (encryption && 'status' in encryption) return encryption
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
      rtcp: read.rtcpOf(audio),
      direction: read.mirrored[read.directionOf(answered, audio)],
      ...(encryption && { encryption }),
    },
  }
}

const profileOf = ({ encryption }: LocalSound): string =>
  encryption?.offered === true ? read.encryptedRtp : read.plainRtp

function ourCrypto({ encryption }: LocalSound): Omit<Crypto, 'named'> | undefined {
  if (encryption?.offered !== true) return undefined
  return { tag: cryptoTag, suite: suiteOffered, key: encryption.key }
}

/** Their key for the one line that we offered (RFC 4568 §5.1.3). */
function answeredEncryption(
  audio: read.Media,
  offered: Omit<Crypto, 'named'> | undefined,
): Encryption | NotAcceptable | undefined {
  if (!offered) return undefined
  const theirs = firstUsable(audio.crypto)
  if (theirs?.tag !== offered.tag || theirs.suite !== offered.suite) {
    return read.notAcceptable('the answer has no key for the encryption that we offered')
  }
  const { key, named } = theirs
  return { suite: offered.suite, ours: offered.key, theirs: key, ...named }
}

function firstCodec(audio: read.Media): Codec {
  const named = codecsByQuality.filter((codec) => read.speaks(audio, codec))
  const place = (codec: Codec) => audio.payloads.indexOf(String(codecs[codec]))
  return named.sort((one, other) => place(one) - place(other))[0] ?? 'PCMA'
}
