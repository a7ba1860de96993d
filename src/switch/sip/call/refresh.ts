import { requestIn } from './dialog.ts'
import { supportedHeader } from './extensions.ts'
import { hangUp } from './incoming-call.ts'
import type { IncomingCall } from './incoming-call.ts'
import { headerOf } from '../message/message.ts'
import type { ReceivedResponse } from '../message/message.ts'
import { readNumber } from '../message/scan.ts'
import { intervalSecondsMax, readSessionExpires } from './session-timer.ts'
import type { SessionTimer } from './session-timer.ts'

/** Answers to a refresh that say the call is gone (RFC 4028 §10, RFC 3261 §12.2.1.2). */
const gone = new Set([408, 481])

/** Keeps the call alive by UPDATE without an offer: nothing about the sound changes (RFC 4028 §7.4). */
export function refreshSession(call: IncomingCall, timer: SessionTimer): void {
  const { core, dialog } = call
  const headers = [
    core.contact(call.source),
    supportedHeader,
    // In our request we are its uac.
    { name: 'session-expires', value: `${timer.intervalSeconds};refresher=uac` },
  ]
  const update = requestIn(dialog, 'UPDATE', { headers })
  core.clients.open(update, core.nextHop(dialog), {
    answered(response) {
      if (response.status >= 200 && call.state !== 'ended') refreshed(call, timer, response)
    },
    gaveUp() {
      hangUp(call, 'session-expired')
    },
  })
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
    call.clock.restart({ intervalSeconds, weRefresh: agreed?.refresher !== 'uas' })
  }
}
