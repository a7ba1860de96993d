import type { Clock } from '../media/ticker.ts'

/** A thread that told nothing this long, asked each second, will never tell anything again. */
export const silentSecondsMax = 5
/** Until it has told something for the first time, it is only being loaded; a busy machine takes its time. */
export const beginningSecondsMax = 60

const lookEveryMs = 1_000

/** What is watched. */
export type Watched = {
  /** It tells something soon, be it that there is nothing to tell. */
  readonly ask: () => void
  /** It is given up. */
  readonly hangs: (why: string) => void
}

export type Watch = {
  /** It has told something. */
  heard(): void
  stop(): void
}

/**
 * Notices a thread that hangs: it lives, so nothing says that it has died, and its callers sit in silence. One with legs
 * tells its ticks each second (plane.ts); one that told nothing is asked, so that having nothing to do is no sign.
 *
 *   each second    told something ─▶ fine       nothing ─▶ ask      nothing, silentSecondsMax times in a row ─▶ hangs
 *
 * Looks are counted, and not seconds: after a stall of this thread, or a night in which the machine slept, one look comes
 * late, and what was told meanwhile is heard before the next.
 */
export function watchOver({ ask, hangs }: Watched, clock: Clock): Watch {
  let everHeard = false
  let silentLooks = 0
  let callOff = wait()

  function wait(): () => void {
    return clock.after(lookEveryMs, look)
  }

  function look(): void {
    const seconds = everHeard ? silentSecondsMax : beginningSecondsMax
    if (silentLooks >= seconds) {
      hangs(`it hangs: asked each second, it has told nothing for ${seconds} seconds`)
      return
    }
    if (silentLooks > 0) ask()
    silentLooks++
    callOff = wait()
  }

  return {
    heard() {
      everHeard = true
      silentLooks = 0
    },
    stop() {
      callOff()
    },
  }
}
