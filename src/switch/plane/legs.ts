import { stackOf } from '../log.ts'
import { Line, type LineListener } from '../media/line.ts'
import type { SocketPair } from '../media/wire/socket.ts'
import { act, type Acts } from './acts.ts'
import { PlaneLeg, type LegMemory } from './leg.ts'
import type { Command, News, RoomCommand } from './messages.ts'
import { makeSockets } from './sockets.ts'

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
  const sockets = makeSockets(tell)
  const acts = makeActs(legs, sockets, needs)
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
      sockets.closeAll()
      for (const leg of legs.keys()) acts.close({ do: 'close', leg })
    },
  }
}

function makeActs(
  legs: Map<string, PlaneLeg>,
  sockets: ReturnType<typeof makeSockets>,
  { tell, wake, leaves }: LegsNeeds,
): Acts<LegCommand> {
  let came = 0

  function begin(leg: string, pair: SocketPair, before?: LegMemory): PlaneLeg {
    const listener = listenerFor(leg, legs, tell)
    const line = new Line(pair, listener, before?.line)
    const made = new PlaneLeg(leg, line, came++ % ticksPerFigures, before)
    legs.set(leg, made)
    return made
  }

  return {
    open: ({ mayMove, ...at }) => {
      sockets.open({ ...at, holding: mayMove ? 'may-move' : 'alone' }, (pair) => {
        begin(at.leg, pair)
      })
    },
    prepare: (at) => {
      sockets.open({ ...at, holding: 'moves-in' }, (pair) => {
        sockets.keep(at.leg, pair)
      })
    },
    'hand-over': ({ leg }) => {
      const found = legs.get(leg)
      if (!found) return
      leaves(leg)
      legs.delete(leg)
      tell({ is: 'handed-over', leg, memory: found.leave() })
    },
    'carry-on': ({ leg, memory }) => {
      sockets.goOn(leg, (pair) => {
        const made = begin(leg, pair, memory)
        tell({ is: 'figures', leg, figures: made.figures() })
        wake()
      })
    },
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
      sockets.inVain(leg)
      const found = legs.get(leg)
      if (!found) return
      leaves(leg)
      legs.delete(leg)
      found.line.close()
      tell({ is: 'closed', leg, figures: found.figures() })
    },
  }
}

function listenerFor(
  leg: string,
  legs: ReadonlyMap<string, PlaneLeg>,
  tell: LegsNeeds['tell'],
): LineListener {
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

function broke(leg: PlaneLeg, bug: unknown, tell: LegsNeeds['tell']): void {
  leg.broken = true
  tell({ is: 'broke', leg: leg.id, stack: stackOf(bug) })
}

function hear(leg: PlaneLeg): void {
  leg.hear()
}
