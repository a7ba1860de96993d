import { deadline } from '../../after.ts'
import type { JoinWish, ReasonParticipantLeft, Seat } from '../../call/seat.ts'
import type { Method } from '../../webhook/webhook.ts'
import { TwimlError, type Warn } from '../errors.ts'
import { attributesOf } from '../attributes.ts'
import { nextVerb, type Next, type Stage } from '../stage.ts'
import { elementsIn, type Element } from '../xml.ts'
import { readConference } from './conference.ts'

export type Dial = {
  readonly verb: 'dial'
  readonly action: string | undefined
  readonly method: Method
  readonly hangupOnStar: boolean
  readonly timeLimitSeconds: number
  /** Undefined: its label was not acceptable, so the caller is not added and goes on (Twilio, error 16023). */
  readonly conference: JoinWish | undefined
}

/** Twilio, Dial: four hours. */
const timeLimitSecondsMax = 14_400

/** About calling out or the sound of ringing; a conference has neither. */
const meaningless = [
  'timeout',
  'callerId',
  'answerOnBridge',
  'record',
  'trim',
  'ringTone',
  'sequential',
]

/** @throws TwimlError 13215 for anything but exactly one <Conference>: this switch does not call out */
export function readDial(node: Element, at: string, warn: Warn): Dial {
  const [noun, ...others] = elementsIn(node)
  const text = node.children.some((child) => typeof child === 'string' && child.trim() !== '')
  if (noun?.name !== 'Conference' || others.length > 0 || text)
    throw new TwimlError(13215, '<Dial> needs one <Conference> and nothing else')
  const attributes = attributesOf(node, at, warn)
  const dial: Dial = {
    verb: 'dial',
    action: attributes.address('action'),
    method: attributes.method('method', 'POST', 13210),
    hangupOnStar: attributes.yesNo('hangupOnStar', false, 13213),
    timeLimitSeconds:
      attributes.whole('timeLimit', 1, timeLimitSecondsMax, 13216) ?? timeLimitSecondsMax,
    conference: readConference(noun, at, warn),
  }
  attributes.skip(...meaningless)
  attributes.rest()
  return dial
}

/**
 * Puts the caller into a conference until they leave it.
 *
 *   joined ──`*`, kicked, ended, time over──▶ action (or the next verb)
 *      ├──hung up──▶ action once more with CallStatus=completed; nobody reads the answer
 *      └──sent elsewhere over REST──▶ there, without the action
 */
export async function dial(verb: Dial, stage: Stage): Promise<Next> {
  const { leg, warn } = stage
  leg.answer()
  leg.keys.clear()
  const seat = verb.conference && stage.conferences.join(leg, verb.conference)
  if (seat && 'refused' in seat)
    warn(seat.code, seat.refused === 'full' ? 'The conference is full' : 'The label is in use')
  else if (seat) await sit(seat, verb, stage)
  const request = verb.action !== undefined && {
    url: verb.action,
    method: verb.method,
    parameters: { DialCallStatus: 'answered', DialBridged: 'true' },
  }
  if (request && leg.gone.aborted) await stage.tell(request)
  return request ? { then: 'document', request } : nextVerb
}

/** Until the seat is empty, whoever emptied it. */
async function sit(seat: Seat, verb: Dial, { leg, signal }: Stage): Promise<void> {
  using limit = deadline(verb.timeLimitSeconds * 1000, signal)
  const up = new AbortController()
  const listening = keepOrLeave(AbortSignal.any([limit.signal, up.signal]))
  await seat.left
  up.abort()
  await listening

  async function keepOrLeave(until: AbortSignal): Promise<void> {
    while (!until.aborted) {
      const key = await leg.keys.next(until)
      if (key === '*' && verb.hangupOnStar) break
    }
    if (!up.signal.aborted) seat.leave(reason())
  }

  function reason(): ReasonParticipantLeft {
    const sentElsewhere = signal.aborted && !leg.gone.aborted
    return sentElsewhere ? 'participant_updated_via_api' : 'participant_hung_up'
  }
}
