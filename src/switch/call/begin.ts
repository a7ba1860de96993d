import { randomInt } from 'node:crypto'
import { deadline } from '../after.ts'
import { callSound } from './sound.ts'
import type { Call } from './call.ts'
import type { Log } from '../log.ts'
import type { Sound } from '../media/frame.ts'
import { NoPortFree } from '../media/wire/socket.ts'
import type { LegListener, MediaLeg } from '../plane/media-leg.ts'
import type { Planes } from '../plane/planes.ts'
import type { NumberBook } from '../rest/number-book.ts'
import { addressMeantBy } from '../same-machine.ts'
import { encryptionFor } from './secrecy.ts'
import type { ConferenceRooms } from './seat.ts'
import type { SipCall, Source } from '../sip/call/call.ts'
import type { Detours } from '../twiml/detours.ts'
import { runCall } from '../twiml/run.ts'
import type { Sounds } from '../twiml/stage.ts'
import type { Webhooks } from '../webhook/webhook.ts'

/** Nobody talks longer; what does is a telephone that was not put down. */
export const callMsMax = 4 * 60 * 60 * 1000

/** What a call needs to get under way. */
export type BeginNeeds = {
  readonly planes: Pick<Planes, 'open'>
  /** Whether the sound of a call from there may go to that address (S-64). */
  readonly mayReach: (address: string, source: Source) => boolean
  /** Whether keys for sound are taken also from SIP that is not encrypted. */
  readonly keysInClear: boolean
  readonly number: NumberBook
  readonly webhooks: Webhooks
  /** Requests whose answer nobody reads: kept until the application is there. */
  readonly news: Webhooks
  readonly sounds: Sounds
  readonly conferences: ConferenceRooms
  readonly troubleSound: Sound
  /** "Please wait", with music: while the application is away. */
  readonly awaySound: Sound
  readonly log: Log
}

/** From the INVITE to the end of its last document. */
export async function beginCall(
  call: Call,
  detours: Detours,
  sip: SipCall,
  needs: BeginNeeds & { readonly listener: LegListener },
): Promise<void> {
  const { leg } = call
  const address = sip.localAddress
  const media = await mediaFor(leg.sid, address, needs)
  if (!media) {
    call.refuse(503, 'every line is taken')
    return
  }
  const us = {
    address,
    port: media.port,
    sessionId: randomInt(2 ** 31),
    mayReach: (named: string) => needs.mayReach(named, sip.source),
    standsFor: addressMeantBy(sip.source.address),
    encryption: encryptionFor(sip.source, needs.keysInClear),
  }
  const sound = callSound(media, us, sip.offer)
  if ('status' in sound) {
    media.close()
    needs.log.warn({ call: leg.sid, why: sound.why }, 'the offer cannot be accepted')
    call.refuse(sound.status, sound.why)
    return
  }
  call.connect(sound, media)
  sip.ring()
  using limit = deadline(callMsMax)
  limit.signal.addEventListener('abort', () => {
    leg.hangUp()
  })
  const { voiceUrl: url, voiceMethod: method } = needs.number.current()
  await runCall({ url, method }, { ...needs, leg, detours, fallback: () => fallback(needs.number) })
  leg.hangUp()
}

function fallback(number: NumberBook) {
  const { voiceFallbackUrl: url, voiceFallbackMethod: method } = number.current()
  return { url, method }
}

async function mediaFor(
  sid: string,
  address: string,
  { planes, listener, log }: BeginNeeds & { readonly listener: LegListener },
): Promise<MediaLeg | undefined> {
  try {
    return await planes.open(sid, address, listener)
  } catch (error) {
    if (!(error instanceof NoPortFree)) throw error
    log.error({ why: error.message }, 'no port is free for the sound of a call')
    return undefined
  }
}
