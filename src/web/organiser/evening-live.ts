import { isDeepStrictEqual } from 'node:util'
import type { Room } from '../../conference/room.ts'
import { stillWelcome, type DoorParts } from '../doors.ts'
import { goTo, type RoomVisit } from '../visit.ts'
import { openChannel, type Channel, type ChannelParts } from './evening-channel.ts'
import { beatEvent, openStream, type Stream } from './evening-stream.ts'

export type LiveParts = DoorParts &
  ChannelParts & {
    /** The house closes: open pages are ended, so that nobody waits for them. */
    readonly stopping: AbortSignal
    /** How often an open page is asked whether it may still be there, and told that it is live (S-14). */
    readonly livePageEachMs?: number
  }

const usuallyEachMs = 5000
/** Open pages in all; each holds a connection. */
export const streamsMax = 2000
/** Open pages of one account: their telephone, their computer, and what was forgotten there. */
export const streamsOfAccountMax = 30

/** GET /rooms/:room/evening/live — the live part, again whenever something changes. Read by browser/stream.ts. */
export function eveningLive(parts: LiveParts) {
  const open = openPages(parts)
  return async (visit: RoomVisit): Promise<void> => {
    const { request, response, room } = visit
    if (request.get('accept')?.includes('text/event-stream') !== true) {
      goTo(visit, `/rooms/${room.id}/evening`)
    } else if (parts.stopping.aborted || open.count() >= streamsMax) {
      response.status(503).set('Retry-After', '10').end()
    } else await open.page(visit)
  }
}

/** A room that somebody looks at, or is about to. */
type Looked = { readonly channel: Promise<Channel>; lookers: number }

function openPages(parts: LiveParts) {
  const rooms = new Map<Room['id'], Looked>()
  const pages = new Set<Stream>()
  parts.stopping.addEventListener('abort', () => {
    for (const page of pages) page.close()
  })

  const lookAt = (room: Room): Looked => {
    const known = rooms.get(room.id)
    if (known !== undefined) {
      known.lookers += 1
      return known
    }
    // When we cannot say how it stands, pages end; they come back by themselves, and are told then.
    const channel = openChannel(parts, room, () => {
      for (const page of pages) if (page.visit.room.id === room.id) page.close()
    })
    const looked = { channel, lookers: 1 }
    rooms.set(room.id, looked)
    return looked
  }
  /** Rooms that nobody looks at any more cost nothing. */
  const lookAway = (room: Room, looked: Looked): void => {
    looked.lookers -= 1
    if (looked.lookers > 0) return
    rooms.delete(room.id)
    looked.channel.then(
      ({ stop }) => {
        stop()
      },
      () => undefined,
    )
  }

  return {
    count: () => pages.size,
    async page(visit: RoomVisit): Promise<void> {
      const { room, response } = visit
      const isGone = () => response.closed
      if (isGone()) return
      const looked = lookAt(room)
      response.once('close', () => {
        lookAway(room, looked)
      })
      const channel = await looked.channel
      const page = await openStream(visit)
      if (isGone()) return
      endOldest(pages, visit)
      pages.add(page)
      channel.add(page)
      const stop = lookAfter(parts, page, channel)
      response.once('close', () => {
        stop()
        pages.delete(page)
        channel.remove(page)
      })
    },
  }
}

function endOldest(pages: ReadonlySet<Stream>, { signedIn }: RoomVisit): void {
  const theirs = [...pages].filter(({ visit }) => visit.signedIn.account.id === signedIn.account.id)
  if (theirs.length >= streamsOfAccountMax) theirs[0]?.over('elsewhere')
}

/** Asks the door again and again; as long as it is open, says that the page is live. */
function lookAfter(parts: LiveParts, page: Stream, channel: Channel): () => void {
  let room = page.visit.room
  let asking = false
  const ask = async (): Promise<void> => {
    const now = await stillWelcome(parts, page.visit)
    if (now === undefined) {
      page.over('door')
      return
    }
    page.send(beatEvent)
    if (isDeepStrictEqual(now, room)) return
    room = now
    await channel.look(now)
  }
  const timer = setInterval(() => {
    if (asking) return
    asking = true
    ask()
      .catch(() => {
        page.close()
      })
      .finally(() => {
        asking = false
      })
  }, parts.livePageEachMs ?? usuallyEachMs)
  timer.unref()
  return () => {
    clearInterval(timer)
  }
}
