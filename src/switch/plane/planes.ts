import { stackOf, type Log } from '../log.ts'
import type { PortPool } from '../media/wire/ports.ts'
import { NoPortFree } from '../media/wire/socket.ts'
import { mediaLeg, type LegListener, type LegNews, type MediaLeg } from './media-leg.ts'
import type { Command, News, Ticked } from './messages.ts'
import { makePlane } from './plane.ts'
import { roomSounds, type RoomSounds } from './room-sounds.ts'

/** Ports to try when other programs sit on those of our range. */
const bindTriesMax = 8

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
  close(): void
}

export type PlanesNeeds = {
  readonly ports: PortPool
  /** Told how late each tick began, ms. */
  readonly late: (ms: number) => void
  readonly log: Log
}

type Opened = Extract<News, { readonly is: 'opened' | 'not-opened' }>

export function openPlanes({ ports, late, log }: PlanesNeeds): Planes {
  const legs = new Map<string, ReturnType<typeof mediaLeg>>()
  const opening = new Map<string, (news: Opened) => void>()
  const clocks = clockSums(late)
  const plane = makePlane(hearAll)
  const send = (command: Command) => {
    plane.take(command)
  }
  const roomed = roomSounds(send)

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
    else if (news.is === 'opened' || news.is === 'not-opened') opening.get(news.leg)?.(news)
    else if (isAboutLeg(news)) legs.get(news.leg)?.hear(news)
    else roomed.hear(news)
  }

  async function bind(leg: string, address: string, port: number): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<Opened>()
    opening.set(leg, resolve)
    send({ do: 'open', leg, address, port })
    const news = await promise
    opening.delete(leg)
    if (news.is === 'not-opened' && news.why === 'bug') throw new Error(news.text)
    return news.is === 'opened'
  }

  /** A port that no other program holds, bound for this leg. */
  async function freePort(leg: string, address: string): Promise<number> {
    const busy: number[] = []
    try {
      for (let tries = 0; tries < bindTriesMax; tries++) {
        const port = ports.take()
        if (port === undefined) break
        busy.push(port)
        if (await bind(leg, address, port)) {
          busy.pop()
          return port
        }
      }
    } finally {
      for (const port of busy) ports.release(port)
    }
    throw new NoPortFree(`no port for sound is free at ${address}`)
  }

  return {
    async open(leg, address, listener) {
      const port = await freePort(leg, address)
      const made = mediaLeg({ leg, port }, listener, send)
      legs.set(leg, made)
      void made.media.closed.then(() => {
        legs.delete(leg)
        ports.release(port)
      })
      return made.media
    },
    rooms: roomed.rooms,
    ticks: () => clocks.sums,
    close() {
      plane.close()
    },
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

const aboutLegs = ['pressed', 'played', 'broke', 'figures', 'closed'] as const

function isAboutLeg(news: News): news is LegNews {
  return aboutLegs.some((is) => is === news.is)
}
