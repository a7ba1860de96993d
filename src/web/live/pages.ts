import { isDeepStrictEqual } from 'node:util'
import { goTo, type PlainVisit } from '../visit.ts'
import { openChannel, type Channel, type Subject } from './channel.ts'
import type { Drawing } from './drawing.ts'
import { beatEvent, openStream, type Stream } from './stream.ts'

export type LiveParts = {
  /** The house closes: open pages are ended, so that nobody waits for them. */
  readonly stopping: AbortSignal
  /** How often an open page is asked whether it may still be there, and told that it is live (S-14). */
  readonly livePageEachMs?: number
}

/** Pages that can be open: what they are about, and who may have them open. */
export type Looking<V extends PlainVisit, About, D extends Drawing> = {
  /** Names what is looked at. */
  readonly what: (visit: V) => string
  /** Whose page it is; each may have some open. */
  readonly whose: (visit: V) => string
  readonly about: (visit: V) => About
  readonly subject: (about: About) => Subject<About, D>
  /** Asks the door again: what it knows now, or undefined when they may not look any more. */
  readonly stillWelcome: (visit: V) => Promise<About | undefined>
  /** The page itself, for a browser that opens this address by hand. */
  readonly page: (visit: V) => string
}

export type LivePages<V extends PlainVisit> = {
  readonly open: (visit: V) => Promise<void>
  /** Asks every door at once: somebody has signed out, or is something else now. */
  readonly askDoors: () => void
}

const usuallyEachMs = 5000
/** Open pages in all; each holds a connection. */
export const streamsMax = 2000
/** Open pages of one account: their telephone, their computer, and what was forgotten there. */
export const streamsOfAccountMax = 30

/** Answers with the live part of a page, again whenever something changes. Read by browser/stream.ts. */
export function livePages<V extends PlainVisit, About, D extends Drawing>(
  parts: LiveParts,
  looking: Looking<V, About, D>,
): LivePages<V> {
  const open = openPages(parts, looking)
  return {
    async open(visit) {
      const { request, response } = visit
      if (request.get('accept')?.includes('text/event-stream') !== true) {
        goTo(visit, looking.page(visit))
      } else if (parts.stopping.aborted || open.count() >= streamsMax) {
        response.status(503).set('Retry-After', '10').end()
      } else await open.page(visit)
    },
    askDoors: open.askDoors,
  }
}

/** Something that somebody looks at, or is about to. */
type Looked<About> = { readonly channel: Promise<Channel<About>>; lookers: number }
type OpenPage<V extends PlainVisit> = { readonly stream: Stream<V>; readonly askDoor: () => void }

function openPages<V extends PlainVisit, About, D extends Drawing>(
  parts: LiveParts,
  looking: Looking<V, About, D>,
) {
  const { what, whose } = looking
  const channels = new Map<string, Looked<About>>()
  const pages = new Set<OpenPage<V>>()
  parts.stopping.addEventListener('abort', () => {
    for (const { stream } of pages) stream.close()
  })

  const lookAt = (visit: V): Looked<About> => {
    const name = what(visit)
    const known = channels.get(name)
    if (known !== undefined) {
      known.lookers += 1
      return known
    }
    const about = looking.about(visit)
    // When we cannot say how it stands, pages end; they come back by themselves, and are told then.
    const channel = openChannel(looking.subject(about), about, () => {
      for (const { stream } of pages) if (what(stream.visit) === name) stream.close()
    })
    const looked = { channel, lookers: 1 }
    channels.set(name, looked)
    return looked
  }
  /** What nobody looks at any more costs nothing. */
  const lookAway = (visit: V, looked: Looked<About>): void => {
    looked.lookers -= 1
    if (looked.lookers > 0) return
    channels.delete(what(visit))
    looked.channel.then(
      ({ stop }) => {
        stop()
      },
      () => undefined,
    )
  }

  return {
    count: () => pages.size,
    askDoors: () => {
      for (const { askDoor } of pages) askDoor()
    },
    async page(visit: V): Promise<void> {
      const { response } = visit
      const isGone = () => response.closed
      if (isGone()) return
      const looked = lookAt(visit)
      response.once('close', () => {
        lookAway(visit, looked)
      })
      const channel = await looked.channel
      const stream = await openStream(visit)
      if (isGone()) return
      endOldest([...pages].filter((page) => whose(page.stream.visit) === whose(visit)))
      const askDoor = doorOf(looking, stream, channel)
      const page = { stream, askDoor }
      pages.add(page)
      channel.add(stream)
      const timer = setInterval(askDoor, parts.livePageEachMs ?? usuallyEachMs)
      timer.unref()
      response.once('close', () => {
        clearInterval(timer)
        pages.delete(page)
        channel.remove(stream)
      })
    },
  }
}

function endOldest(theirs: readonly { readonly stream: Stream }[]): void {
  if (theirs.length >= streamsOfAccountMax) theirs[0]?.stream.over('elsewhere')
}

/** Asks the door; as long as it is open, says that the page is live. Asked meanwhile, it asks once more. */
function doorOf<V extends PlainVisit, About, D extends Drawing>(
  { stillWelcome, about }: Looking<V, About, D>,
  stream: Stream<V>,
  channel: Channel<About>,
): () => void {
  let known = about(stream.visit)
  let asking: 'no' | 'yes' | 'again' = 'no'
  const ask = async (): Promise<void> => {
    const now = await stillWelcome(stream.visit)
    if (now === undefined) {
      stream.over('door')
      return
    }
    stream.send(beatEvent)
    if (isDeepStrictEqual(now, known)) return
    known = now
    await channel.look(now)
  }
  const askDoor = (): void => {
    if (asking !== 'no') {
      asking = 'again'
      return
    }
    asking = 'yes'
    ask()
      .catch(() => {
        stream.close()
      })
      .finally(() => {
        const once = asking === 'again'
        asking = 'no'
        if (once) askDoor()
      })
  }
  return askDoor
}
