import { stackOf } from '../../log.ts'
import type { CallListener } from './call.ts'
import { hangUp } from './incoming-call.ts'
import type { IncomingCall } from './incoming-call.ts'

/** How long a call may go on after a bug, so that its caller hears a sentence. */
const lastWordsMsMax = 20_000

/** Does something for one call, from a timer of its own; a bug in it ends this call and no other. */
export function orEnd(call: IncomingCall, work: () => void): void {
  try {
    work()
  } catch (bug) {
    endBroken(call, bug)
  }
}

/** Calls the listener; if it fails, that is the end of this one call. */
export function tell(call: IncomingCall, say: (listener: CallListener) => void): boolean {
  if (call.listener === undefined) return true
  try {
    say(call.listener)
    return true
  } catch (bug) {
    endBroken(call, bug)
    return false
  }
}

/**
 * A bug was met in this call.
 *
 *   sound flows ──▶ its user is told ──▶ a sentence ──▶ BYE
 *        │                └── says nothing for 20 s ─────▲
 *        └── no sound, or not the first bug ─────────────┘
 */
export function endBroken(call: IncomingCall, bug: unknown): void {
  const { listener } = call
  const isHeard = call.state === 'answered' || call.state === 'established'
  if (!isHeard || call.broken || listener?.broke === undefined) {
    call.core.settings.log.error({ stack: stackOf(bug) }, 'sip: a bug ends this call')
    endAtOnce(call)
    return
  }
  call.broken = true
  call.tooLong = setTimeout(() => {
    endAtOnce(call)
  }, lastWordsMsMax)
  tell(call, () => listener.broke?.(bug))
}

/** By BYE, or by a status before it was answered; a call that cannot even be ended is forgotten. */
export function endAtOnce(call: IncomingCall, statusBefore = 500): void {
  try {
    hangUp(call, 'we-hung-up', statusBefore)
  } catch (another) {
    call.core.settings.log.error({ stack: stackOf(another) }, 'sip: a bug in ending a call')
    call.core.calls.remove(call)
  }
}
