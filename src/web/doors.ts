import type { Request, RequestHandler } from 'express'
import { sessionLasts } from '../conference/organiser/organising.ts'
import type { Store } from '../conference/ports.ts'
import type { Room } from '../conference/room/room.ts'
import { aroundOrganisers } from './around.tsx'
import { arrivals, type ArrivalParts } from './arrivals.ts'
import { cookieJar } from './cookies.ts'
import { expiredPage, notFound } from './faults.tsx'
import type { PageParts } from './page.tsx'
import type { Route } from './route.ts'
import { goTo, type RoomVisit, type SignedIn } from './visit.ts'

/*
 * Who may come to which page. Every request passes here, so a page cannot forget to ask:
 *
 *   request ──▶ language, session ──▶ is this form ours? ──▶ signed in? ──▶ their room? ──▶ page
 *                                          │ no               │ no            │ no
 *                                          ▼                  ▼               ▼
 *                                     403, try again     to /sign-in     404, as if it were not there
 */

export type DoorParts = PageParts &
  ArrivalParts & { readonly store: Pick<Store, 'sessions' | 'accounts' | 'organised' | 'isAway'> }

const hourMs = 60 * 60_000

/** Puts a door before a route's page. */
export function doors(parts: DoorParts): (route: Route) => RequestHandler {
  const visitOf = visits(parts)
  return (route) => async (request, response) => {
    const { visit, isOwnForm } = await visitOf(request, response)
    response.set('Cache-Control', 'no-store')
    if (route.method === 'post' && !isOwnForm) {
      expiredPage(visit, parts)
      return
    }
    if (route.who === 'anyone') {
      await route.page(visit)
      return
    }
    const { signedIn } = visit
    if (signedIn === undefined) {
      goTo(visit, signInPath(request))
      return
    }
    if (route.who === 'organiser') {
      await route.page({ ...visit, signedIn })
      return
    }
    const room = await parts.store.organised.find(
      signedIn.account.id,
      String(request.params['room']),
    )
    if (room === undefined) notFound(visit, parts)
    else await route.page({ ...visit, signedIn, room })
  }
}

/**
 * Whether a page of a room that stays open would be shown now as well (S-14): the room as it is now, or undefined when
 * the session has ended or the room is not theirs any more. Being open counts as being used (S-07).
 */
export async function stillWelcome(
  { store, clock }: DoorParts,
  { signedIn, room }: RoomVisit,
): Promise<Room | undefined> {
  const { account } = signedIn
  const at = clock()
  const session = (await store.sessions.of(account.id)).find(({ id }) => id === signedIn.session.id)
  if (session === undefined || !sessionLasts(session, at, 'pages')) return undefined
  if (at - session.lastSeen > hourMs) await noteSeen(store, { account, session }, at)
  return store.organised.find(account.id, room.id)
}

/** After signing in the browser comes back to where it wanted to go; a form that was lost is not sent again. */
export function signInPath({ method, originalUrl }: Request): string {
  return method === 'GET' ? `/sign-in?then=${encodeURIComponent(originalUrl)}` : '/sign-in'
}

/** What is known about a request of an organiser's browser. */
export function visits(parts: DoorParts) {
  const jar = cookieJar(parts.publicUrl)
  const { texts, helpNumber } = parts
  return arrivals<SignedIn>(parts, {
    jar,
    async whoIs(token, request, at) {
      const signedIn = await whoIs(parts, request, token, at)
      if (signedIn !== undefined) await noteSeen(parts.store, signedIn, at)
      return signedIn
    },
    around: (locale, signedIn) =>
      aroundOrganisers(texts[locale].frame, signedIn !== undefined, helpNumber),
  })
}

async function whoIs(
  { store }: DoorParts,
  { method }: Request,
  token: string,
  at: number,
): Promise<SignedIn | undefined> {
  const found = await store.sessions.byToken(token)
  // Locking ends every session; this is for one that was begun at the same moment.
  if (found?.account.lockedSince !== undefined || found === undefined) return undefined
  return sessionLasts(found.session, at, method === 'POST' ? 'forms' : 'pages') ? found : undefined
}

/** To the hour: enough to see what is unused, too little to follow anybody. */
async function noteSeen(
  store: DoorParts['store'],
  { account, session }: SignedIn,
  at: number,
): Promise<void> {
  try {
    if (at - session.lastSeen > hourMs) await store.sessions.seen(session.id, at)
    if (at - account.lastSeen > hourMs) await store.accounts.change(account.id, { lastSeen: at })
  } catch (error) {
    // Whoever only reads may do so while nothing can be written; the next page notes it.
    if (!store.isAway(error)) throw error
  }
}
