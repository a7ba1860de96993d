import { goTo } from '../../visit.ts'
import type { StaffParts } from '../parts.ts'
import { signOut } from './signing-in.ts'
import type { DoorVisit } from '../visit.ts'

/** POST /sign-out — also for whoever is only halfway in. */
export function signOutSend(parts: StaffParts) {
  return async (visit: DoorVisit): Promise<void> => {
    const { signedIn, response } = visit
    if (signedIn !== undefined) await signOut(parts, response, { signedIn })
    goTo(visit, '/sign-in', 'signed-out')
  }
}
