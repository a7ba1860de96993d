import type { Caller } from '../conference/call/caller.ts'
import { begin, step, turnedAwayAtOnce } from '../conference/call/callflow.ts'
import type { CallerNumber } from '../conference/call/caller-number.ts'
import { askedAt, calledNumber } from '../conference/call/own-number.ts'
import { numberKind, testKind } from '../conference/call/number-kind.ts'
import { shownAfter } from '../conference/call/stage.ts'
import type { Happening } from '../conference/happenings.ts'
import type { Kept } from '../conference/ports.ts'
import { stepDue, type StepName } from './addresses.ts'
import type { Answered, Asking } from './admit.ts'
import { comingBack } from './coming-back.ts'
import { decide, type Decided } from './decide.ts'
import { follow } from './lines.ts'
import type { Writing } from './parts.ts'
import type { Steer } from './carrier/steer.ts'
import { write } from './write.ts'

/*
 * One request on a call's way, carried out once (S-52):
 *
 *   its token is the one that is due   ──▶ the flow moves on; the answer is kept beside the next token
 *   the same request as the last one   ──▶ the same answer again, byte for byte
 *   replayed, skipped, swapped,
 *   or from a call that is over        ──▶ refused, and nothing changes
 */

export type StepRequest = {
  readonly call: string
  readonly name: StepName
  /** The token in its address. */
  readonly token: string
  /** The same when the same request is delivered again: its signature, which covers all of it. */
  readonly identity: string
  /** Who calls; kept nowhere. */
  readonly from: CallerNumber
  /** What they dialled, in the carrier's words. */
  readonly to: string | undefined
  /** Some of the call's last steps may be unknown here, so a step that is not due begins the call anew. */
  readonly mayBeNewer?: boolean
}

/** What came of a request. Without an answer it is refused. */
export type StepTaken = {
  readonly answer?: string
  readonly happened: readonly Happening[]
  readonly steer: readonly Steer[]
}

/** Another instance took the same step at the same moment; look again. */
export class Overtaken extends Error {
  override readonly name = 'Overtaken'
}

export type FirstStep = Pick<StepRequest, 'call' | 'identity' | 'from' | 'to'> & {
  /** One of our own, which is in no statistics. */
  readonly isTest: boolean
}

/** A call comes in: there is no token yet. Whoever was cut off a moment ago is not asked anything. */
export async function takeFirstStep(
  writing: Writing,
  kept: Kept,
  { call, identity, from, to, isTest }: FirstStep,
): Promise<StepTaken> {
  const known = await kept.callers.find(call)
  if (known !== undefined) return again(known, identity)
  const { back, moved: first } = await howItBegins({ writing, kept, call, from }, to, isTest)
  const [state, ...effects] = first
  const token = writing.randomness.token()
  const decided = {
    state,
    effects,
    locale: back?.locale ?? writing.locale,
    joining: back?.joining,
  }
  const answer = write(writing, decided, token, true)
  const caller: Caller = {
    call,
    state,
    step: token,
    last: { request: identity, answer },
    meeting: back?.meeting,
    touched: writing.clock(),
    shown: {
      line: isTest ? 0 : await kept.callers.freeLine(),
      kind: isTest ? testKind : numberKind(from),
      began: writing.clock(),
      since: writing.clock(),
    },
  }
  if (!(await kept.callers.add(caller))) return { happened: [], steer: [] }
  await follow(kept, caller, writing.clock(), back?.line)
  const answered: Happening[] = isTest ? [] : [{ event: 'call.answered', call }]
  const happened = [...answered, ...(back?.happened ?? [])]
  return { answer, happened, steer: back?.steer ?? [] }
}

/** Blocked, straight back in, not now, or with the first question. Our own test call is never turned away. */
async function howItBegins(asking: Asking, to: string | undefined, isTest: boolean) {
  const { writing, kept, from } = asking
  const own = await ownRoom(asking, to)
  const asks = begin(askedAt(own))
  if (isTest) return { back: undefined, moved: asks }
  if (await kept.blocks.has(from, writing.clock()))
    return { back: undefined, moved: turnedAwayAtOnce('blocked') }
  const back = await comingBack(asking, own)
  if (back !== undefined) return { back, moved: step(asks[0], back.event, writing.means) }
  const { paused } = await kept.service.now()
  return { back, moved: paused === undefined ? asks : turnedAwayAtOnce('paused') }
}

/** The room to which the dialled number belongs alone. */
async function ownRoom(
  { writing, kept }: Pick<Asking, 'writing' | 'kept'>,
  to: string | undefined,
) {
  const number = calledNumber(to)
  if (number === undefined || !writing.furtherNumbers.has(number)) return undefined
  return kept.rooms.byPhoneNumber(number)
}

/** Every later request; `toEvent` says what it means for this caller. */
export async function takeStep(
  writing: Writing,
  kept: Kept,
  request: StepRequest,
  toEvent: (caller: Caller) => Promise<Answered>,
): Promise<StepTaken> {
  const caller = await kept.callers.find(request.call)
  const isDue = caller?.step === request.token && stepDue(caller.state) === request.name
  if (caller === undefined || !isDue) {
    const known = caller && again(caller, request.identity)
    if (known?.answer !== undefined || request.mayBeNewer !== true) return known ?? nothing
    return beginAnew(writing, kept, request, caller)
  }
  const decided = await decide(writing, kept, caller, request.from, await toEvent(caller))
  const token = writing.randomness.token()
  const answer = write(writing, decided, token, false)
  const now = moved(writing, caller, decided, token, request, answer)
  if (!(await kept.callers.move(now, request.token))) {
    throw new Overtaken('another instance was faster')
  }
  await follow(kept, now, writing.clock())
  // What a test call does, its outcome says.
  const happened = caller.shown.kind === testKind ? [] : decided.happened
  return { answer, happened, steer: decided.steer }
}

const nothing: StepTaken = { happened: [], steer: [] }

/** The first question once more. Whoever is unknown here was answered by somebody who cannot be asked now. */
async function beginAnew(
  writing: Writing,
  kept: Kept,
  { call, identity, from, to }: StepRequest,
  known: Caller | undefined,
): Promise<StepTaken> {
  const [state, ...effects] = begin(askedAt(await ownRoom({ writing, kept }, to)))
  const token = writing.randomness.token()
  const decided = { state, effects, locale: writing.locale, joining: undefined }
  const answer = write(writing, decided, token, false)
  const at = writing.clock()
  const shown = known?.shown ?? {
    line: await kept.callers.freeLine(),
    kind: numberKind(from),
    began: at,
    since: at,
  }
  const last = { request: identity, answer }
  const caller: Caller = { call, state, step: token, last, meeting: undefined, touched: at, shown }
  const taken =
    known === undefined
      ? await kept.callers.add(caller)
      : await kept.callers.move(caller, known.step)
  return taken ? { answer, ...nothing } : nothing
}

function again(caller: Caller, identity: string): StepTaken {
  if (caller.last.request !== identity) return { happened: [], steer: [] }
  return { answer: caller.last.answer, happened: [], steer: [] }
}

function moved(
  { clock }: Writing,
  caller: Caller,
  { state, joining }: Decided,
  token: string,
  { identity }: StepRequest,
  answer: string,
): Caller {
  return {
    call: caller.call,
    state,
    step: token,
    last: { request: identity, answer },
    meeting: joining?.meeting.id ?? caller.meeting,
    touched: clock(),
    shown: shownAfter(caller.shown, caller.state, state, clock()),
  }
}
