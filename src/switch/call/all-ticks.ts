import { endWithBug, type Running } from './running.ts'
import { stackOf } from '../log.ts'
import type { Log } from '../log.ts'

const ticksPerLook = 50

export type TickNeeds = {
  readonly conferences: { tick(): void }
  readonly log: Log
}

/**
 * 20 ms of all calls; the function says whether any is up.
 *
 *   mouth ◀─ line.listen()      conferences.tick()      line.speak() ◀─ prompts over ear.room
 *
 * A bug in the sound of one call ends that call, and the others never notice: what it heard is not listened to
 * any more, it is told that something is wrong, and where even that fails it ends at once.
 */
export function makeTick(running: ReadonlyMap<string, Running>, needs: TickNeeds): () => boolean {
  const { conferences, log } = needs
  let ticks = 0

  function each(step: (one: Running) => void): void {
    for (const one of running.values()) {
      try {
        step(one)
      } catch (bug) {
        endWithBug(one, bug, log)
      }
    }
  }

  function tickConferences(): void {
    try {
      conferences.tick()
    } catch (bug) {
      if (ticks % ticksPerLook === 0) log.error({ stack: stackOf(bug) }, 'a bug in the conferences')
    }
  }

  function endDead({ call }: Running): void {
    if (!call.isDead()) return
    log.warn(
      { call: call.leg.sid, line: call.describe() },
      'no sound comes any more and nobody answers; call ended',
    )
    call.leg.hangUp()
  }

  return (): boolean => {
    each(hear)
    tickConferences()
    each(speak)
    ticks++
    if (ticks % ticksPerLook === 0) each(endDead)
    return running.size > 0
  }
}

function hear({ call, broken }: Running): void {
  if (!broken) call.hear()
}

function speak({ call }: Running): void {
  call.speak()
}
