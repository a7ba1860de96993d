import type { DoorVisit, StaffVisit } from './visit.ts'

type Page<V> = (visit: V) => Promise<void> | void
type Method = 'get' | 'post'

/** One address of the staff console and who may come there. */
export type StaffRoute = { readonly method: Method; readonly path: string } & (
  | { readonly who: 'anyone'; readonly page: Page<DoorVisit> }
  | { readonly who: 'halfway' | 'staff' | 'admin'; readonly page: Page<StaffVisit> }
)

/** For whoever finds the console: signing in, and nothing else. */
export const anyone = (method: Method, path: string, page: Page<DoorVisit>): StaffRoute => ({
  method,
  path,
  who: 'anyone',
  page,
})

const signedIn =
  (who: 'halfway' | 'staff' | 'admin') =>
  (method: Method, path: string, page: Page<StaffVisit>): StaffRoute => ({
    method,
    path,
    who,
    page,
  })

/** The passphrase was right; the second factor is asked for here. */
export const halfway = signedIn('halfway')
/** For everybody who works here. */
export const staff = signedIn('staff')
/** For admins; to other staff it does not exist. */
export const admin = signedIn('admin')
