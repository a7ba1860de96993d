import type { Source } from '../call/call.ts'
import type { Table } from './table.ts'
import { timerMs } from './timers.ts'
import type { Timer } from './timers.ts'

/** One transaction on its way through its table. */
export type Run<Event extends string> = {
  /** Looks the event up, moves on, does what the table says; nothing when the state does not know it. */
  readonly happen: (event: Event) => void
  /** Stops every timer; for the end of the program. */
  readonly stop: () => void
}

/** How a transaction ends: in its state `terminated`, or by a bug of ours, which ends this one and no other. */
export type Ends = { readonly over: () => void; readonly broke: (bug: unknown) => void }

/** Drives a transaction through its table and keeps its timers. `act` does what the table says. */
export function runTable<State extends string, Event extends string, Act extends string>(
  table: Table<State | 'terminated', Event, Act>,
  first: State,
  transport: Source['transport'],
  does: { readonly act: (act: Act) => void } & Ends,
): Run<Event> {
  type Move = readonly [State | 'terminated', ...(readonly Act[])]
  let state: State | 'terminated' = first
  let running: NodeJS.Timeout[] = []

  function startTimers(): void {
    table[state].timers?.forEach((timer, slot) => {
      start(timer, slot, 0)
    })
  }

  function start(timer: Extract<Event, Timer>, slot: number, firing: number): void {
    const ms = timerMs(timer, transport, firing)
    if (ms === undefined) return
    running[slot] = setTimeout(() => {
      const before = state
      try {
        happen(timer)
        if (state === before) start(timer, slot, firing + 1)
      } catch (bug) {
        stop()
        does.over()
        does.broke(bug)
      }
    }, ms)
  }

  function stop(): void {
    for (const timer of running) clearTimeout(timer)
    running = []
  }

  function happen(event: Event): void {
    const moves: { readonly [E in Event]?: Move } = table[state].on
    const move: Move | undefined = moves[event]
    if (move === undefined) return
    const [next, ...acts] = move
    if (next !== state) {
      stop()
      state = next
      startTimers()
    }
    for (const act of acts) does.act(act)
    if (next === 'terminated') does.over()
  }

  startTimers()
  return { happen, stop }
}
