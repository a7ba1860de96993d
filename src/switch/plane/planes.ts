import { stackOf, type Log } from '../log.ts'
import type { Clock } from '../media/ticker.ts'
import type { PortPool } from '../media/wire/ports.ts'
import { makeLinks } from './links.ts'
import { planeHere, type MakeLink, type PlaneLink } from './link.ts'
import { mediaLeg, type LegListener, type LegNews, type MediaLeg } from './media-leg.ts'
import type { Command, News, Ticked } from './messages.ts'
import { makeOpening, type Opened } from './opening.ts'
import { legPlace, type MoveNews, type Place } from './place.ts'
import { roomSounds, type RoomSounds } from './room-sounds.ts'

/** All sound of the switch, as signalling sees it. */
export type Planes = {
  /**
   * Opens the sound of one call, under the name of that call.
   * @throws NoPortFree
   */
  open(leg: string, address: string, listener: LegListener): Promise<MediaLeg>
  readonly rooms: RoomSounds
  /** Of all clocks together. */
  ticks(): { readonly ticks: number; readonly ticksSkipped: number }
  /** Resolves when all ports are closed. */
  close(): Promise<void>
}

export type PlanesNeeds = {
  readonly ports: PortPool
  /** Told how late each tick began, ms. */
  readonly late: (ms: number) => void
  readonly log: Log
  /** Makes each plane; absent: one, in this thread. */
  readonly makes?: readonly MakeLink[]
  /** When to look whether one of them hangs; absent: that of the machine. */
  readonly clock?: Clock
}

type Leg = { readonly place: Place } & Pick<ReturnType<typeof mediaLeg>, 'hear' | 'lost'>

/**
 * Calls and rooms on one plane or several. A leg is opened where the fewest are; a room is mixed where its first leg is, and
 * who joins it from elsewhere moves there (place.ts).
 *
 *   call 1 ─▶ leg ─╮                 ╭─ plane 1:  legs  rooms  clock
 *   call 2 ─▶ leg ─┼─ commands, news ┤
 *   conference ────╯                 ╰─ plane 2:  legs  rooms  clock
 */
export function openPlanes(needs: PlanesNeeds): Planes {
  const { ports, log } = needs
  const legs = new Map<string, Leg>()
  const rooms = new Map<string, PlaneLink>()
  const clocks = clockSums(needs.late)
  const makes = needs.makes ?? [planeHere]
  const clock = needs.clock && { clock: needs.clock }
  const links = makeLinks(makes, { hear: hearAll, died, log, ...clock })
  const mayMove = makes.length > 1
  const opening = makeOpening({ ports, mayMove, least: () => links.least(load) })
  const roomed = roomSounds(send, (room, first) => {
    const link = legs.get(first)?.place.at()
    if (link) rooms.set(room, link)
  })

  function load(link: PlaneLink): number {
    let count = 0
    for (const { place } of legs.values()) if (place.at() === link) count++
    return count + opening.on(link)
  }

  function send(command: Command): void {
    if ('leg' in command) legs.get(command.leg)?.place.send(command)
    else rooms.get(command.room)?.send(command)
    if (command.do === 'end-room') rooms.delete(command.room)
  }

  function hearAll(all: readonly News[]): void {
    for (const news of all) {
      try {
        hear(news)
      } catch (bug) {
        log.error({ stack: stackOf(bug) }, 'a bug in hearing from the sound')
      }
    }
  }

  function hear(news: News): void {
    if (news.is === 'ticked') clocks.count(news.ticked)
    else if (isOfMove(news)) {
      if (!opening.hear(news)) legs.get(news.leg)?.place.hear(news)
    } else if (isAboutLeg(news)) legs.get(news.leg)?.hear(news)
    else roomed.hear(news)
  }

  /** Calls on others never notice. */
  function died(link: PlaneLink, why: string): void {
    opening.lost(link)
    for (const { place, lost } of Array.from(legs.values())) if (place.lost(link)) lost()
    for (const [room, at] of Array.from(rooms)) {
      if (at === link) hearAll([{ is: 'room-broke', room, stack: why }])
    }
  }

  function begin(leg: string, at: Opened, listener: LegListener): MediaLeg {
    const made = mediaLeg({ leg, port: at.port }, listener, send)
    const notSeated = (room: string) => {
      hearAll([{ is: 'not-seated', room, leg }])
    }
    const linkOf = (room: string) => rooms.get(room)
    const place = legPlace(at.link, { ...at, leg, linkOf, leaves: made.leaves, notSeated })
    legs.set(leg, { place, hear: made.hear, lost: made.lost })
    void made.media.closed.then(() => {
      legs.delete(leg)
      ports.release(at.port)
    })
    return made.media
  }

  return {
    open: async (leg, address, listener) => begin(leg, await opening.open(leg, address), listener),
    rooms: roomed.rooms,
    ticks: () => clocks.sums,
    close: () => links.close(),
  }
}

/** Of all clocks together. */
function clockSums(late: PlanesNeeds['late']) {
  const sums = { ticks: 0, ticksSkipped: 0 }
  return {
    sums,
    count({ ticks, ticksSkipped, lateMs }: Ticked): void {
      sums.ticks += ticks
      sums.ticksSkipped += ticksSkipped
      for (const ms of lateMs) late(ms)
    },
  }
}

const ofMove: readonly News['is'][] = ['opened', 'not-opened', 'handed-over']
const aboutLeg: readonly News['is'][] = ['pressed', 'played', 'broke', 'figures', 'closed']
const isOfMove = (news: News): news is MoveNews => ofMove.includes(news.is)
const isAboutLeg = (news: News): news is LegNews => aboutLeg.includes(news.is)
