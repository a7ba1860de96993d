import { createHmac } from 'node:crypto'
import {
  board,
  type Board,
  type LineQuality,
  type LiveBoard,
  type Seen,
} from '../conference/board.ts'
import type { After, Announce, Clock, Store } from '../conference/ports.ts'
import { bucketMs } from '../conference/tallies.ts'
import { watchers } from '../conference/watchers.ts'

export type LiveBoardParts = Pick<Seen, 'talks' | 'capacity'> & {
  readonly store: Pick<Store, 'callers' | 'meetings' | 'tallies' | 'changes'>
  readonly clock: Clock
  readonly after: After
  readonly announce: Announce
  /** Makes the names that say nothing. */
  readonly nameKey: Buffer
  readonly carrier: () => Omit<Board['carrier'], 'faults'>
  readonly quality?: (call: string) => LineQuality | undefined
}

export type OpenLiveBoard = LiveBoard &
  Disposable & {
    /** Something changed that is in no database: who talks, whether the carrier answers. */
    readonly changed: () => void
  }

/** Staff hear of changes after this at the latest, and no more often. */
const toldAfterMs = 300
/** What other processes write is not heard; so while somebody looks it is looked for. */
const lookEveryMs = 2000
const nameBytes = 9
/** Faults that are shown: of the last ten minutes. */
const faultsMs = 2 * bucketMs
const whole = 'board'

/**
 * The staff's board. It is made once for all who look, anew after each change:
 *
 *   committed, talking ──▶ old ── 300 ms ──▶ told ──▶ show: made once ──▶ the same for everybody
 */
export function openLiveBoard(parts: LiveBoardParts): OpenLiveBoard {
  const { store, clock, after, announce } = parts
  const watching = watchers(
    after,
    (error) => {
      announce({ event: 'evening.failed', error })
    },
    toldAfterMs,
  )
  let made: Promise<Board> | undefined
  let callOff: (() => void) | undefined
  const changed = (): void => {
    made = undefined
    watching.changed(whole)
  }
  const opaque = (id: string): string => nameOf(parts.nameKey, id)

  /** Looks again and again while somebody watches. */
  function keepLooking(): void {
    callOff ??= after(lookEveryMs, () => {
      callOff = undefined
      if (!watching.isWatched()) return
      changed()
      keepLooking()
    })
  }

  async function make(): Promise<Board> {
    const at = clock()
    const [callers, meetings, tallies] = await Promise.all([
      store.callers.live(),
      store.meetings.allOpen(),
      store.tallies.since(at - faultsMs),
    ])
    const faults = tallies.filter(({ what }) => what === 'faults')
    const carrier = {
      ...parts.carrier(),
      faults: faults.reduce((sum, { count }) => sum + count, 0),
    }
    const { talks, capacity, quality = () => undefined } = parts
    return board({ at, callers, meetings, talks, quality, opaque, capacity, carrier })
  }

  const stopHearing = store.changes(changed)
  return {
    changed,
    show() {
      if (made !== undefined) return made
      const mine = make()
      made = mine
      // What failed is tried again by the next who asks.
      mine.catch(() => {
        if (made === mine) made = undefined
      })
      return mine
    },
    listen(heard) {
      const stop = watching.watch(whole, heard)
      keepLooking()
      return stop
    },
    async callOf(id) {
      return (await store.callers.live()).find(({ call }) => opaque(call) === id)?.call
    },
    async meetingOf(id) {
      return (await store.meetings.allOpen()).find((meeting) => opaque(meeting.id) === id)?.id
    },
    [Symbol.dispose]() {
      stopHearing()
      callOff?.()
    },
  }
}

/** Without the key it leads nowhere, not even for somebody who reads the carrier's own lists. */
function nameOf(key: Buffer, id: string): string {
  return createHmac('sha256', key).update(id).digest().subarray(0, nameBytes).toString('base64url')
}
