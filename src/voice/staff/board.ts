import { createHmac } from 'node:crypto'
import { board, type Board, type LiveBoard, type Seen } from '../../conference/staff/board.ts'
import type { After, Announce, Clock, Store } from '../../conference/ports.ts'
import { bucketMs } from '../../conference/figures/tallies.ts'
import { watchers } from '../../conference/meeting/watchers.ts'
import type { Qualities } from './line-quality.ts'

export type LiveBoardParts = Pick<Seen, 'talks' | 'capacity'> & {
  readonly store: Pick<
    Store,
    'callers' | 'meetings' | 'tallies' | 'alarms' | 'helpRequests' | 'service' | 'changes'
  >
  readonly clock: Clock
  readonly after: After
  readonly announce: Announce
  /** Makes the names that say nothing. */
  readonly nameKey: Buffer
  readonly carrier: () => Omit<Board['carrier'], 'faults'>
  /** How the lines sound, where the carrier tells. */
  readonly qualities?: () => Promise<Qualities>
}

export type OpenLiveBoard = LiveBoard &
  Disposable & {
    /** Something changed that is in no database: who talks, whether the carrier answers. */
    readonly changed: () => void
  }

/** Staff hear of changes after this at the latest, and no more often. */
const toldAfterMs = 300
/** What other processes write is not heard; so while somebody looks it is looked for, and no board is shown that is older. */
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
  const opaque = (id: string): string => nameOf(parts.nameKey, id)
  const made = madeOnce(clock, () => make(parts, opaque))
  let callOff: (() => void) | undefined
  const changed = (): void => {
    made.forget()
    watching.changed(whole)
  }

  /** Looks again and again while somebody watches. */
  function keepLooking(): void {
    callOff ??= after(lookEveryMs, () => {
      callOff = undefined
      if (!watching.isWatched()) return
      changed()
      keepLooking()
    })
  }

  const stopHearing = store.changes(changed)
  return {
    changed,
    show: made.show,
    showAnew() {
      changed()
      return made.show()
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

const unknown = (): Promise<Qualities> => Promise.resolve(new Map())

async function make(
  { store, clock, carrier, talks, capacity, qualities = unknown }: LiveBoardParts,
  opaque: (id: string) => string,
): Promise<Board> {
  const at = clock()
  const [callers, meetings, tallies, help, alarms, service, sounds] = await Promise.all([
    store.callers.live(),
    store.meetings.allOpen(),
    store.tallies.since(at - faultsMs),
    store.helpRequests.open(at),
    store.alarms.on(),
    store.service.now(),
    qualities(),
  ])
  const faults = tallies
    .filter(({ what }) => what === 'faults')
    .reduce((sum, { count }) => sum + count, 0)
  return board({
    ...{ at, callers, meetings, help, alarms, talks, opaque, capacity, service },
    quality: (call) => sounds.get(call),
    helpLine: (call) => store.helpRequests.lineOf(call),
    carrier: { ...carrier(), faults },
  })
}

/** One board for all who ask, as long as it is not old. */
function madeOnce(clock: Clock, make: () => Promise<Board>) {
  let made: { readonly at: number; readonly board: Promise<Board> } | undefined
  return {
    forget: (): void => {
      made = undefined
    },
    show: (): Promise<Board> => {
      const at = clock()
      if (made !== undefined && Math.abs(at - made.at) < lookEveryMs) return made.board
      const mine = { at, board: make() }
      made = mine
      // What failed is tried again by the next who asks.
      mine.board.catch(() => {
        if (made === mine) made = undefined
      })
      return mine.board
    },
  }
}

/** Without the key it leads nowhere, not even for somebody who reads the carrier's own lists. */
function nameOf(key: Buffer, id: string): string {
  return createHmac('sha256', key).update(id).digest().subarray(0, nameBytes).toString('base64url')
}
