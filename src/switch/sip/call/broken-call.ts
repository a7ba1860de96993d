import { stackOf } from '../../log.ts'
import { hangUp } from './incoming-call.ts'
import type { IncomingCall } from './incoming-call.ts'

/** Does something for one call, from a timer of its own; a bug in it ends this call and no other. */
export function orEnd(call: IncomingCall, work: () => void): void {
  try {
    work()
  } catch (bug) {
    endBroken(call, bug)
  }
}

/** A bug was met in this call: it ends by BYE, or is at least forgotten. */
export function endBroken(call: IncomingCall, bug: unknown): void {
  const { log } = call.core.settings
  log.error({ stack: stackOf(bug) }, 'sip: a bug ends this call')
  try {
    hangUp(call, 'we-hung-up', 500)
  } catch (another) {
    log.error({ stack: stackOf(another) }, 'sip: a bug in ending a call')
    call.core.calls.remove(call)
  }
}
