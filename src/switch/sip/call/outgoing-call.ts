import { answerTo } from './answer.ts'
import { transportParameter } from './call.ts'
import type { Source } from './call.ts'
import type { CallPlan, FinalAnswer } from './caller.ts'
import { newVia, withVia } from '../transaction/client-transactions.ts'
import type { ClientTransactions } from '../transaction/client-transactions.ts'
import { contactOf, requestIn } from './dialog.ts'
import type { Dialog } from './dialog.ts'
import { acceptHeader, allowHeader, sdpType, userAgentHeader } from './extensions.ts'
import { headerOf, joinedHeader, noBody } from '../message/message.ts'
import type {
  Header,
  Reading,
  ReceivedResponse,
  SipMessage,
  SipRequest,
} from '../message/message.ts'
import { splitList } from '../message/scan.ts'
import { inUriWithPort } from '../message/uri.ts'
import { answerPlace } from '../message/via.ts'

/** The inside of a call that we placed; caller.ts makes it and shows its outside. Never the switch's. */
export type Outgoing = {
  readonly plan: CallPlan
  readonly peer: Source
  readonly place: { readonly address: string; readonly port: number }
  readonly clients: ClientTransactions
  readonly send: (message: SipMessage, to: Source) => void
  readonly callId: string
  readonly localTag: string
  state: 'calling' | 'talking' | 'leaving' | 'ended'
  readonly provisional: number[]
  inviteVia: string | undefined
  dialog: Dialog | undefined
  /** CANCEL is sent once, when the first 1xx has come. */
  cancelling: 'no' | 'wanted' | 'sent'
  /** The ACK of each 200, by CSeq, to be sent again when the 200 is. */
  readonly acks: Map<number, SipRequest>
  readonly answered: (answer: FinalAnswer) => void
  readonly ended: (how: 'refused' | 'we-hung-up' | 'they-hung-up') => void
}

const firstSequence = 1

/** Sends the INVITE of a new call. */
export function invite(call: Outgoing, sdp: string): void {
  call.inviteVia = call.clients.open(requestOf(call, 'INVITE', sdp), call.peer, {
    answered(response) {
      heard(call, response)
    },
    gaveUp() {
      notAnswered(call, 408)
    },
  })
}

/** CANCEL, as soon as there is something to cancel (RFC 3261 §9.1); BYE when it is too late. */
export function cancelCall(call: Outgoing): void {
  if (call.state !== 'calling') {
    endCall(call)
    return
  }
  if (call.cancelling === 'no') call.cancelling = 'wanted'
  if (call.provisional.length > 0) sendCancel(call)
}

/** BYE, once the call stands. */
export function endCall(call: Outgoing): void {
  const { dialog } = call
  if (call.state === 'calling') cancelCall(call)
  if (call.state !== 'talking' || dialog === undefined) return
  call.state = 'leaving'
  const over = () => {
    end(call, 'we-hung-up')
  }
  call.clients.open(requestIn(dialog, 'BYE'), call.peer, {
    answered(response) {
      if (response.status >= 200) over()
    },
    gaveUp: over,
  })
}

/** re-INVITE; a refusal leaves the call as it is. */
export function offerAgain(call: Outgoing, sdp: string): Promise<FinalAnswer> {
  const { dialog } = call
  if (call.state !== 'talking' || dialog === undefined) {
    return Promise.resolve({ status: 481, sdp: undefined })
  }
  const headers = [contactHeader(call), allowHeader, { name: 'content-type', value: sdpType }]
  const request = requestIn(dialog, 'INVITE', { headers, body: Buffer.from(sdp, 'utf8') })
  const { promise, resolve } = Promise.withResolvers<FinalAnswer>()
  call.clients.open(request, call.peer, {
    answered(response) {
      if (response.status < 200) return
      if (response.status < 300) acknowledge(call, dialog, response.cseq.number)
      resolve(finalOf(response))
    },
    gaveUp() {
      resolve({ status: 408, sdp: undefined })
    },
  })
  return promise
}

/** What arrived for the caller: answers to its requests, and requests of the callee. */
export function receiveForCaller(call: Outgoing, reading: Reading, source: Source): void {
  if (reading.is === 'response') call.clients.absorb(reading)
  if (reading.is !== 'request' || reading.method === 'ACK') return
  const ours = reading.callId === call.callId && reading.to.tag === call.localTag
  const to = answerPlace(reading.via, source)
  const status = ours ? (answers.get(reading.method) ?? 405) : 481
  const headers = status === 405 ? [allowHeader] : status === 200 ? [acceptHeader] : []
  call.send(answerTo(reading, source, status, { headers }), to)
  if (ours && reading.method === 'BYE') end(call, 'they-hung-up')
}

/** What the callee may ask of us within the call, and our answer. */
const answers: ReadonlyMap<string, number> = new Map([
  ['BYE', 200],
  ['OPTIONS', 200],
  ['UPDATE', 200],
  ['INFO', 200],
  ['INVITE', 488],
  ['CANCEL', 481],
])

function heard(call: Outgoing, response: ReceivedResponse): void {
  const { status } = response
  if (status < 200) {
    call.provisional.push(status)
    call.plan.onProvisional?.(status)
    sendCancel(call)
    return
  }
  if (status >= 300) {
    notAnswered(call, status)
    return
  }
  if (call.dialog === undefined) {
    call.dialog = dialogAfter(call, response)
    call.state = 'talking'
  }
  acknowledge(call, call.dialog, response.cseq.number)
  call.answered(finalOf(response))
  if (call.cancelling !== 'no') endCall(call)
}

function notAnswered(call: Outgoing, status: number): void {
  call.answered({ status, sdp: undefined })
  end(call, 'refused')
}

function end(call: Outgoing, how: 'refused' | 'we-hung-up' | 'they-hung-up'): void {
  if (call.state === 'ended') return
  call.state = 'ended'
  call.ended(how)
}

/** The ACK of a 200 is the caller's own: outside any transaction, made once, sent for every 200. */
function acknowledge(call: Outgoing, dialog: Dialog, sequence: number): void {
  let ack = call.acks.get(sequence)
  if (ack === undefined) {
    const via = newVia(call.peer.transport, call.place)
    ack = withVia(requestIn(dialog, 'ACK', { sequence }), via)
    call.acks.set(sequence, ack)
  }
  call.send(ack, call.peer)
}

/** CANCEL carries the Via of what it cancels (RFC 3261 §9.1). */
function sendCancel(call: Outgoing): void {
  if (call.inviteVia === undefined || call.cancelling !== 'wanted') return
  call.cancelling = 'sent'
  const request = withVia(requestOf(call, 'CANCEL'), call.inviteVia)
  call.clients.open(request, call.peer, {
    answered: () => undefined,
    gaveUp: () => {
      notAnswered(call, 408)
    },
  })
}

/** INVITE or its CANCEL. */
function requestOf(call: Outgoing, method: 'INVITE' | 'CANCEL', sdp = ''): SipRequest {
  const { plan } = call
  const headers: Header[] = [
    { name: 'max-forwards', value: '70' },
    { name: 'from', value: fromOf(call) },
    { name: 'to', value: `<${plan.to}>` },
    { name: 'call-id', value: call.callId },
    { name: 'cseq', value: `${firstSequence} ${method}` },
    userAgentHeader,
  ]
  if (method === 'INVITE') {
    headers.push(contactHeader(call), allowHeader, { name: 'content-type', value: sdpType })
  }
  const body = sdp === '' ? noBody : Buffer.from(sdp, 'utf8')
  return { is: 'request', method, uri: plan.to, headers, body }
}

function fromOf({ plan, localTag }: Outgoing): string {
  return `<${plan.from}>;tag=${localTag}`
}

function contactHeader({ peer, place }: Outgoing): Header {
  const parameter = transportParameter(peer)
  return { name: 'contact', value: `<sip:phone@${inUriWithPort(place)}${parameter}>` }
}

/** The dialog that a 200 to our INVITE begins (RFC 3261 §12.1.2); its route set is the way back. */
function dialogAfter(call: Outgoing, response: ReceivedResponse): Dialog {
  return {
    callId: call.callId,
    localTag: call.localTag,
    remoteTag: response.to.tag ?? '',
    local: fromOf(call),
    remote: headerOf(response.headers, 'to') ?? '',
    routeSet: splitList(joinedHeader(response.headers, 'record-route') ?? '').toReversed(),
    remoteTarget: contactOf(response) ?? call.plan.to,
    localSequence: firstSequence + 1,
    remoteSequence: 0,
    source: call.peer,
  }
}

function finalOf({ status, body }: ReceivedResponse): FinalAnswer {
  return { status, sdp: body.length === 0 ? undefined : body.toString('utf8') }
}
