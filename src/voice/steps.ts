import type { Caller } from '../conference/caller.ts'
import { begin, type Event } from '../conference/callflow.ts'
import type { Happening } from '../conference/happenings.ts'
import type { Kept } from '../conference/ports.ts'
import { stepDue, type StepName } from './addresses.ts'
import { decide, type Decided } from './decide.ts'
import type { Writing } from './parts.ts'
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
}

/** What came of a request. Without an answer it is refused. */
export type StepTaken = { readonly answer?: string; readonly happened: readonly Happening[] }

/** Another instance took the same step at the same moment; look again. */
export class Overtaken extends Error {
  override readonly name = 'Overtaken'
}

/** A call comes in: there is no token yet. */
export async function takeFirstStep(
  writing: Writing,
  kept: Kept,
  { call, identity }: Pick<StepRequest, 'call' | 'identity'>,
): Promise<StepTaken> {
  const [state, ...effects] = begin()
  const step = writing.randomness.token()
  const answer = write(
    writing,
    { state, effects, locale: writing.locale, joining: undefined },
    step,
    true,
  )
  const caller: Caller = {
    call,
    state,
    step,
    last: { request: identity, answer },
    meeting: undefined,
    touched: writing.clock(),
  }
  if (await kept.callers.add(caller))
    return { answer, happened: [{ event: 'call.answered', call }] }
  const known = await kept.callers.find(call)
  return known === undefined ? { happened: [] } : again(known, identity)
}

/** Every later request; `toEvent` says what it means for this caller. */
export async function takeStep(
  writing: Writing,
  kept: Kept,
  request: StepRequest,
  toEvent: (caller: Caller) => Promise<Event> | Event,
): Promise<StepTaken> {
  const caller = await kept.callers.find(request.call)
  if (caller === undefined) return { happened: [] }
  if (caller.step !== request.token || stepDue(caller.state) !== request.name) {
    return again(caller, request.identity)
  }
  const decided = await decide(writing, kept, caller, await toEvent(caller))
  const step = writing.randomness.token()
  const answer = write(writing, decided, step, false)
  if (
    !(await kept.callers.move(
      moved(writing, caller, decided, step, request, answer),
      request.token,
    ))
  ) {
    throw new Overtaken('another instance was faster')
  }
  return { answer, happened: decided.happened }
}

function again(caller: Caller, identity: string): StepTaken {
  if (caller.last.request !== identity) return { happened: [] }
  return { answer: caller.last.answer, happened: [] }
}

function moved(
  { clock }: Writing,
  caller: Caller,
  { state, joining }: Decided,
  step: string,
  { identity }: StepRequest,
  answer: string,
): Caller {
  return {
    call: caller.call,
    state,
    step,
    last: { request: identity, answer },
    meeting: joining?.meeting.id ?? caller.meeting,
    touched: clock(),
  }
}
