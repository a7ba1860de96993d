import type { After, Clock, Store } from '../../conference/ports.ts'
import type { Watchers } from '../../conference/meeting/watchers.ts'
import { tendRoundOf } from './round.ts'
import type { Steer } from '../carrier/steer.ts'

export type RoundParts = {
  readonly store: Store
  readonly clock: Clock
  readonly after: After
  readonly watchers: Watchers
  readonly steer: (wishes: readonly Steer[]) => Promise<void>
  readonly failed: (error: unknown) => void
}

/**
 * Speaking rounds that are going on: each is looked at when somebody comes or goes, and when a time is over. The
 * database decides; so nothing is said twice when several instances look, and a restart forgets nothing.
 */
export type Rounds = {
  /** There may be a round in this room; does nothing when there is none. */
  look(room: string): Promise<void>
  stop(): void
}

export function rounds(parts: RoundParts): Rounds {
  const { store, clock, after, watchers, failed } = parts
  const running = new Map<string, { readonly leave: () => void; callOff: () => void }>()

  async function tend(room: string): Promise<void> {
    const known = await tendRoundOf(store, room, clock(), 'look')
    const now =
      known?.isDue === true
        ? await store.atomically((kept) => tendRoundOf(kept, room, clock(), 'write'))
        : known
    if (now === undefined) {
      forget(room)
      return
    }
    await parts.steer(now.steer)
    remember(room, now.dueAt)
  }

  function look(room: string): Promise<void> {
    return tend(room).catch(failed)
  }

  function remember(room: string, dueAt: number | undefined): void {
    const known = running.get(room) ?? { leave: watch(room), callOff: nothing }
    known.callOff()
    known.callOff =
      dueAt === undefined
        ? nothing
        : after(Math.max(0, dueAt - clock()), () => {
            void look(room)
          })
    running.set(room, known)
  }

  function watch(room: string): () => void {
    return watchers.watch(room, () => {
      void look(room)
    })
  }

  function forget(room: string): void {
    const known = running.get(room)
    running.delete(room)
    known?.callOff()
    known?.leave()
  }

  return {
    look,
    stop() {
      for (const room of running.keys()) forget(room)
    },
  }
}

const nothing = (): void => undefined
