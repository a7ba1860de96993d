import { createSession, EventBuffer, type Session } from 'better-sse'
import type { Response } from 'express'
import type { PlainVisit } from '../visit.ts'
import type { LiveMessage } from './drawing.ts'

/*
 * One open live page: a response that does not end (server-sent events). Three kinds of events go down:
 *
 *   change   how it looks now: a LiveMessage
 *   beat     nothing new; a page that hears none for long knows that it is not live
 *   over     do not come back: the door is shut, or the page is open too often
 */

/** A page that leaves so much unread is dropped; it comes back by itself and gets what is so then. */
export const bufferedBytesMax = 1024 * 1024
/** How soon a page comes back that lost its connection. */
const comeBackMs = 2000

export type WhyOver = 'door' | 'elsewhere'

export type Stream<V extends PlainVisit = PlainVisit> = {
  readonly visit: V
  /** Already written out, so that many pages cost one writing. */
  send(events: EventBuffer): void
  over(why: WhyOver): void
  /** Ends it; the page comes back by itself. */
  close(): void
}

export async function openStream<V extends PlainVisit>(visit: V): Promise<Stream<V>> {
  const { request, response } = visit
  // A connection that broke is closed as well; that is all there is to know about it.
  response.on('error', () => undefined)
  const options = { keepAlive: null, retry: comeBackMs, trustClientEventId: false }
  const session = await createSession(request, response, options)
  return {
    visit,
    send(events) {
      // Looked at before: one message may be long, but not one after the other unread.
      if (response.writableLength > bufferedBytesMax) response.destroy()
      else if (isOpen(session, response)) void session.batch(events)
    },
    over(why) {
      if (isOpen(session, response)) session.push(why, 'over')
      response.end()
    },
    close() {
      response.end()
    },
  }
}

const isOpen = (session: Session, { writableEnded, destroyed }: Response): boolean =>
  session.isConnected && !writableEnded && !destroyed

export function changeEvent(message: LiveMessage): EventBuffer {
  return new EventBuffer().event('change').data(message).dispatch()
}

export const beatEvent = new EventBuffer().event('beat').data('').dispatch()
