import type { OrganiserVisit, RoomVisit, Visit } from './visit.ts'

type Page<V> = (visit: V) => Promise<void> | void

/** One address and who may come there; `page` answers it. Addresses of a room's pages contain `:room`. */
export type Route = { readonly method: 'get' | 'post'; readonly path: string } & (
  | { readonly who: 'anyone'; readonly page: Page<Visit> }
  | { readonly who: 'organiser'; readonly page: Page<OrganiserVisit> }
  | { readonly who: 'room'; readonly page: Page<RoomVisit> }
)
type Method = Route['method']

/** For everybody, signed in or not. */
export const anyone = (method: Method, path: string, page: Page<Visit>): Route => ({
  method,
  path,
  who: 'anyone',
  page,
})

/** For whoever is signed in. */
export const organiser = (method: Method, path: string, page: Page<OrganiserVisit>): Route => ({
  method,
  path,
  who: 'organiser',
  page,
})

/** For organisers of this room; to everybody else it does not exist. */
export const ofRoom = (method: Method, path: string, page: Page<RoomVisit>): Route => ({
  method,
  path: `/rooms/:room${path}`,
  who: 'room',
  page,
})
