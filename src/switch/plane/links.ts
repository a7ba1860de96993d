import type { Log } from '../log.ts'
import { machineClock, type Clock } from '../media/ticker.ts'
import type { LinkListener, MakeLink, PlaneLink } from './link.ts'
import { watchOver, type Watch } from './watch.ts'

/** One that lived shorter than this is not replaced before: a fault at its start would only come again. */
const livesMsMin = 1_000

/** The planes there are. */
export type Links = {
  /** The one with the least, by whatever `load` counts; undefined while none lives. */
  least(load: (link: PlaneLink) => number): PlaneLink | undefined
  close(): Promise<void>
}

export type LinksListener = Pick<LinkListener, 'hear'> & {
  /** All that was on it is gone. Another has taken its place. */
  readonly died: (link: PlaneLink, why: string) => void
  readonly log: Log
  /** Looks after those that hang. */
  readonly clock?: Clock
}

type Living = { readonly link: PlaneLink; readonly watch: Watch | undefined }

/**
 * Keeps as many planes as were asked for: one that dies is replaced at once, or a second later when it lived no longer
 * than that; meanwhile the others do. One that hangs is made to die (watch.ts).
 */
export function makeLinks(
  makes: readonly MakeLink[],
  { hear, died, log, clock = machineClock }: LinksListener,
): Links {
  const pauses = new Set<NodeJS.Timeout>()
  const links = new Map<number, Living>()
  makes.forEach(begin)

  function begin(make: MakeLink, place: number): void {
    const beganMs = performance.now()
    const link = make({
      hear(news) {
        links.get(place)?.watch?.heard()
        hear(news)
      },
      died(why) {
        links.get(place)?.watch?.stop()
        log.error(
          { stack: why },
          'a thread of sound has died; its calls end, another takes its place',
        )
        links.delete(place)
        const again = () => {
          begin(make, place)
        }
        if (performance.now() - beganMs >= livesMsMin) again()
        else pause(again)
        died(link, why)
      },
    })
    const { thread } = link
    const watch = thread && watchOver({ ask: thread.ask, hangs: thread.end }, clock)
    links.set(place, { link, watch })
  }

  function pause(then: () => void): void {
    const timer = setTimeout(() => {
      pauses.delete(timer)
      then()
    }, livesMsMin)
    pauses.add(timer)
  }

  return {
    least: (load) =>
      Array.from(links.values(), ({ link }) => link).sort(
        (one, other) => load(one) - load(other),
      )[0],
    async close() {
      for (const timer of pauses) clearTimeout(timer)
      for (const { watch } of links.values()) watch?.stop()
      await Promise.all(Array.from(links.values(), ({ link }) => link.close()))
    },
  }
}
