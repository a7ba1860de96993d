import { stackOf } from '../log.ts'
import type { Call } from './call.ts'
import type { Log } from '../log.ts'
import type { Sound } from '../media/frame.ts'
import type { Detours } from '../twiml/detours.ts'

/** A call that is up, and the way to send its documents elsewhere. */
export type Running = {
  readonly call: Call
  readonly detours: Detours
  /** "There is a fault, please call again." */
  readonly troubleSound: Sound
  /** A bug was met: what comes from this caller is not listened to any more. */
  broken: boolean
}

/** One call ends, with a sentence if it still can be said; the process, and with it all others, goes on whatever happens here. */
export function endWithBug(one: Running, bug: unknown, log: Log): void {
  const { call, detours, troubleSound } = one
  log.error({ call: call.leg.sid, stack: stackOf(bug) }, 'a bug ends this call')
  if (!one.broken) {
    one.broken = true
    detours.send({ lastWords: troubleSound })
    return
  }
  hangUpAnyhow(one, log)
}

/** Nothing more can be said to this caller. */
export function hangUpAnyhow({ call }: Running, log: Log): void {
  try {
    call.leg.hangUp()
  } catch (another) {
    log.error({ call: call.leg.sid, stack: stackOf(another) }, 'a bug in ending a call')
  }
}
