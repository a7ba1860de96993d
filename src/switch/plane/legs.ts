import { stackOf } from '../log.ts'
import { openLine, type LineListener } from '../media/line.ts'
import type { PortPool } from '../media/wire/ports.ts'
import { NoPortFree } from '../media/wire/socket.ts'
import { act, type Acts } from './acts.ts'
import { PlaneLeg } from './leg.ts'
import type { Command, News, RoomCommand } from './messages.ts'

export type LegCommand = Exclude<Command, RoomCommand>

/** Ticks in which each leg's figures are told once: about a second. */
const ticksPerFigures = 50

/** The legs of one plane. */
export type Legs = {
  take(command: LegCommand): void
  find(leg: string): PlaneLeg | undefined
  hear(): void
  speak(): void
  readonly size: () => number
  /** Closes all. */
  close(): void
}

export type LegsNeeds = {
  readonly tell: (news: News) => void
  /** There is something to tick. */
  readonly wake: () => void
  /** A leg is about to go: nobody may use it any more. */
  readonly leaves: (leg: string) => void
}

/**
 * A bug in the sound of one leg is told, and the others never notice: what it heard is not listened to any more, so
 * that whoever is told can still say something; where even that fails, it is told again.
 */
export function makeLegs(needs: LegsNeeds): Legs {
  const { tell } = needs
  const legs = new Map<string, PlaneLeg>()
  const acts = makeActs(legs, needs)
  let ticks = 0

  function each(step: (leg: PlaneLeg) => void): void {
    for (const leg of legs.values()) {
      try {
        step(leg)
      } catch (bug) {
        broke(leg, bug, tell)
      }
    }
  }

  function speak(leg: PlaneLeg): void {
    leg.speak()
    if (leg.turn === ticks) tell({ is: 'figures', leg: leg.id, figures: leg.figures() })
  }

  return {
    take(command) {
      act(acts, command)
    },
    find: (leg) => legs.get(leg),
    hear() {
      each(hear)
    },
    speak() {
      each(speak)
      ticks = (ticks + 1) % ticksPerFigures
    },
    size: () => legs.size,
    close() {
      for (const leg of legs.keys()) acts.close({ do: 'close', leg })
    },
  }
}

function makeActs(legs: Map<string, PlaneLeg>, needs: LegsNeeds): Acts<LegCommand> {
  const { tell, wake, leaves } = needs
  const opening = makeOpening(legs, tell)
  return {
    open: (command) => void opening.open(command),
    agree: ({ leg, agreed }) => {
      const found = legs.get(leg)
      if (!found) return
      found.agree(agreed)
      tell({ is: 'figures', leg, figures: found.figures() })
      wake()
    },
    play: ({ leg, play, sound }) => {
      legs.get(leg)?.play(play, sound, () => {
        tell({ is: 'played', leg, play })
      })
    },
    stop: ({ leg, play }) => legs.get(leg)?.stop(play),
    close: ({ leg }) => {
      opening.inVain(leg)
      const found = legs.get(leg)
      if (!found) return
      leaves(leg)
      legs.delete(leg)
      found.line.close()
      tell({ is: 'closed', leg, figures: found.figures() })
    },
  }
}

/** Sockets take a moment; whoever hangs up meanwhile must not leave them open. */
function makeOpening(legs: Map<string, PlaneLeg>, tell: LegsNeeds['tell']) {
  const wanted = new Map<string, boolean>()
  let opened = 0

  function listenerFor(leg: string): LineListener {
    return {
      pressed(key) {
        tell({ is: 'pressed', leg, key })
      },
      broke(bug) {
        const found = legs.get(leg)
        if (found) broke(found, bug, tell)
      },
    }
  }

  return {
    inVain(leg: string): void {
      if (wanted.has(leg)) wanted.set(leg, false)
    },
    async open({ leg, address, port }: Extract<LegCommand, { do: 'open' }>): Promise<void> {
      wanted.set(leg, true)
      try {
        const line = await openLine({ address, ports: only(port), listener: listenerFor(leg) })
        if (wanted.get(leg) === true) {
          legs.set(leg, new PlaneLeg(leg, line, opened++ % ticksPerFigures))
          tell({ is: 'opened', leg })
        } else {
          line.close()
          tell({ is: 'closed', leg, figures: undefined })
        }
      } catch (bug) {
        const why = bug instanceof NoPortFree ? 'port-taken' : 'bug'
        tell({ is: 'not-opened', leg, why, text: stackOf(bug) })
      } finally {
        wanted.delete(leg)
      }
    },
  }
}

function broke(leg: PlaneLeg, bug: unknown, tell: LegsNeeds['tell']): void {
  leg.broken = true
  tell({ is: 'broke', leg: leg.id, stack: stackOf(bug) })
}

function hear(leg: PlaneLeg): void {
  leg.hear()
}

/** Signalling lends the ports; here is one of them. */
function only(port: number): PortPool {
  const left = [port]
  return { take: () => left.pop(), release: () => undefined, free: 1 }
}
