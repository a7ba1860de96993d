import type { Request, RequestHandler, Response } from 'express'
import type { z } from 'zod'
import { callerNumber } from '../conference/call/caller-number.ts'
import type { Happening } from '../conference/happenings.ts'
import type { Kept } from '../conference/ports.ts'
import type { StepName } from './addresses.ts'
import { aloneHears } from './alone.ts'
import { callOver, type CallEnd } from './call-over.ts'
import { speechOf, takeNews } from './conference-news.ts'
import { leaving } from './decide.ts'
import { emptyDocument } from './documents.ts'
import { bidFarewell, farewellAsked, farewellDocument } from './farewells.ts'
import { overStatuses, stepQuery, waitingQuery, type CallForm, type forms } from './forms.ts'
import type { VoiceParts, Writing } from './parts.ts'
import { signatureHeader } from './signature.ts'
import { withoutStandby, type CallStore, type Side } from './outage/outage.ts'
import { namesBy } from './outage/names.ts'
import { steer, type Steering } from './carrier/steer.ts'
import { Overtaken, takeFirstStep, takeStep, type StepTaken } from './steps.ts'
import { sendDocument, sendStatus } from './send.ts'
import { writeAlone } from './write.ts'
import {
  toEventOf,
  unlessRemoved,
  type AskedStep,
  type AskingSteps,
  type ToEvent,
} from './to-events.ts'

/** How often a step is looked at again when another instance took one at the same moment. */
const looksMax = 3

type Has = {
  readonly parts: VoiceParts
  readonly writing: Writing
  /** What a step taken in memory is written with. */
  readonly writingInMemory: Writing
  readonly calls: CallStore
}
/** What each address does. */
export function voiceRequests(parts: VoiceParts, writing: Writing, form: ReturnType<typeof forms>) {
  const calls = parts.calls ?? withoutStandby(parts.store)
  const has: Has = { parts, writing, writingInMemory: inMemory(parts, writing), calls }
  const { clock } = parts
  const asking: AskingSteps = { writing, echo: parts.settings.practice?.echo ?? false }
  return {
    /** POST /voice/answer: a call comes in. */
    answer: checked(has, form.call, ({ CallSid: call, From, To: to }, request, response) =>
      carryOut(has, request, response, ({ kept, writing }) => {
        const from = callerNumber(From)
        const isTest = parts.settings.isTestCall?.(From ?? '', clock()) === true
        return takeFirstStep(writing, kept, {
          call,
          identity: identityOf(request),
          from,
          to,
          isTest,
        })
      }),
    ),

    /** POST /voice/room-number, /voice/pin, /voice/menu …: what comes next in a call. */
    step: (name: AskedStep) =>
      checked(has, form.call, (call, request, response) =>
        // The echo of the practice line is a conference: how it ended is told after the call as well.
        name === 'practice' && isOver(call)
          ? endCall(has, call, response)
          : stepOn(has, name, call, request, response, toEventOf(asking, name)),
      ),

    /** POST /voice/left: the caller is out of the conference: hung up, by a star, or sent out. */
    left: checked(has, form.call, async (call, request, response) => {
      const leave = unlessRemoved(asking, (kept, caller) => leaving(writing, kept, caller))
      if (!isOver(call)) return stepOn(has, 'left', call, request, response, leave)
      await endCall(has, call, response)
    }),

    /** POST /voice/waiting: what somebody hears who is alone. Changes nothing. */
    waiting: checked(has, form.call, async ({ CallSid: call }, request, response) => {
      const query = waitingQuery.safeParse(request.query)
      if (!query.success) {
        refuse(has, request, response, 'form')
        return
      }
      const { locale, turn } = query.data
      const prompts = await calls.look((kept) => aloneHears(kept, call, turn, clock()))
      sendDocument(response, writeAlone(writing, locale, prompts))
    }),

    /** POST /voice/farewell/removed …: the last sentence of whoever was sent out. */
    farewell: checked(has, form.call, (call, request, response) =>
      sayFarewell(has, call, request, response),
    ),

    /** POST /voice/conference: who came and who went. */
    conference: checked(has, form.conference, async (news, _request, response) => {
      const speech = speechOf(news)
      if (speech !== undefined) {
        parts.speechHeard?.(speech, news.FriendlyName)
        sendStatus(response, 204)
        return
      }
      const { happened, steer: wishes } = await calls.atomically(({ kept }) => takeNews(kept, news))
      for (const happening of happened) parts.announce(happening)
      sendStatus(response, 204)
      void steer(steering(has), wishes)
    }),

    /** POST /voice/status: the number's StatusCallback; the call is over. */
    status: checked(has, form.call, async (call, _request, response) => {
      if (isOver(call)) {
        await tell(has, (kept) => callOver(kept, call.CallSid, clock(), endOf(has, call)))
      }
      sendStatus(response, 204)
    }),
  }
}

/** The caller has hung up: nobody hears what we answer. */
async function endCall(has: Has, call: CallForm, response: Response): Promise<void> {
  const { clock } = has.parts
  await tell(has, (kept) => callOver(kept, call.CallSid, clock(), endOf(has, call)))
  sendDocument(response, emptyDocument())
}

async function sayFarewell(
  has: Has,
  { CallSid: call, From }: CallForm,
  request: Request,
  response: Response,
): Promise<void> {
  const { clock } = has.parts
  const asked = farewellAsked.safeParse({ ...request.query, name: request.params['name'] })
  if (!asked.success) {
    refuse(has, request, response, 'form')
    return
  }
  await has.calls.atomically(({ kept }) => bidFarewell(kept, call, callerNumber(From), clock()))
  sendDocument(response, farewellDocument(has.writing, asked.data))
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
  form: CallForm,
  request: Request,
  response: Response,
  toEvent: ToEvent,
): Promise<void> {
  const query = stepQuery.safeParse(request.query)
  if (!query.success) {
    refuse(has, request, response, 'step')
    return
  }
  const { step: token } = query.data
  // A waiting caller who is called in may ask for the same round twice; there is nothing to guess in it.
  const identity = name === 'waiting-room' ? `${name} ${token}` : identityOf(request)
  const from = callerNumber(form.From)
  const step = { name, call: form.CallSid, token, identity, from, to: form.To }
  const { clock, settings } = has.parts
  await carryOut(has, request, response, async ({ kept, writing, from: side }) => {
    // The call to the human who helps is one of its own, and it is over.
    if (settings.deletesCalls === true && form.DialCallSid !== undefined)
      await kept.carrierRecords.note(form.DialCallSid, clock())
    const mayBeNewer = side === 'memory'
    return takeStep(writing, kept, { ...step, mayBeNewer }, async (caller) => {
      const found = await toEvent(kept, caller, form)
      return 'is' in found ? { event: found, happened: [], steer: [] } : found
    })
  })
}

/** The step happens as a whole or not at all, and is told only then. */
async function carryOut(
  has: Has,
  request: Request,
  response: Response,
  work: (side: Side & { readonly writing: Writing }) => Promise<StepTaken>,
): Promise<void> {
  const { announce } = has.parts
  const {
    answer,
    happened,
    steer: wishes,
  } = await untilNotOvertaken(() =>
    has.calls.atomically((side) =>
      work({ ...side, writing: side.from === 'memory' ? has.writingInMemory : has.writing }),
    ),
  )
  for (const happening of happened) announce(happening)
  if (answer === undefined) refuse(has, request, response, 'step')
  else sendDocument(response, answer)
  // The carrier may ask us something before it answers us, so nobody waits for this.
  void steer(steering(has), wishes)
}

async function tell(
  { parts: { announce }, calls }: Has,
  work: (kept: Kept) => Promise<readonly Happening[]>,
): Promise<void> {
  for (const happening of await calls.atomically(({ kept }) => work(kept))) announce(happening)
}

/** What the carrier is asked for afterwards is looked up where the step was taken. */
function steering({ parts, writing, calls }: Has): Steering {
  const find = (call: string) => calls.look(({ callers }) => callers.find(call))
  return { ...parts, store: { callers: { find } }, addresses: writing.addresses }
}

function inMemory({ settings: { outageKey } }: VoiceParts, writing: Writing): Writing {
  return outageKey === undefined ? writing : { ...writing, meetingNames: namesBy(outageKey) }
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
  sendStatus(response, refusals[reason])
}

const refusals = { form: 400, step: 403 } as const

/** The signature covers address and form, so the same one means the same request. */
function identityOf(request: Request): string {
  return request.get(signatureHeader) ?? ''
}

function endOf({ parts: { clock, settings } }: Has, { From }: CallForm): CallEnd {
  const { deletesCalls = false } = settings
  return { from: callerNumber(From), at: clock(), deletedAtCarrier: deletesCalls }
}

function isOver({ CallStatus }: CallForm): boolean {
  return overStatuses.some((over) => over === CallStatus)
}
