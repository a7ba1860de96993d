import type { RequestHandler } from 'express'
import { staffSessionLasts } from '../../conference/staff/staffing.ts'
import type { Store } from '../../conference/ports.ts'
import { arrivals, type ArrivalParts } from '../arrivals.ts'
import { cookieJar } from '../cookies.ts'
import { expiredPage, notFound } from '../faults.tsx'
import type { PageParts } from '../page.tsx'
import { goTo } from '../visit.ts'
import { aroundStaff } from './around.tsx'
import type { StaffRoute } from './route.ts'
import type { DoorVisit, StaffSignedIn } from './visit.ts'

/*
 * Who may come to which page of the staff console. Every request passes here, so a page cannot forget to ask:
 *
 *   request ──▶ session ──▶ own form? ──▶ passphrase? ──▶ second factor? ──▶ admin? ──▶ page
 *                              │ no          │ no            │ no              │ no
 *                              ▼             ▼               ▼                 ▼
 *                       403, try again   to /sign-in   to /second-factor   404, as if it were not there
 */

export type StaffDoorParts = PageParts &
  ArrivalParts & { readonly store: Pick<Store, 'staff' | 'isAway'> }

/** Puts a door before a route's page. */
export function staffDoors(parts: StaffDoorParts): (route: StaffRoute) => RequestHandler {
  const visitOf = staffVisits(parts)
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
    const elsewhere = whereFirst(route.who, visit)
    if (signedIn === undefined || elsewhere !== undefined) goTo(visit, elsewhere ?? '/sign-in')
    else if (route.who === 'admin' && signedIn.member.role !== 'admin') notFound(visit, parts)
    else await route.page({ ...visit, signedIn })
  }
}

/** Where somebody has to go before they may come here; nowhere when they may. */
function whereFirst(who: 'halfway' | 'staff' | 'admin', { signedIn }: DoorVisit) {
  if (signedIn === undefined) return '/sign-in'
  if (who === 'halfway') return signedIn.session.is === 'full' ? '/' : undefined
  return signedIn.session.is === 'halfway' ? '/second-factor' : undefined
}

/** To the minute: idling is over after thirty of them (S-07). */
const seenEveryMs = 60_000

/** Whoever only looks may do so while nothing can be written; the next look notes it. */
export async function noteSeen(
  { staff, isAway }: StaffDoorParts['store'],
  { id, lastSeen }: StaffSignedIn['session'],
  at: number,
): Promise<void> {
  if (at - lastSeen < seenEveryMs) return
  try {
    await staff.sessions.seen(id, at)
  } catch (error) {
    if (!isAway(error)) throw error
  }
}

/** What is known about a request at the staff console. */
export function staffVisits(parts: StaffDoorParts) {
  const { sessions } = parts.store.staff
  return arrivals<StaffSignedIn>(parts, {
    jar: cookieJar(parts.publicUrl, 'staff'),
    async whoIs(token, _request, at) {
      const found = await sessions.byToken(token)
      if (found === undefined || !staffSessionLasts(found.session, at)) return undefined
      await noteSeen(parts.store, found.session, at)
      return found
    },
    around: (locale, signedIn) => aroundStaff(parts.texts[locale].staffFrame, signedIn),
  })
}
