import { callParameters, type Parties } from './parameters.ts'
import { pressesOnce } from './presses.ts'
import { beginLife, type CallLife } from './life.ts'
import { makeKeyQueue } from './keys.ts'
import type { CallRecord } from './records.ts'
import { silenceWatch } from './silence.ts'
import type { CallSound } from './sound.ts'
import type { FinalStatus, Leg } from './leg.ts'
import type { Carried } from './traffic.ts'
import type { LineQuality } from '../media/quality.ts'
import type { MediaLeg } from '../plane/media-leg.ts'
import type { LegFigures } from '../plane/messages.ts'
import type { CallEnd, CallListener, SipCall } from '../sip/call/call.ts'
import { fullRetrySeconds } from '../sip/call/refusals.ts'

/** One call: the SIP dialog, its sound on a media plane, and the leg that documents and conferences see. */
export type Call = {
  readonly leg: Leg
  readonly record: CallRecord
  readonly listener: CallListener
  /** Its ports are open: from now on the call can be answered. */
  connect(sound: CallSound, media: MediaLeg): void
  pressed(key: string): void
  /** Whether the line died. Asked about once a second. */
  isDead(): boolean
  /** It cannot be taken: no line for it, or nothing in common. */
  refuse(sipStatus: number, why?: string): void
  /** The way of its sound, for one log line, about a second old. */
  describe(): string
  /** The same as it was in the end, when its sound is closed. */
  describeEnd(): Promise<string>
  /** How its line sounds; undefined until that is known. */
  quality(): LineQuality | undefined
  /** What it has carried so far; undefined while nothing was agreed. */
  carried(): Carried | undefined
  /** What it has carried in all, when its sound is closed; undefined when it had none. */
  carriedInAll(): Promise<Carried | undefined>
}

export type CallNeeds = {
  readonly sid: string
  readonly accountSid: string
  readonly sip: SipCall
  readonly parties: Parties
  /** Monotonic, ms. */
  readonly now: () => number
  /** ms since the epoch. */
  readonly wallClock: () => number
  readonly answered: () => void
  readonly ended: () => void
}

/** How Twilio calls the end of a call that nobody named another way. */
function finalStatus(why: CallEnd, wasAnswered: boolean): FinalStatus {
  if (why === 'never-acknowledged') return 'failed'
  if (wasAnswered) return 'completed'
  return why === 'cancelled' ? 'no-answer' : 'failed'
}

export function makeCall(needs: CallNeeds): Call {
  const { sip, now } = needs
  const life = beginLife(needs.wallClock)
  const keys = makeKeyQueue()
  const press = pressesOnce((key) => {
    keys.press(key)
  }, now)
  let sound: CallSound | undefined
  let media: MediaLeg | undefined
  const silence = silenceWatch({
    received: () => media?.figures()?.statistics.packetsReceived ?? 0,
    isThere: () => sip.isThere(),
    now,
  })

  function finish(status: FinalStatus): void {
    if (!life.finish(status)) return
    media?.close()
    needs.ended()
  }

  function answer(): void {
    if (!sound || !life.answer()) return
    silence.begin()
    sip.answer(sound.take())
    needs.answered()
  }

  const describe = () => media?.figures()?.way ?? sound?.describe() ?? 'no line'
  const leg = makeLeg({ needs, life, keys, media: () => media, answer, finish })
  return {
    leg,
    listener: makeListener(leg, {
      life,
      finish,
      sound: () => sound,
      pressed: (key) => {
        press(key, 'info')
      },
    }),
    get record() {
      const { from, to } = needs.parties
      return { sid: needs.sid, from, to, status: life.status, ...life.times }
    },
    connect(negotiated, opened) {
      media = opened
      if (life.gone.aborted) opened.close()
      else sound = negotiated
    },
    pressed(key) {
      press(key, 'packets')
    },
    isDead: () => silence.isDead(),
    refuse(sipStatus, why) {
      finish('failed')
      sip.refuse(sipStatus, {
        ...(why !== undefined && { Warning: `399 rundruf "${why}"` }),
        ...(sipStatus === 503 && { 'Retry-After': String(fullRetrySeconds) }),
      })
    },
    describe,
    describeEnd: async () => (await media?.closed)?.way ?? describe(),
    quality: () => media?.figures()?.quality,
    carried: () => carriedBy(media?.figures()),
    carriedInAll: async () => carriedBy(await media?.closed),
  }
}

function carriedBy(figures: LegFigures | undefined): Carried | undefined {
  if (!figures) return undefined
  const { statistics, bufferMs, quality } = figures
  return { ...statistics, bufferMs, roundTripMs: quality?.roundTripMs }
}

type LegParts = {
  readonly needs: CallNeeds
  readonly life: CallLife
  readonly keys: Leg['keys']
  readonly media: () => MediaLeg | undefined
  readonly answer: () => void
  readonly finish: (status: FinalStatus) => void
}

/** The status is final before SIP is told: what SIP reports back about its end changes nothing any more. */
function makeLeg({ needs, life, keys, media, answer, finish }: LegParts): Leg {
  const { sid, accountSid, parties, sip } = needs
  const hangUp = () => {
    finish(life.wasAnswered ? 'completed' : 'canceled')
    sip.end()
  }
  return {
    sid,
    get status() {
      return life.status
    },
    gone: life.gone,
    parameters: () => callParameters(sid, accountSid, life.status, parties),
    answer,
    refuse(reason) {
      if (life.wasAnswered) {
        hangUp()
        return
      }
      finish(reason === 'busy' ? 'busy' : 'no-answer')
      sip.refuse(reason === 'busy' ? 486 : 603)
    },
    hangUp,
    play: async (sound, signal) => {
      await media()?.play(sound, AbortSignal.any([signal, life.gone]))
    },
    keys,
  }
}

type ListenerParts = {
  readonly life: CallLife
  readonly sound: () => CallSound | undefined
  readonly pressed: (key: string) => void
  readonly finish: (status: FinalStatus) => void
}

function makeListener(leg: Leg, { life, sound, pressed, finish }: ListenerParts): CallListener {
  return {
    acknowledged(answer) {
      if (sound()?.acknowledged(answer) === false) leg.hangUp()
    },
    reoffered(offer) {
      const answer = sound()?.reoffered(offer) ?? { status: 500 }
      return typeof answer === 'string' ? answer : { status: answer.status }
    },
    pressed,
    ended(why) {
      finish(finalStatus(why, life.wasAnswered))
    },
  }
}
