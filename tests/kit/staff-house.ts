import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import express from 'express'
import { TOTP } from 'otpauth'
import type { Happening } from '../../src/conference/happenings.ts'
import { invitationPath, invite } from '../../src/conference/staff/staff-inviting.ts'
import type { By, StaffOutcome, StaffWish } from '../../src/conference/staff/staff-control.ts'
import type { StaffMember, StaffRole } from '../../src/conference/staff/staffing.ts'
import { faultPage, notFoundPage } from '../../src/web/faults.tsx'
import { securityHeaders } from '../../src/web/headers.ts'
import { staffVisits } from '../../src/web/staff/doors.ts'
import type { StaffParts } from '../../src/web/staff/parts.ts'
import { scryptPassphrases } from '../../src/web/staff/sign-in/passphrase.ts'
import { staffRouter } from '../../src/web/staff/routes.ts'
import { readTexts } from '../../src/web/texts.ts'
import { openLiveBoard } from '../../src/voice/staff/board.ts'
import { stoppedClock } from './clock.ts'
import { aStore, randomness } from './rooms.ts'
import { timers } from './timers.ts'
import { Visitor } from './visitor.ts'

const configFolder = fileURLToPath(new URL('../../config', import.meta.url))
const texts = await readTexts(configFolder)

/** What everybody here has: weak on purpose, so that a test does not take a second for each sign-in. */
export const passphrase = 'vier Woerter ohne Sinn'
const passphrases = scryptPassphrases({ log2N: 4, r: 1, p: 1 })
export const totpSecret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

/** The code that an authenticator app shows at this moment. */
export const codeAt = (at: number, secret = totpSecret) =>
  new TOTP({ secret }).generate({ timestamp: at })

/** The staff console on a free port, with a fresh database and a clock that moves when told. */
export async function openStaffHouse(instead: Partial<StaffParts> = {}) {
  const store = instead.store ?? (await aStore())
  const clock = stoppedClock()
  const happened: Happening[] = []
  const faults: unknown[] = []
  const app = express().disable('x-powered-by')
  const server = createServer(app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const time = timers(clock)
  const talking = new Set<string>()
  const stopping = new AbortController()
  const wished: [StaffWish, By][] = []
  const outcome: { is: StaffOutcome } = { is: 'done' }
  const board = openLiveBoard({
    store,
    clock: clock.now,
    after: time.after,
    announce: (happening) => happened.push(happening),
    nameKey: Buffer.alloc(32, 7),
    talks: (call) => talking.has(call),
    capacity: 20,
    carrier: () => ({ kind: 'built-in', health: { is: 'answers', since: clock.now() } }),
    async qualities() {
      const quality = { codec: 'PCMA', lossPercent: 0.4, jitterMs: 3, mos: 4.3 }
      return new Map((await store.callers.live()).map(({ call }) => [call, quality]))
    },
  })
  const parts: StaffParts = {
    texts,
    locale: 'de',
    organisation: 'Telefon-Runde',
    configFolder,
    store,
    clock: clock.now,
    randomness,
    announce: (happening) => happened.push(happening),
    publicUrl: new URL(url),
    timeZone: 'Europe/Berlin',
    organiserUrl: new URL('https://runde.example.org'),
    furtherNumbers: ['+4930998', '+4930997'],
    tariff: { perCallerMinute: 120, perMonth: 50_000 },
    formKey: Buffer.alloc(32, 5),
    totpKey: Buffer.alloc(32, 6),
    passphrases,
    board,
    stopping: stopping.signal,
    control: {
      act: (wish, by) => {
        wished.push([wish, by])
        return Promise.resolve(outcome.is)
      },
    },
    ...instead,
  }
  const log = { error: (fields: Readonly<Record<string, unknown>>) => faults.push(fields) }
  const { isAway } = store
  const forFaults = { ...parts, visitOf: staffVisits(parts), log, isAway }
  app
    .use(securityHeaders(parts.publicUrl))
    .use(staffRouter(parts))
    .use(notFoundPage(forFaults))
    .use(faultPage(forFaults))

  /** Somebody who works here, with the passphrase and the second factor of the tests. */
  const member = async (name: string, role: StaffRole): Promise<StaffMember> => {
    const known = await store.staff.members.byName(name)
    if (known !== undefined) return known
    const id = randomness.token()
    const fresh = { id, name, role, created: clock.now(), lastSignIn: undefined }
    const passphraseHash = await passphrases.hash(passphrase)
    await store.staff.members.add(fresh, { passphraseHash, totpSecret, totpStep: 0 })
    return fresh
  }
  /** A browser in which somebody of this role is signed in, or has only proved the passphrase. */
  const signedIn = async (
    role: StaffRole,
    is: 'halfway' | 'full' = 'full',
    name: string = role,
  ): Promise<Visitor & { member: StaffMember }> => {
    const who = await member(name, role)
    const token = randomBytes(32).toString('base64url')
    const at = clock.now()
    const session = { id: randomness.token(), member: who.id, is, created: at, lastSeen: at }
    await store.staff.sessions.open({ ...session, device: 'Test' }, token)
    const visitor = new Visitor(url)
    visitor.keepCookie('rundruf-staff', token)
    return Object.assign(visitor, { member: who })
  }

  return {
    parts,
    board,
    /** What the telephone side was asked, and what it answers. */
    wished,
    outcome,
    /** Calls that are talking. */
    talking,
    time,
    store,
    clock,
    url,
    happened,
    /** Requests that failed on our side; a test that expects none looks here. */
    faults,
    member,
    signedIn,
    visitor: (headers?: Record<string, string>) => new Visitor(url, headers),
    /** The path of a link for somebody new. */
    async invited(name: string | undefined, role: StaffRole): Promise<string> {
      return invitationPath(await invite(store, randomness, { name, role }, clock.now()))
    },
    async audited() {
      const entries = await store.audit.page(undefined, 100)
      return entries.map(({ who, what, object, reason }) => [who, what, object, reason])
    },
    /** Every connection breaks, as in a tunnel; new ones are taken. */
    breakConnections: () => {
      server.closeAllConnections()
    },
    /** Ends what is open, as a house does that closes. */
    stop: () => {
      stopping.abort()
    },
    async [Symbol.asyncDispose]() {
      board[Symbol.dispose]()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
      await store.close()
    },
  }
}

export type StaffHouse = Awaited<ReturnType<typeof openStaffHouse>>
