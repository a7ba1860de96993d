import type { After } from '../ports.ts'

/** Whoever watches hears of many changes at once: pages are drawn anew for people, not for machines. */
export const quietMs = 100
/** Pages that are open at the same time, in all rooms together. */
export const watchersMax = 5000

/** The limit is reached; whoever asks may look again later. */
export class TooManyWatch extends Error {
  override readonly name = 'TooManyWatch'
}

/**
 * Tells those who look at a room that something about it has changed.
 *
 *   change   ▼ ▼▼ ▼                 ▼
 *   told     ────────▶ once         ────────▶ once
 *            └ 100 ms ┘             └ 100 ms ┘
 *
 * The first change sets the hour, so that steady changes are told steadily and the last one is always told.
 */
export type Watchers = {
  /**
   * Answers how to stop.
   * @throws TooManyWatch
   */
  watch(room: string, changed: () => void): () => void
  changed(room: string): void
  /** Every room that somebody looks at: for what is noticed only from time to time. */
  readonly changedAll: () => void
  isWatched(): boolean
}

type Watcher = { readonly changed: () => void }

/** `failed` hears what a watcher throws; it keeps nobody else from hearing. */
export function watchers(
  after: After,
  failed: (error: unknown) => void,
  pauseMs = quietMs,
): Watchers {
  const byRoom = new Map<string, Set<Watcher>>()
  const due = new Map<string, () => void>()
  let count = 0

  function tell(room: string): void {
    due.delete(room)
    for (const { changed } of byRoom.get(room) ?? []) {
      try {
        changed()
      } catch (error) {
        failed(error)
      }
    }
  }

  function changed(room: string): void {
    if (due.has(room) || !byRoom.has(room)) return
    const callOff = after(pauseMs, () => {
      tell(room)
    })
    due.set(room, callOff)
  }

  function leave(room: string, watcher: Watcher): void {
    const here = byRoom.get(room)
    if (here?.delete(watcher) !== true) return
    count -= 1
    if (here.size > 0) return
    byRoom.delete(room)
    due.get(room)?.()
    due.delete(room)
  }

  return {
    changed,
    isWatched: () => count > 0,
    watch(room, hears) {
      if (count >= watchersMax) throw new TooManyWatch(`${count} watch already`)
      const watcher = { changed: hears }
      byRoom.set(room, (byRoom.get(room) ?? new Set()).add(watcher))
      count += 1
      return () => {
        leave(room, watcher)
      }
    },
    changedAll() {
      for (const room of byRoom.keys()) changed(room)
    },
  }
}
