import type { Timer } from './timers.ts'

/**
 * A transaction as data: for each state and each event that it knows, the next state and what is
 * done on the way. An event that is missing in a state changes nothing there.
 */
export type Table<State extends string, Event extends string, Act extends string> = {
  readonly [S in State]: {
    /** Started on entering the state, stopped on leaving it. */
    readonly timers?: readonly Extract<Event, Timer>[]
    readonly on: { readonly [E in Event]?: readonly [State, ...(readonly Act[])] }
  }
}
