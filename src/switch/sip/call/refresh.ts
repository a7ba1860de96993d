import { tell } from './broken-call.ts'
import { contactOf, requestIn } from './dialog.ts'
import { allowHeader, sdpType, supportedHeader } from './extensions.ts'
import { hangUp } from './incoming-call.ts'
import type { IncomingCall } from './incoming-call.ts'
import { headerOf } from '../message/message.ts'
import type { Header, ReceivedResponse, SipRequest } from '../message/message.ts'
import { readNumber } from '../message/scan.ts'
import { intervalSecondsMax, readSessionExpires } from './session-timer.ts'
import type { SessionTimer } from './session-timer.ts'
import { newVia, withVia } from '../transaction/client-transactions.ts'

/** Answers to a refresh that say the call is gone (RFC 4028 §10, RFC 3261 §12.2.1.2). */
const gone = new Set([408, 481])

/** Keeps the call alive without changing anything about its sound (RFC 4028 §7.4). */
export function refreshSession(call: IncomingCall, timer: SessionTimer): void {
  if (timer.weRefresh === 'INVITE') refreshByInvite(call, timer)
  else refreshByUpdate(call, timer)
}

/** UPDATE without an offer. */
function refreshByUpdate(call: IncomingCall, timer: SessionTimer): void {
  const { core, dialog } = call
  const update = requestIn(dialog, 'UPDATE', { headers: refreshHeaders(call, timer) })
  core.clients.open(update, core.nextHop(dialog), {
    answered(response) {
      if (response.status >= 200 && call.state !== 'ended') refreshed(call, timer, response)
    },
    gaveUp() {
      hangUp(call, 'session-expired')
    },
  })
}

/**
 * re-INVITE that offers what we said last, for peers that take no UPDATE.
 *
 *   INVITE ─▶ 200 ─▶ ACK, again for each 200 that comes again         408, 481 ─▶ BYE
 *     └────── 491: both at once (RFC 3261 §14.1) ─▶ again in 2 s
 */
function refreshByInvite(call: IncomingCall, timer: SessionTimer): void {
  const { core, dialog } = call
  call.reinviting = true
  const type = { name: 'content-type', value: sdpType }
  const headers = [...refreshHeaders(call, timer), allowHeader, type]
  const invite = requestIn(dialog, 'INVITE', { headers, body: Buffer.from(call.said, 'utf8') })
  let ack: SipRequest | undefined
  core.clients.open(invite, core.nextHop(dialog), {
    answered(response) {
      if (response.status < 200) return
      const isRepeat = ack !== undefined
      if (response.status < 300) {
        if (!isRepeat) moved(call, response)
        ack ??= ackWithin(call, response.cseq.number)
        core.send(ack, core.nextHop(dialog))
      }
      if (isRepeat) return
      call.reinviting = false
      if (call.state !== 'ended') refreshed(call, timer, response)
    },
    gaveUp() {
      call.reinviting = false
      hangUp(call, 'session-expired')
    },
  })
}

function refreshHeaders({ core, source }: IncomingCall, timer: SessionTimer): Header[] {
  return [
    core.contact(source),
    supportedHeader,
    // In our request we are its uac.
    { name: 'session-expires', value: `${timer.intervalSeconds};refresher=uac` },
  ]
}

/** The ACK of a 200 is a request of its own; it is made once and sent as often as the 200 comes (RFC 3261 §13.2.2.4). */
function ackWithin({ core, dialog }: IncomingCall, sequence: number): SipRequest {
  const next = core.nextHop(dialog)
  const via = newVia(next.transport, core.place(next))
  return withVia(requestIn(dialog, 'ACK', { sequence }), via)
}

/** The peer's Contact in its 200 is where our requests go from now on (RFC 3261 §12.2.1.2). */
function moved({ core, dialog }: IncomingCall, response: ReceivedResponse): void {
  dialog.remoteTarget = contactOf(response) ?? dialog.remoteTarget
  core.settings.dialogs?.keep(dialog)
}

function refreshed(call: IncomingCall, timer: SessionTimer, response: ReceivedResponse): void {
  const { status, headers } = response
  if (gone.has(status)) hangUp(call, 'session-expired')
  else if (status === 422) {
    const min = readNumber(headerOf(headers, 'min-se') ?? '', intervalSecondsMax)
    const longer = { ...timer, intervalSeconds: Math.max(timer.intervalSeconds, min ?? 0) }
    call.clock.refreshSoon(longer)
  } else if (status >= 300) call.clock.refreshSoon(timer)
  else {
    const agreed = readSessionExpires(headerOf(headers, 'session-expires') ?? '')
    const intervalSeconds = agreed?.seconds ?? timer.intervalSeconds
    const weRefresh = agreed?.refresher !== 'uas' && timer.weRefresh
    call.clock.restart({ intervalSeconds, weRefresh })
    if (response.body.length === 0) return
    tell(call, (listener) => {
      listener.acknowledged(response.body.toString('utf8'))
    })
  }
}
