import type { Router } from 'express'
import type { Evenings } from '../conference/evening.ts'
import type { Announce, Randomness, Store } from '../conference/ports.ts'
import { dialInPage } from './dial-in.tsx'
import type { DialInParts } from './dial-in.tsx'
import { doors, type DoorParts } from './doors.ts'
import { meetingList } from './organiser/meeting-list.tsx'
import { roomCreate, roomNew, type RoomCreateParts } from './organiser/room-create.tsx'
import { roomList } from './organiser/room-list.tsx'
import { roomShow } from './organiser/room-show.tsx'
import { statementCsv } from './organiser/statement-csv.ts'
import { statementShow } from './organiser/statement-show.tsx'
import type { StatementParts } from './organiser/statement.ts'
import { anyone, ofRoom, organiser, type Route } from './route.ts'
import { routerOf } from './router.ts'

/** What the pages are built of. */
export type WebParts = DoorParts &
  DialInParts &
  RoomCreateParts &
  StatementParts & {
    readonly evenings: Evenings
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

    // Account

    // Rooms
    organiser('get', '/rooms', roomList(parts)),
    organiser('get', '/rooms/new', roomNew(parts)),
    organiser('post', '/rooms/new', roomCreate(parts)),
    ofRoom('get', '', roomShow(parts)),

    // Invitation

    // The evening

    // After the evening
    ofRoom('get', '/meetings', meetingList(parts)),
    ofRoom('get', '/statement', statementShow(parts)),
    ofRoom('get', '/statement.csv', statementCsv(parts)),

    // About this service
  ]
}

/** All of them with their doors. */
export function webRoutes(parts: WebParts): Router {
  return routerOf(routes(parts), doors(parts), parts.configFolder)
}
