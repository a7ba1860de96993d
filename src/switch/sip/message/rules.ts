import { answerTo } from '../call/answer.ts'
import type { Source } from '../call/call.ts'
import { info, reinvite, update } from '../call/call-changes.ts'
import type { Core } from '../core.ts'
import { acceptHeader, allowHeader, notAllowed, supportedHeader } from '../call/extensions.ts'
import { acknowledge, asSipCall, hangUp, hungUp, openCall, refuse } from '../call/incoming-call.ts'
import type { IncomingCall } from '../call/incoming-call.ts'
import type { Header, ReceivedRequest } from './message.ts'
import { busyRefusal, fullRetrySeconds, generalRefusal, offerRefusal } from '../call/refusals.ts'
import type { Refusal } from '../call/refusals.ts'
import type { ServerTransaction } from '../transaction/server-transactions.ts'
import { answerPlace } from './via.ts'

/** What a caller is told to wait who calls too often. */
const tooOftenRetrySeconds = 2
/** A switch that stops is back within a minute, or its calls are somebody else's. */
const closedRetrySeconds = 60

/** What the rules need to know about the endpoint besides its calls. */
export type Rulebook = {
  readonly core: Core
  /** The To tag of answers without a call: the same for every repeat (RFC 3261 §8.2.7). */
  statelessTag(request: ReceivedRequest): string
  /** Whether a call from there may begin now. */
  mayBegin(source: Source): boolean
}

type Rule = (book: Rulebook, request: ReceivedRequest, source: Source) => void

/** Every method there is for us. What is missing does not exist: 405 or 501. */
const rules: Readonly<Record<string, Rule>> = {
  INVITE: invite,
  ACK: ack,
  CANCEL: cancel,
  OPTIONS: options,
  BYE: inCall((call, request, transaction) => {
    transaction.respond(answerTo(request, call.source, 200))
    hungUp(call)
  }),
  UPDATE: inCall((call, request, transaction) => {
    update({ call, request, transaction })
  }),
  INFO: inCall((call, request, transaction) => {
    info({ call, request, transaction })
  }),
  // We never send a 1xx that could be acknowledged (RFC 3262 §3).
  PRACK: (book, request, source) => {
    answerWithout(book, request, source, 481)
  },
}

/** Deals with a request that belongs to no transaction yet. */
export function applyRule(book: Rulebook, request: ReceivedRequest, source: Source): void {
  const rule = Object.hasOwn(rules, request.method) ? rules[request.method] : undefined
  if (rule === undefined) {
    const status = notAllowed.has(request.method) ? 405 : 501
    answerWithout(book, request, source, status, [allowHeader])
    return
  }
  if (request.method !== 'ACK' && request.method !== 'CANCEL') {
    const refusal = generalRefusal(request)
    if (refusal !== undefined) {
      answerWithout(book, request, source, refusal.status, refusal.headers)
      return
    }
  }
  rule(book, request, source)
}

/** Whether the method means something to us; for requests too broken to go by the rules. */
export function isKnownMethod(method: string): boolean {
  return Object.hasOwn(rules, method) || notAllowed.has(method)
}

function invite(book: Rulebook, request: ReceivedRequest, source: Source): void {
  if (request.to.tag !== undefined) {
    withinCall(book, request, source, (call, transaction) => {
      reinvite({ call, request, transaction })
    })
    return
  }
  const { core } = book
  const { settings, calls } = core
  const refusal =
    offerRefusal(request) ??
    closed(core) ??
    (calls.isMerged(request) ? { status: 482 } : undefined) ??
    (book.mayBegin(source) ? undefined : busyRefusal(tooOftenRetrySeconds)) ??
    (calls.upCount < settings.callsMax ? undefined : full(core))
  if (refusal !== undefined) {
    answerWithout(book, request, source, refusal.status, refusal.headers)
    return
  }
  const transaction = core.servers.open(request, source)
  if (transaction === undefined) {
    answerWithout(book, request, source, 503)
    return
  }
  const call = openCall(core, request, source, transaction)
  try {
    settings.onCall(asSipCall(call))
  } catch (error) {
    settings.log.error({ error }, 'sip: a new call failed in our hands')
    hangUp(call, 'refused', 500)
  }
}

/** The switch is about to stop. */
function closed({ settings }: Core): Refusal | undefined {
  return settings.isOpen?.() === false ? busyRefusal(closedRetrySeconds) : undefined
}

/** Every line is taken. Asked after the token bucket, which also bounds what this writes to the log. */
function full({ settings, calls }: Core): Refusal {
  settings.log.warn({ calls: calls.upCount }, 'sip: every line is taken, a caller was refused')
  return busyRefusal(fullRetrySeconds)
}

/** ACK of a 200: the dialog's. Any other has been dealt with, or is nobody's: never an answer. */
function ack({ core }: Rulebook, request: ReceivedRequest, source: Source): void {
  const call = core.calls.within(request, source)
  if (call !== undefined) acknowledge(call, request)
}

function cancel(book: Rulebook, request: ReceivedRequest, source: Source): void {
  const { core } = book
  const transaction = core.servers.cancelled(request, source)
  if (transaction === undefined) {
    answerWithout(book, request, source, 481)
    return
  }
  const call = core.calls.ofTransaction(transaction)
  const toTag = call?.dialog.localTag ?? book.statelessTag(request)
  core.send(answerTo(request, source, 200, { toTag }), answerPlace(request.via, source))
  if (call !== undefined) refuse(call, 487, 'cancelled')
}

/** Says what we can do, or what an INVITE would hear (RFC 3261 §11.2): peers use it to see whether to send us calls. */
function options(book: Rulebook, request: ReceivedRequest, source: Source): void {
  if (request.to.tag !== undefined && book.core.calls.within(request, source) === undefined) {
    answerWithout(book, request, source, 481)
    return
  }
  const refusal = request.to.tag === undefined ? closed(book.core) : undefined
  if (refusal !== undefined) {
    answerWithout(book, request, source, refusal.status, refusal.headers)
    return
  }
  const can: Header[] = [allowHeader, acceptHeader, supportedHeader, book.core.contact(source)]
  answerWithout(book, request, source, 200, can)
}

/** A rule for a method that only exists within a call. */
function inCall(
  then: (call: IncomingCall, request: ReceivedRequest, transaction: ServerTransaction) => void,
): Rule {
  return (book, request, source) => {
    withinCall(book, request, source, (call, transaction) => {
      then(call, request, transaction)
    })
  }
}

/** Finds the call and its CSeq in order, opens the transaction, then goes on; else 481 or 500. */
function withinCall(
  book: Rulebook,
  request: ReceivedRequest,
  source: Source,
  then: (call: IncomingCall, transaction: ServerTransaction) => void,
): void {
  const call = book.core.calls.within(request, source)
  if (call === undefined || (call.state === 'ended' && request.method !== 'BYE')) {
    answerWithout(book, request, source, 481)
    return
  }
  if (request.cseq.number <= call.dialog.remoteSequence) {
    answerWithout(book, request, source, 500)
    return
  }
  const transaction = book.core.servers.open(request, source)
  if (transaction === undefined) {
    answerWithout(book, request, source, 503)
    return
  }
  call.dialog.remoteSequence = request.cseq.number
  then(call, transaction)
}

/** Answers without keeping anything: a flood of such requests costs no memory (RFC 3261 §8.2.7). */
function answerWithout(
  book: Rulebook,
  request: ReceivedRequest,
  source: Source,
  status: number,
  headers: readonly Header[] = [],
): void {
  const toTag = book.statelessTag(request)
  book.core.send(
    answerTo(request, source, status, { toTag, headers }),
    answerPlace(request.via, source),
  )
}
