import { answerTo } from './answer.ts'
import { contactOf } from './dialog.ts'
import { allowHeader, sdpType, supportedHeader } from './extensions.ts'
import { tell } from './broken-call.ts'
import { bodyText, sendOk } from './incoming-call.ts'
import type { IncomingCall } from './incoming-call.ts'
import { keyTypes, readKey } from './keys.ts'
import type { Header, ReceivedRequest } from '../message/message.ts'
import { contentTypeOf, offerRefusal } from './refusals.ts'
import type { Refusal } from './refusals.ts'
import type { ServerTransaction } from '../transaction/server-transactions.ts'
import { negotiateTimer, timerHeaders } from './session-timer.ts'
import type { SessionTimer } from './session-timer.ts'

/** Longest pause we ask for when the caller changes the call before we answered it (RFC 3311 §5.2). */
const retryAfterSecondsMax = 10

type Change = {
  readonly call: IncomingCall
  readonly request: ReceivedRequest
  readonly transaction: ServerTransaction
}

/** re-INVITE: hold, resume, another address, or the refresh of a session (RFC 3261 §14.2). */
export function reinvite(change: Change): void {
  const { call, request, transaction } = change
  const sdp = agreeAgain(change)
  if (typeof sdp !== 'string') {
    respond(change, sdp.status, sdp.headers)
    return
  }
  const timer = refreshedTimer(request)
  retarget(change)
  sendOk(call, request, transaction, { sdp, timer, ourOffer: request.body.length === 0 })
}

/** UPDATE: the same without the three-way handshake; without an offer only a refresh (RFC 3311 §5.2). */
export function update(change: Change): void {
  const { call, request } = change
  const withOffer = request.body.length > 0
  const sdp = withOffer ? agreeAgain(change) : (offerRefusal(request) ?? '')
  if (typeof sdp !== 'string') {
    respond(change, sdp.status, sdp.headers)
    return
  }
  const timer = refreshedTimer(request)
  retarget(change)
  const headers: Header[] = [call.core.contact(call.source), allowHeader, supportedHeader]
  if (timer !== undefined) headers.push(...timerHeaders(timer))
  if (withOffer) headers.push({ name: 'content-type', value: sdpType })
  call.clock.restart(timer)
  if (withOffer) call.said = sdp
  respond(change, 200, headers, sdp)
}

/** INFO: a key, from phones that have no other way to send one (a Fritz!Box whose line has no RFC 4733). */
export function info(change: Change): void {
  const { call, request } = change
  const type = contentTypeOf(request)
  if (request.body.length > 0 && !keyTypes.has(type)) {
    respond(change, 415, [{ name: 'accept', value: [...keyTypes].join(', ') }])
    return
  }
  respond(change, 200)
  const key = readKey(type, bodyText(request) ?? '')
  if (key !== undefined)
    tell(call, (listener) => {
      listener.pressed(key)
    })
}

/**
 * Our session description for a change, or why there is none. Refused changes leave the call as it
 * is. While one offer is open there must be no second (glare, RFC 3261 §14.2, RFC 3311 §5.2).
 */
function agreeAgain({ call, request }: Change): string | Refusal {
  const refusal = offerRefusal(request)
  if (refusal !== undefined) return refusal
  if (call.state === 'new' || call.state === 'ringing') {
    const seconds = Math.ceil(Math.random() * retryAfterSecondsMax)
    return { status: 500, headers: [{ name: 'retry-after', value: String(seconds) }] }
  }
  if (call.reinviting) return { status: 491 }
  for (const { ourOffer } of call.unacknowledged.values()) if (ourOffer) return { status: 491 }
  const answers: (string | Refusal)[] = []
  const well = tell(call, (listener) => {
    answers.push(listener.reoffered(bodyText(request)))
  })
  return answers[0] ?? { status: well ? 488 : 500 }
}

function respond(
  { call, request, transaction }: Change,
  status: number,
  headers: readonly Header[] = [],
  text = '',
): void {
  const toTag = call.dialog.localTag
  const body = Buffer.from(text, 'utf8')
  transaction.respond(answerTo(request, call.source, status, { toTag, headers, body }))
}

/** The peer may move: its new Contact is where our requests go from now on (RFC 3261 §12.2.2). */
function retarget({ call, request }: Change): void {
  const { dialog, core } = call
  dialog.remoteTarget = contactOf(request) ?? dialog.remoteTarget
  core.settings.dialogs?.keep(dialog)
}

/** A refresh without Session-Expires ends the timer (RFC 4028 §10). */
function refreshedTimer(request: ReceivedRequest): SessionTimer | undefined {
  const negotiated = negotiateTimer(request.headers)
  return negotiated.is === 'agreed' ? negotiated.timer : undefined
}
