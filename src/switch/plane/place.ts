import type { PlaneLink } from './link.ts'
import type { Command, News, RoomCommand } from './messages.ts'

/** What the planes tell of a move. */
export type MoveNews = Extract<News, { readonly is: 'opened' | 'not-opened' | 'handed-over' }>
type Sit = Extract<RoomCommand, { readonly do: 'sit' }>
type LegCommand = Extract<Command, { readonly leg: string }>

/** Where the sound of one call is. */
export type Place = {
  /** The plane it is on; while it moves, the one that has it still, or the one that gets it. */
  at(): PlaneLink
  /** Does this there; after its move, should it be on its way. */
  send(command: LegCommand): void
  hear(news: MoveNews): void
  /** A plane is gone. Whether the leg is gone with it. */
  lost(link: PlaneLink): boolean
}

export type PlaceNeeds = {
  readonly leg: string
  readonly address: string
  readonly port: number
  /** Where a room is mixed; undefined when it is over. */
  readonly linkOf: (room: string) => PlaneLink | undefined
  /** What it was being played is over. */
  readonly leaves: () => void
  /** It stays where it is. */
  readonly notSeated: (room: string) => void
}

type State =
  | { readonly is: 'here' }
  | { readonly is: 'preparing'; readonly to: PlaneLink; readonly sit: Sit }
  | { readonly is: 'leaving'; readonly to: PlaneLink }

/**
 * Where a leg is, and its way to the plane of the room that it joins. Commands wait while it is on its way, so nothing
 * overtakes anything.
 *
 *              sit, in a room elsewhere                 opened there                 handed-over
 *      here ─────────────────────────────▶ preparing ──────────────────▶ leaving ───────────────────▶ here
 *        ▲                                     │ not-opened there; that plane is gone
 *        └──── stays, and is not seated ───────┘
 */
export function legPlace(first: PlaneLink, needs: PlaceNeeds): Place {
  const { leg, address, port } = needs
  const waiting: LegCommand[] = []
  let link = first
  let state: State = { is: 'here' }

  function goOn(): void {
    while (state.is === 'here') {
      const command = waiting.shift()
      if (!command) return
      const to = command.do === 'sit' ? needs.linkOf(command.room) : link
      if (to === link) link.send(command)
      else if (to && command.do === 'sit') {
        state = { is: 'preparing', to, sit: command }
        to.send({ do: 'prepare', leg, address, port })
      }
    }
  }

  function stay(sit: Sit): void {
    state = { is: 'here' }
    needs.notSeated(sit.room)
    goOn()
  }

  return {
    at: () => link,
    send(command) {
      waiting.push(command)
      goOn()
    },
    hear(news) {
      if (state.is === 'preparing' && news.is === 'opened') {
        waiting.unshift(state.sit)
        state = { is: 'leaving', to: state.to }
        link.send({ do: 'hand-over', leg })
      } else if (state.is === 'preparing' && news.is === 'not-opened') stay(state.sit)
      else if (state.is === 'leaving' && news.is === 'handed-over') {
        link = state.to
        state = { is: 'here' }
        needs.leaves()
        link.send({ do: 'carry-on', leg, memory: news.memory })
        goOn()
      }
    },
    lost(gone) {
      if (gone === link) {
        if (state.is !== 'here') state.to.send({ do: 'close', leg })
        return true
      }
      if (state.is === 'here' || state.to !== gone) return false
      if (state.is === 'leaving') return true
      stay(state.sit)
      return false
    },
  }
}
