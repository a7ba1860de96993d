import { answerTo } from './answer.ts'
import { endAtOnce, orEnd, tell } from './broken-call.ts'
import type { AnswerParts } from './answer.ts'
import { bye } from './bye.ts'
import type { CallEnd, CallListener, SipCall, Source } from './call.ts'
import type { Core } from '../core.ts'
import { dialogOf } from './dialog.ts'
import type { Dialog } from './dialog.ts'
import { allowHeader, sdpType, supportedHeader } from './extensions.ts'
import { longName } from '../message/header-names.ts'
import { asUtf8, joinedHeader } from '../message/message.ts'
import type { Header, ReceivedRequest } from '../message/message.ts'
import { repeatUntilAcknowledged } from '../transaction/repeat-answer.ts'
import type { ServerTransaction } from '../transaction/server-transactions.ts'
import { refreshSession } from './refresh.ts'
import { askIfThere } from './still-there.ts'
import { negotiateTimer, sessionClock, timerHeaders } from './session-timer.ts'
import type { SessionClock, SessionTimer } from './session-timer.ts'
import { answerPlace } from '../message/via.ts'

/** How long a call may ring before the switch itself gives up. */
const ringingMs = 180_000

/** A call with all that belongs to it; its user sees the SipCall in front of it. */
export type IncomingCall = {
  readonly core: Core
  readonly invite: ReceivedRequest
  readonly source: Source
  readonly transaction: ServerTransaction
  readonly dialog: Dialog
  readonly clock: SessionClock
  state: 'new' | 'ringing' | 'answered' | 'established' | 'ended'
  listener: CallListener | undefined
  /** Our 200s without an ACK, by CSeq of their INVITE: the first one, and one for each re-INVITE. */
  readonly unacknowledged: Map<number, { readonly stop: () => void; readonly ourOffer: boolean }>
  /** Our session description as we said it last. */
  said: string
  /** A re-INVITE of ours has no final answer yet. */
  reinviting: boolean
  /** Ended by us before the ACK came; the BYE has to wait for it (RFC 3261 §15). */
  byeOnAck: boolean
  /** Ends what rings for too long, or goes on for too long after a bug. */
  tooLong: NodeJS.Timeout | undefined
  /** A bug was met in it, and its user was told. */
  broken: boolean
}

/** Begins a call: it is known from here on, and 100 Trying is on its way. */
export function openCall(
  core: Core,
  invite: ReceivedRequest,
  source: Source,
  transaction: ServerTransaction,
): IncomingCall {
  const call: IncomingCall = {
    core,
    invite,
    source,
    transaction,
    dialog: dialogOf(invite, source),
    clock: sessionClock(
      {
        refresh: (timer) => {
          orEnd(call, () => {
            refreshSession(call, timer)
          })
        },
        lapse: () => {
          orEnd(call, () => {
            hangUp(call, 'session-expired')
          })
        },
      },
      core.settings.sessionSecondMs,
    ),
    state: 'new',
    listener: undefined,
    unacknowledged: new Map(),
    said: '',
    reinviting: false,
    byeOnAck: false,
    tooLong: undefined,
    broken: false,
  }
  core.calls.add(call)
  transaction.respond(answerTo(invite, source, 100))
  call.tooLong = setTimeout(() => {
    orEnd(call, () => {
      hangUp(call, 'refused')
    })
  }, ringingMs)
  return call
}

/** The call as its user sees it. */
export function asSipCall(call: IncomingCall): SipCall {
  const { invite, source } = call
  return {
    callId: invite.callId,
    source,
    localAddress: call.core.place(source).address,
    requestUri: invite.uri,
    header(name) {
      const value = joinedHeader(invite.headers, longName(name))
      return value === undefined ? undefined : asUtf8(value)
    },
    offer: bodyText(invite),
    listen(listener) {
      call.listener = listener
    },
    ring() {
      if (call.state !== 'new') return
      call.state = 'ringing'
      const headers = [call.core.contact(source), ...recordRoutes(invite)]
      respond(call, 180, { headers })
    },
    answer(sdp) {
      answer(call, sdp)
    },
    refuse(status, headers) {
      const more = Object.entries(headers ?? {}).map(([name, value]) => ({
        name: longName(name),
        value,
      }))
      refuse(call, status >= 300 && status <= 699 ? status : 500, 'refused', more)
    },
    isThere: () => askIfThere(call),
    end() {
      endAtOnce(call, 480)
    },
  }
}

function answer(call: IncomingCall, sdp: string): void {
  if (call.state !== 'new' && call.state !== 'ringing') return
  call.state = 'answered'
  clearTimeout(call.tooLong)
  const negotiated = negotiateTimer(call.invite.headers)
  const timer = negotiated.is === 'agreed' ? negotiated.timer : undefined
  const ourOffer = call.invite.body.length === 0
  sendOk(call, call.invite, call.transaction, { sdp, timer, ourOffer })
  call.core.settings.dialogs?.keep(call.dialog)
}

/** 200 to an INVITE or re-INVITE, repeated until its ACK comes; without one the call ends. */
export function sendOk(
  call: IncomingCall,
  invite: ReceivedRequest,
  transaction: ServerTransaction,
  parts: {
    readonly sdp: string
    readonly timer: SessionTimer | undefined
    readonly ourOffer: boolean
  },
): void {
  const headers: Header[] = [
    call.core.contact(call.source),
    ...recordRoutes(invite),
    allowHeader,
    supportedHeader,
    { name: 'content-type', value: sdpType },
  ]
  if (parts.timer !== undefined) headers.push(...timerHeaders(parts.timer))
  call.said = parts.sdp
  const body = Buffer.from(parts.sdp, 'utf8')
  const toTag = call.dialog.localTag
  const ok = answerTo(invite, call.source, 200, { toTag, headers, body })
  const to = answerPlace(invite.via, call.source)
  const stop = repeatUntilAcknowledged(
    () => {
      orEnd(call, () => {
        call.core.send(ok, to)
      })
    },
    () => {
      orEnd(call, () => {
        neverAcknowledged(call, invite)
      })
    },
  )
  call.unacknowledged.set(invite.cseq.number, { stop, ourOffer: parts.ourOffer })
  call.clock.restart(parts.timer)
  transaction.respond(ok)
}

function neverAcknowledged(call: IncomingCall, invite: ReceivedRequest): void {
  call.unacknowledged.delete(invite.cseq.number)
  call.byeOnAck = false
  if (call.state === 'ended') sendBye(call)
  else hangUp(call, 'never-acknowledged')
}

/** The ACK of one of our 200s has come. */
export function acknowledge(call: IncomingCall, ack: ReceivedRequest): void {
  const waiting = call.unacknowledged.get(ack.cseq.number)
  if (waiting === undefined) return
  waiting.stop()
  call.unacknowledged.delete(ack.cseq.number)
  if (call.byeOnAck) {
    call.byeOnAck = false
    sendBye(call)
    return
  }
  const first = call.state === 'answered'
  if (first) call.state = 'established'
  const theirAnswer = waiting.ourOffer ? bodyText(ack) : undefined
  if (first || theirAnswer !== undefined)
    tell(call, (listener) => {
      listener.acknowledged(theirAnswer)
    })
}

/** A final answer that is no 200. */
export function refuse(
  call: IncomingCall,
  status: number,
  why: CallEnd,
  headers: readonly Header[] = [],
): void {
  if (call.state !== 'new' && call.state !== 'ringing') return
  respond(call, status, { headers })
  ended(call, why)
  call.core.calls.remove(call)
}

/** Ends the call from our side, whatever its state. */
export function hangUp(call: IncomingCall, why: CallEnd, statusBefore = 480): void {
  if (call.state === 'ended') return
  if (call.state === 'new' || call.state === 'ringing') {
    refuse(call, statusBefore, why)
    return
  }
  if (call.state === 'answered' && why !== 'never-acknowledged') call.byeOnAck = true
  ended(call, why)
  if (!call.byeOnAck) sendBye(call)
}

/** Ends the call because the endpoint closes: there will be no ACK to wait for. */
export function abandon(call: IncomingCall): void {
  hangUp(call, 'we-hung-up', 503)
  if (!call.byeOnAck) return
  call.byeOnAck = false
  sendBye(call)
}

/** The caller's BYE; an INVITE still open is answered too (RFC 3261 §15.1.2). */
export function hungUp(call: IncomingCall): void {
  if (call.state === 'new' || call.state === 'ringing') refuse(call, 487, 'caller-hung-up')
  stopRepeating(call)
  ended(call, 'caller-hung-up')
  call.core.calls.remove(call)
}

/** The body as text; undefined when there is none. */
export function bodyText({ body }: ReceivedRequest): string | undefined {
  return body.length === 0 ? undefined : body.toString('utf8')
}

function ended(call: IncomingCall, why: CallEnd): void {
  if (call.state === 'ended') return
  call.state = 'ended'
  clearTimeout(call.tooLong)
  call.clock.restart(undefined)
  call.core.calls.down()
  tell(call, (listener) => {
    listener.ended(why)
  })
}

function sendBye(call: IncomingCall): void {
  stopRepeating(call)
  bye(call.core, call.dialog, () => {
    call.core.calls.remove(call)
  })
}

function stopRepeating(call: IncomingCall): void {
  for (const { stop } of call.unacknowledged.values()) stop()
  call.unacknowledged.clear()
}

function respond(call: IncomingCall, status: number, parts: AnswerParts): void {
  const toTag = call.dialog.localTag
  call.transaction.respond(answerTo(call.invite, call.source, status, { ...parts, toTag }))
}

/** Record-Route goes back as it came (RFC 3261 §12.1.1). */
function recordRoutes(invite: ReceivedRequest): Header[] {
  return invite.headers.filter(({ name }) => name === 'record-route')
}
