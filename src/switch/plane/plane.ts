import { stackOf } from '../log.ts'
import { latenessHistogram, type Lateness } from '../media/lateness.ts'
import { machineClock, ticker, type Clock, type Ticker } from '../media/ticker.ts'
import { makeLegs, type LegCommand, type Legs } from './legs.ts'
import type { Command, News, RoomCommand } from './messages.ts'
import { makeOutbox } from './outbox.ts'
import { makeRooms, type Rooms } from './rooms.ts'

/** Ticks after which the clock's own figures are told: a second. */
const ticksPerTelling = 50

/**
 * The sound of some calls: their lines, what is played to them, and the rooms in which they hear each other. It knows no
 * SIP, no documents and nobody's name; all it is told and tells is in messages.ts. Runs in the thread of signalling or in
 * one of its own.
 *
 *   each 20 ms    legs hear ──▶ rooms mix ──▶ legs speak ──▶ what there is to tell
 */
export type Plane = {
  take(command: Command): void
  /** For tests, which look inside. */
  readonly legs: Legs
  readonly rooms: Rooms
  readonly clock: Ticker
  tick(): boolean
  /** Closes all legs and stops the clock. */
  close(): void
}

/** @param deliver hears what the plane tells; it may give commands at once */
export function makePlane(
  deliver: (news: readonly News[]) => void,
  clock: Clock = machineClock,
  lateness: Lateness = latenessHistogram(),
): Plane {
  const outbox = makeOutbox(deliver)
  const legs = makeLegs({
    tell: outbox.tell,
    wake: () => {
      ticking.wake()
    },
    leaves: (leg) => {
      rooms.take({ do: 'rise', leg })
    },
  })
  const rooms = makeRooms((leg) => legs.find(leg), outbox.tell)
  const late: number[] = []
  const told = { ticks: 0, ticksSkipped: 0 }

  function tellTicks(): void {
    const { ticks, ticksSkipped } = ticking
    const since = { ticks: ticks - told.ticks, ticksSkipped: ticksSkipped - told.ticksSkipped }
    Object.assign(told, { ticks, ticksSkipped })
    outbox.tell({ is: 'ticked', ticked: { ...since, lateMs: late.splice(0) } })
  }

  function tick(): boolean {
    outbox.hold()
    try {
      legs.hear()
      rooms.tick()
      legs.speak()
      const more = legs.size() > 0
      if (!more || ticking.ticks - told.ticks >= ticksPerTelling) tellTicks()
      return more
    } finally {
      outbox.letGo()
    }
  }

  const ticking: Ticker = ticker(tick, clock, {
    ...lateness,
    count(ms) {
      lateness.count(ms)
      late.push(ms)
    },
  })

  return {
    take(command) {
      outbox.hold()
      try {
        if (isAboutRooms(command)) rooms.take(command)
        else legs.take(command)
      } catch (bug) {
        outbox.tell(bugIn(command, stackOf(bug)))
      }
      outbox.letGo()
    },
    legs,
    rooms,
    clock: ticking,
    tick,
    close() {
      ticking.stop()
      outbox.hold()
      legs.close()
      outbox.letGo()
    },
  }
}

/** Whom a command was about that met a bug of ours. */
function bugIn(command: Command, stack: string): News {
  return 'leg' in command
    ? { is: 'broke', leg: command.leg, stack }
    : { is: 'room-broke', room: command.room, stack }
}

const aboutLegs: Readonly<Record<LegCommand['do'], true>> = {
  ...{ prepare: true, 'hand-over': true, 'carry-on': true },
  ...{ open: true, agree: true, play: true, stop: true, close: true },
}

function isAboutRooms(command: Command): command is RoomCommand {
  return !(command.do in aboutLegs)
}
