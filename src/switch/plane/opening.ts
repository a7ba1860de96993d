import type { PortPool } from '../media/wire/ports.ts'
import { NoPortFree } from '../media/wire/socket.ts'
import type { PlaneLink } from './link.ts'
import type { MoveNews } from './place.ts'

/** Ports to try when other programs sit on those of our range. */
const bindTriesMax = 8

/** Where the sound of a call was opened. */
export type Opened = {
  readonly link: PlaneLink
  readonly address: string
  readonly port: number
}

export type OpeningNeeds = {
  readonly ports: PortPool
  /** Whether legs may move to another plane later. */
  readonly mayMove: boolean
  /** The plane that has the least to do; undefined while none lives. */
  readonly least: () => PlaneLink | undefined
}

type OpenNews = Extract<MoveNews, { readonly is: 'opened' | 'not-opened' }>

/** Legs whose ports a plane was asked to open, and that are not there yet. */
export function makeOpening({ ports, mayMove, least }: OpeningNeeds) {
  const asked = new Map<string, { link: PlaneLink; resolve: (news: OpenNews) => void }>()

  /** False when the port is taken. */
  async function ask(leg: string, { link, address, port }: Opened): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<OpenNews>()
    asked.set(leg, { link, resolve })
    link.send({ do: 'open', leg, address, port, mayMove })
    const news = await promise
    if (news.is === 'opened') return true
    if (news.why === 'bug') throw new Error(news.text)
    if (news.why === 'no-socket') throw new NoPortFree(`no socket for sound: ${news.text}`)
    return false
  }

  return {
    /**
     * On a port that no other program holds.
     * @throws NoPortFree
     */
    async open(leg: string, address: string): Promise<Opened> {
      const busy: number[] = []
      try {
        for (let tries = 0; tries < bindTriesMax; tries++) {
          const link = least()
          const port = ports.take()
          if (port === undefined) break
          busy.push(port)
          if (!link) break
          const at = { link, address, port }
          if (!(await ask(leg, at))) continue
          busy.pop()
          return at
        }
      } finally {
        for (const port of busy) ports.release(port)
      }
      throw new NoPortFree(`no port for sound is free at ${address}`)
    },
    /** How many on this plane. */
    on: (link: PlaneLink) => Array.from(asked.values()).filter((one) => one.link === link).length,
    /** Whether it was meant for one of these. */
    hear(news: MoveNews): boolean {
      const found = asked.get(news.leg)
      if (!found || news.is === 'handed-over') return false
      asked.delete(news.leg)
      found.resolve(news)
      return true
    },
    /** A plane is gone: another may still open them. */
    lost(link: PlaneLink): void {
      for (const [leg, one] of Array.from(asked)) {
        if (one.link !== link) continue
        asked.delete(leg)
        one.resolve({ is: 'not-opened', leg, why: 'port-taken', text: '' })
      }
    },
  }
}
