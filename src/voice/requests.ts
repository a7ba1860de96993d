import type { Request, RequestHandler, Response } from 'express'
import type { z } from 'zod'
import type { Caller } from '../conference/caller.ts'
import type { Event } from '../conference/callflow.ts'
import type { Happening } from '../conference/happenings.ts'
import type { Kept } from '../conference/ports.ts'
import type { StepName } from './addresses.ts'
import { callOver } from './call-over.ts'
import { takeNews } from './conference-news.ts'
import { leaving } from './decide.ts'
import { emptyDocument, waitingDocument } from './documents.ts'
import { overStatuses, stepQuery, waitingQuery, type CallForm, type forms } from './forms.ts'
import type { VoiceParts, Writing } from './parts.ts'
import { signatureHeader } from './signature.ts'
import { spoken } from './spoken.ts'
import { Overtaken, takeFirstStep, takeStep, type StepTaken } from './steps.ts'

/** How often a step is looked at again when another instance took one at the same moment. */
const looksMax = 3

type Has = { readonly parts: VoiceParts; readonly writing: Writing }
type ToEvent = (kept: Kept, caller: Caller) => Promise<Event> | Event

/** What each address does. */
export function voiceRequests(parts: VoiceParts, writing: Writing, form: ReturnType<typeof forms>) {
  const has: Has = { parts, writing }
  const { clock } = parts
  return {
    /** POST /voice/answer: a call comes in. */
    answer: checked(has, form.call, ({ CallSid: call }, request, response) =>
      carryOut(has, request, response, (kept) =>
        takeFirstStep(writing, kept, { call, identity: identityOf(request) }),
      ),
    ),

    /** POST /voice/room-number, /voice/pin: keys, or silence. */
    keys: (name: 'room-number' | 'pin') =>
      checked(has, form.call, (call, request, response) =>
        stepOn(has, name, call, request, response, () => keysOf(call)),
      ),

    /** POST /voice/left: the caller is out of the conference: hung up, by a star, or sent out. */
    left: checked(has, form.call, async (call, request, response) => {
      if (!isOver(call)) return stepOn(has, 'left', call, request, response, leaving)
      await tell(has, (kept) => callOver(kept, call.CallSid, clock()))
      response.type('text/xml').send(emptyDocument())
    }),

    /** POST /voice/waiting: what somebody hears who is alone. Changes nothing. */
    waiting: checked(has, form.call, (_call, request, response) => {
      const query = waitingQuery.safeParse(request.query)
      if (query.success) response.type('text/xml').send(waiting(writing, query.data))
      else refuse(has, request, response, 'form')
    }),

    /** POST /voice/conference: who came and who went. */
    conference: checked(has, form.conference, async (news, _request, response) => {
      await tell(has, (kept) => takeNews(kept, news))
      response.sendStatus(204)
    }),

    /** POST /voice/status: the number's StatusCallback; the call is over. */
    status: checked(has, form.call, async (call, _request, response) => {
      if (isOver(call)) await tell(has, (kept) => callOver(kept, call.CallSid, clock()))
      response.sendStatus(204)
    }),
  }
}

/** Checks the form first; what does not look like our carrier's is refused. */
function checked<T>(
  has: Has,
  schema: z.ZodType<T>,
  then: (form: T, request: Request, response: Response) => Promise<void> | void,
): RequestHandler {
  return (request, response) => {
    const read = schema.safeParse(request.body)
    if (read.success) return then(read.data, request, response)
    refuse(has, request, response, 'form')
  }
}

async function stepOn(
  has: Has,
  name: StepName,
  { CallSid: call }: CallForm,
  request: Request,
  response: Response,
  toEvent: ToEvent,
): Promise<void> {
  const query = stepQuery.safeParse(request.query)
  if (!query.success) {
    refuse(has, request, response, 'step')
    return
  }
  const step = { name, call, token: query.data.step, identity: identityOf(request) }
  await carryOut(has, request, response, (kept) =>
    takeStep(has.writing, kept, step, (caller) => toEvent(kept, caller)),
  )
}

/** The step happens as a whole or not at all, and is told only then. */
async function carryOut(
  has: Has,
  request: Request,
  response: Response,
  work: (kept: Kept) => Promise<StepTaken>,
): Promise<void> {
  const { store, announce } = has.parts
  const { answer, happened } = await untilNotOvertaken(() => store.atomically(work))
  for (const happening of happened) announce(happening)
  if (answer === undefined) refuse(has, request, response, 'step')
  else response.type('text/xml').send(answer)
}

async function tell(
  { parts: { store, announce } }: Has,
  work: (kept: Kept) => Promise<readonly Happening[]>,
): Promise<void> {
  for (const happening of await store.atomically(work)) announce(happening)
}

async function untilNotOvertaken<T>(look: () => Promise<T>): Promise<T> {
  for (let looks = 1; ; looks++) {
    try {
      return await look()
    } catch (error) {
      if (!(error instanceof Overtaken) || looks === looksMax) throw error
    }
  }
}

function refuse(has: Has, request: Request, response: Response, reason: keyof typeof refusals) {
  has.parts.announce({ event: 'webhook.refused', path: request.path, reason })
  response.sendStatus(refusals[reason])
}

const refusals = { form: 400, step: 403 } as const

/** The signature covers address and form, so the same one means the same request. */
function identityOf(request: Request): string {
  return request.get(signatureHeader) ?? ''
}

/** Keys in the order they were pressed, with the one that ended them (Twilio, FinishedOnKey). */
function keysOf({ Digits = '', FinishedOnKey = '' }: CallForm): Event {
  const keys = Digits + FinishedOnKey
  return keys === '' ? { is: 'silence' } : { is: 'keys', keys }
}

function isOver({ CallStatus }: CallForm): boolean {
  return overStatuses.some((over) => over === CallStatus)
}

function waiting(writing: Writing, { locale, turn }: z.infer<typeof waitingQuery>): string {
  const words = turn === 0 ? 'waiting-first' : 'waiting-still'
  const sounds = spoken(writing.speech, locale, [{ name: words }, { name: 'waiting-music' }])
  return waitingDocument(writing, locale, sounds, writing.addresses.waiting(locale, 1))
}
