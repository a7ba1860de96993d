import { frameMs } from './frame.ts'
import { latenessHistogram, type Lateness } from './lateness.ts'

/** After a stall, this many ticks are made up for at once; the rest is left out, or callers would hear a burst. */
const catchUpTicksMax = 5

/** What a ticker needs of time; tests move it by hand. */
export type Clock = {
  /** Monotonic milliseconds with a fraction. */
  now(): number
  /** Calls once, not before `ms` have passed by much; returns how to call it off. */
  after(ms: number, call: () => void): () => void
}

export const machineClock: Clock = {
  now: () => performance.now(),
  after(ms, call) {
    const timer = setTimeout(call, ms)
    return () => {
      clearTimeout(timer)
    }
  },
}

export type Ticker = {
  /** There is something to do (again). Does nothing while it ticks already. */
  wake(): void
  /** For good. */
  stop(): void
  readonly ticks: number
  /** Ticks left out after stalls. */
  readonly ticksSkipped: number
  /** How late ticks began. */
  readonly lateness: Lateness
}

/**
 * The one clock of the media side: calls `tick` each 20 ms for as long as it returns true, then sleeps until `wake()`.
 *
 *   wake      due 1     due 2     due 3     due 4
 *    ├─────────┼─────────┼─────────┼─────────┼──▶  fixed when it wakes: lateness never adds up
 *               tick      tick        tick    tick
 *                            late ─▶ ╵
 *
 * Each wait ends at an absolute due time. `setInterval` would drift by half a tick a second.
 */
export function ticker(
  tick: () => boolean,
  clock: Clock = machineClock,
  lateness: Lateness = latenessHistogram(),
): Ticker {
  let due = 0
  let callOff: (() => void) | undefined
  let awake = false
  let wakes = 0
  let stopped = false
  let ticks = 0
  let ticksSkipped = 0

  function wait() {
    // Whole milliseconds are all a timer knows; rounded up, it never fires just before its time only to wait again.
    callOff = clock.after(Math.max(0, Math.ceil(due - clock.now())), run)
  }

  /** One tick; false when there is nothing more to do, and nobody woke us while we found that out. */
  function goesOn(): boolean {
    due += frameMs
    ticks++
    const wakesBefore = wakes
    const more = tick()
    return (more || wakes > wakesBefore) && !stopped
  }

  function run() {
    const lateMs = clock.now() - due
    if (lateMs >= 0) lateness.count(lateMs)
    const { now, left } = dueTicks(lateMs)
    ticksSkipped += left
    due += left * frameMs
    for (let i = 0; i < now && awake; i++) awake = goesOn()
    if (awake) wait()
  }

  return {
    wake() {
      wakes++
      if (stopped || awake) return
      awake = true
      due = clock.now() + frameMs
      wait()
    },
    stop() {
      stopped = true
      awake = false
      callOff?.()
    },
    get ticks() {
      return ticks
    },
    get ticksSkipped() {
      return ticksSkipped
    },
    lateness,
  }
}

/** How many ticks to do now, and how many to leave out, `lateMs` after one was due; none when woken too early. */
export function dueTicks(lateMs: number): { now: number; left: number } {
  if (lateMs < 0) return { now: 0, left: 0 }
  const due = 1 + Math.floor(lateMs / frameMs)
  const now = Math.min(due, catchUpTicksMax)
  return { now, left: due - now }
}
