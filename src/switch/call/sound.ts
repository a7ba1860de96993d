import { randomBytes } from 'node:crypto'
import { wayOf } from '../media/way.ts'
import type { MediaLeg } from '../plane/media-leg.ts'
import type { Agreed, LocalSound, NotAcceptable } from '../sdp/agreed.ts'
import { answerOffer } from '../sdp/answer.ts'
import { newMasterKey } from '../sdp/crypto.ts'
import { makeOffer, readAnswer } from '../sdp/offer.ts'

/**
 * Offer and answer of one call (RFC 3264), and the leg that follows them.
 *
 *   INVITE with offer ──▶ 200 with answer          leg agrees when we answer
 *   INVITE without    ──▶ 200 with our offer ──▶ ACK with answer          leg agrees then
 *   re-INVITE, UPDATE ──▶ the same two ways, any number of times
 *   our refresh: what we said last ──▶ 200 with answer            leg agrees with what it says
 */
export type CallSound = {
  /** Body of our 200. From now on sound flows as far as it is agreed. */
  take(): string
  /**
   * The ACK has come, or the answer to a refresh by us. False: what they answer does not fit what we offered, and the call
   * cannot stay; a refresh that cannot be read changes nothing.
   */
  acknowledged(answer: string | undefined): boolean
  reoffered(offer: string | undefined): string | NotAcceptable
  /** The way of its sound as it was agreed on, for one log line; the leg itself tells more a moment later. */
  describe(): string
}

/** Our side at the start of a call; the key of what we send, and when a new one is due, is decided here. */
export type OurSide = Omit<LocalSound, 'version' | 'encryption'> & {
  readonly encryption?: { readonly may: boolean; readonly offered: boolean }
}

/** @returns what the caller's offer is refused with, when there is nothing in common */
export function callSound(
  leg: Pick<MediaLeg, 'agree'>,
  us: OurSide,
  offer: string | undefined,
): CallSound | NotAcceptable {
  let version = 1
  let agreed: Agreed | undefined
  /** What we said last. */
  let said = ''
  let awaitsAnswer = offer === undefined
  const keyed = withKey(us)
  const local = (): LocalSound => ({ ...keyed.local(agreed), version })

  /** Says something, with a new version when it is not what we said last (RFC 3264 §8). */
  function say<Said extends { readonly sdp: string }>(make: () => Said | NotAcceptable) {
    let saying = make()
    if ('status' in saying) return saying
    if (said !== '' && saying.sdp !== said) {
      version++
      saying = make()
      if ('status' in saying) return saying
    }
    said = saying.sdp
    return saying
  }

  const first = say<{ sdp: string; agreed?: Agreed }>(() =>
    offer === undefined ? { sdp: makeOffer(local()) } : answerOffer(offer, local()),
  )
  if ('status' in first) return first
  const agreedAtFirst = first.agreed

  function agree(now: Agreed): void {
    agreed = now
    if (!now.encryption) keyed.renew()
    leg.agree(now)
  }

  return {
    take() {
      if (agreedAtFirst) agree(agreedAtFirst)
      return said
    },
    acknowledged(answer) {
      const isRefresh = !awaitsAnswer
      awaitsAnswer = false
      const read = answer === undefined ? undefined : readAnswer(answer, local())
      if (!read || 'status' in read) return isRefresh
      agree(read.agreed)
      return true
    },
    reoffered(offer) {
      if (offer === undefined) {
        const offering = say(() => ({ sdp: makeOffer(local()) }))
        awaitsAnswer = true
        return 'status' in offering ? offering : offering.sdp
      }
      const answering = say(() => answerOffer(offer, local(), agreed))
      if ('status' in answering) return answering
      agree(answering.agreed)
      return answering.sdp
    },
    describe: () => wayOf(agreed, agreed ?? us, 0),
  }
}

/** The key of what we send stays while sound is encrypted: its packets are counted on. After plain ones nobody knows the count. */
function withKey({ encryption, ...rest }: OurSide) {
  let key = newMasterKey(randomBytes)
  return {
    local(agreed: Agreed | undefined): Omit<LocalSound, 'version'> {
      if (!encryption) return rest
      const offered = agreed ? agreed.encryption !== undefined : encryption.offered
      return { ...rest, encryption: { key, may: encryption.may, offered } }
    },
    renew() {
      key = newMasterKey(randomBytes)
    },
  }
}
