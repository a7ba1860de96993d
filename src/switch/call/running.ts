import { stackOf } from '../log.ts'
import type { Call } from './call.ts'
import type { Log } from '../log.ts'
import type { Sound } from '../media/frame.ts'
import type { LegListener } from '../plane/media-leg.ts'
import type { Detours } from '../twiml/detours.ts'

/** A call that is up, and the way to send its documents elsewhere. */
export type Running = {
  readonly call: Call
  readonly detours: Detours
  /** "There is a fault, please call again." */
  readonly troubleSound: Sound
  /** A bug was met: the caller is told so. */
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

/** What the sound of a call tells, and what becomes of it. */
export function soundListener(one: Running, log: Log): LegListener {
  const { call } = one
  return {
    pressed(key) {
      call.pressed(key)
    },
    broke(bug) {
      endWithBug(one, bug, log)
    },
    lost() {
      hangUpAnyhow(one, log)
    },
    told() {
      if (!call.isDead()) return
      log.warn(
        { call: call.leg.sid, line: call.describe() },
        'no sound comes any more and nobody answers; call ended',
      )
      call.leg.hangUp()
    },
  }
}
