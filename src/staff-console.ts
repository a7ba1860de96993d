import express, { type Router } from 'express'
import type { LiveBoard } from './conference/staff/board.ts'
import type { Announce, Clock, Randomness, Store } from './conference/ports.ts'
import type { StaffControl } from './conference/staff/staff-control.ts'
import { invitationPath, invite } from './conference/staff/staff-inviting.ts'
import { isLoopback } from './demo-room.ts'
import { listening, type Listening } from './listening.ts'
import type { Log } from './observe/announce.ts'
import type { Metrics } from './observe/metrics.ts'
import { metricsRoute, type MetricsDoor } from './observe/metrics-door.ts'
import type { Secrets } from './secrets.ts'
import type { Settings } from './settings.ts'
import { faultPage, notFoundPage } from './web/faults.tsx'
import { securityHeaders } from './web/headers.ts'
import type { LiveParts } from './web/live/pages.ts'
import type { PageParts } from './web/page.tsx'
import { staffVisits } from './web/staff/doors.ts'
import type { StaffParts } from './web/staff/parts.ts'
import { scryptPassphrases } from './web/staff/sign-in/passphrase.ts'
import { staffRouter } from './web/staff/routes.ts'

/** What the rest of the app lends to the console. */
export type Lent = PageParts &
  LiveParts & {
    readonly store: Store
    readonly clock: Clock
    readonly randomness: Randomness
    readonly announce: Announce
    readonly configFolder: string
    readonly board: LiveBoard
    readonly control: StaffControl
    readonly metrics: Metrics
    /** `/healthz` and `/readyz`, the same as on the public listener. */
    readonly health: Router
  }

/** The staff console, on a listener of its own: nothing of it can be reached through the public one (S-20). */
export async function openStaffConsole(
  settings: Settings,
  secrets: Secrets,
  log: Log,
  lent: Lent,
): Promise<Listening> {
  const { staff, timeZone } = settings
  const parts: StaffParts = {
    ...lent,
    timeZone,
    publicUrl: staff.url,
    organiserUrl: settings.http.publicUrl,
    tariff: settings.tariff,
    budget: settings.budget,
    furtherNumbers: settings.furtherNumbers,
    formKey: secrets.key('staff forms 1'),
    totpKey: secrets.key('staff second factor 1'),
    passphrases: scryptPassphrases(),
  }
  const { isAway } = lent.store
  const faults = { ...parts, visitOf: staffVisits(parts), log, isAway }
  const app = express()
    .disable('x-powered-by')
    .use(securityHeaders(staff.url))
    .use(lent.metrics.requests.livePages)
    .use(lent.health)
    .use(metricsRoute(lent.metrics, doorOf(settings)))
    .use(staffRouter(parts))
    .use(notFoundPage(faults))
    .use(faultPage(faults))
  return listening(app, staff)
}

/** Behind a proxy everybody seems to come from this machine; then it takes the token. */
function doorOf({ watching: { metricsToken: token }, staff }: Settings): MetricsDoor {
  if (token !== undefined) return { is: 'token', token }
  return { is: isLoopback(staff.url.hostname) ? 'this-machine' : 'shut' }
}

/** A link with which the first admin comes in; undefined when somebody is staff already. */
export async function firstStaffLink(
  { store, randomness, clock }: Pick<Lent, 'store' | 'randomness' | 'clock'>,
  url: URL,
): Promise<string | undefined> {
  const token = await store.atomically(async (kept) => {
    if ((await kept.staff.members.all()).length > 0) return undefined
    return invite(kept, randomness, { name: undefined, role: 'admin' }, clock())
  })
  return token && new URL(invitationPath(token), url).href
}
