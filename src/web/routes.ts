import type { Router } from 'express'
import type { Announce, Randomness, Store } from '../conference/ports.ts'
import { aboutRoutes, type AboutParts } from './about/about-routes.ts'
import { dialInPage } from './dial-in.tsx'
import type { DialInParts } from './dial-in.tsx'
import { doors, type DoorParts } from './doors.ts'
import { accountRoutes } from './organiser/account/routes.ts'
import { eveningRoutes, type EveningParts } from './organiser/evening/routes.ts'
import { invitationRoutes } from './organiser/invitation/routes.ts'
import type { InvitationParts } from './organiser/invitation/show.tsx'
import { meetingList } from './organiser/statement/meeting-list.tsx'
import { roomRoutes, type RoomParts } from './organiser/room/routes.ts'
import { signInRoutes } from './organiser/sign-in/routes.ts'
import { statementCsv } from './organiser/statement/csv.ts'
import { statementShow } from './organiser/statement/show.tsx'
import type { StatementParts } from './organiser/statement/statement.ts'
import { anyone, ofRoom, type Route } from './route.ts'
import { routerOf } from './router.ts'

/** What the pages are built of. */
export type WebParts = DoorParts &
  DialInParts &
  RoomParts &
  InvitationParts &
  StatementParts &
  AboutParts &
  EveningParts & {
    readonly store: Store
    readonly randomness: Randomness
    readonly announce: Announce
    readonly configFolder: string
  }

/** Every page and every form there is. */
export function routes(parts: WebParts): readonly Route[] {
  return [
    anyone('get', '/', dialInPage(parts)),

    // Signing in
    ...signInRoutes(parts),

    // Account
    ...accountRoutes(parts),

    // Rooms
    ...roomRoutes(parts),

    // Invitation
    ...invitationRoutes(parts),

    // The evening
    ...eveningRoutes(parts),

    // After the evening
    ofRoom('get', '/meetings', meetingList(parts)),
    ofRoom('get', '/statement', statementShow(parts)),
    ofRoom('get', '/statement.csv', statementCsv(parts)),

    // About this service
    ...aboutRoutes(parts),
  ]
}

/** All of them with their doors. */
export function webRoutes(parts: WebParts): Router {
  return routerOf(routes(parts), doors(parts), parts.configFolder)
}
