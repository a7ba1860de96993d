import { createSecretKey, hkdfSync, randomUUID, type KeyObject } from 'node:crypto'
import { Kysely } from 'kysely'
import type { Limits } from '../conference/limits/limit-ports.ts'
import type { Kept, Store } from '../conference/ports.ts'
import type { Standby } from '../conference/kept/standby.ts'
import { accounts } from './organiser/accounts.ts'
import { isAway } from './away.ts'
import { bans } from './call/bans.ts'
import { alarms } from './staff/alarms.ts'
import { audit } from './staff/audit.ts'
import { blocks } from './staff/blocks.ts'
import { callers } from './call/callers.ts'
import type { Again, Engine } from './dialects/engine.ts'
import { carrierRecords } from './call/carrier-records.ts'
import { changes } from './meeting/changes.ts'
import { sqlite } from './dialects/sqlite.ts'
import { tableNames } from './inventory.ts'
import { engineOf } from './engine-of.ts'
import { leases } from './leases.ts'
import { deletions } from './backup/deletions.ts'
import { idleAccounts } from './organiser/idle-accounts.ts'
import { helpRequests } from './staff/help-requests.ts'
import { limitMemory, type LimitMemory } from './limits/limit-memory.ts'
import { limits } from './limits/limits.ts'
import { lines } from './call/lines.ts'
import { mailLimits } from './limits/mail-limits.ts'
import { mailQueue, mails } from './organiser/mails.ts'
import { meetings } from './meeting/meetings.ts'
import { migrate, WrongDatabase } from './migrate.ts'
import { numberKeys, type NumberKeys } from './call/number-key.ts'
import { oldPins } from './room/old-pins.ts'
import { organisersForStaff } from './staff/organisers-for-staff.ts'
import { organisedRooms } from './organiser/organised-rooms.ts'
import { pastMeetings } from './meeting/past-meetings.ts'
import { organiserInvitations } from './organiser/organiser-invitations.ts'
import { returning } from './call/returning.ts'
import { rooms } from './room/rooms.ts'
import { sealWith, type Seal } from './sealed.ts'
import { daySums } from './figures/day-sums.ts'
import { serviceStates } from './staff/operation.ts'
import { sessions } from './organiser/sessions.ts'
import { signIns } from './organiser/sign-ins.ts'
import { sittings } from './meeting/sittings.ts'
import { standbyOn } from './backup/standby.ts'
import { staffing, staffKeys, type StaffKeys } from './staff/staffing.ts'
import type { Tables } from './tables.ts'
import { tallies } from './figures/tallies.ts'
import { together } from './together.ts'

/** Where it is kept; the file `:memory:` is forgotten with the process. */
export type StoreSettings =
  | { readonly kind: 'sqlite'; readonly file: string }
  | { readonly kind: 'postgres'; readonly url: string }

/** Keys from outside the database. `pinKey` seals the PINs: 32 bytes. */
export type StoreKeys = { readonly pinKey: Buffer }

/**
 * Opens the database, brings it up to date and hands out what the parts use. `again` hears why a transaction had to begin again.
 * @throws WrongDatabase with a sentence for the operator
 */
export async function openStore(
  settings: StoreSettings,
  keys: StoreKeys,
  again?: (why: Again) => void,
): Promise<Store> {
  const seal = sealWith(keys.pinKey)
  const engine = await engineOf(settings)
  const db = new Kysely<Tables>({ dialect: engine.dialect })
  try {
    await migrate(db as Kysely<unknown>, engine, seal)
  } catch (error) {
    await db.destroy()
    const complaint = error instanceof WrongDatabase ? undefined : engine.complaint(error)
    throw complaint === undefined ? error : new WrongDatabase(complaint, { cause: error })
  }
  return storeOn(db, engine, partsOf(keys, seal), again)
}

function storeOn(
  db: Kysely<Tables>,
  engine: Engine,
  parts: Parts,
  again?: (why: Again) => void,
): Store {
  const told = changes()
  const { notices } = engine
  const atomically = together(db, waysOf(engine, again), {
    open: (transaction) => ({ kept: kept(transaction, parts), touched: new Set<string>() }),
    async last(transaction, { touched }) {
      if (touched.size > 0) await notices?.tell(transaction as Kysely<unknown>, touched)
    },
    undone() {
      parts.keys.forget()
      parts.memory.forget()
    },
  })
  const listening = notices?.listen({
    told: (rooms) => {
      told.tell(rooms)
    },
    missed: () => {
      told.tell('any')
    },
  })
  const inOne: Store['atomically'] = async (work) => {
    const rooms = new Set<string>()
    const done = await atomically(({ kept, touched }) =>
      work(
        told.noting(kept, (room) => {
          rooms.add(room)
          touched.add(room)
        }),
      ),
    )
    told.tell(rooms)
    return done
  }
  return {
    ...told.noting(kept(db, parts), (room) => {
      told.tell(new Set([room]))
      // It is written already; whoever does not hear of it sees it when they look anew.
      void notices?.tell(db as Kysely<unknown>, new Set([room])).catch(() => undefined)
    }),
    limits: eachAtomically(inOne),
    atomically: inOne,
    changes: (heard) => told.hear(heard),
    async check() {
      // A transaction that changes nothing would pass on a full disk.
      const us = `check ${randomUUID()}`
      await inOne(async ({ leases }) => {
        await leases.take(us, us, 0, 0)
        await leases.giveBack(us, us)
      })
    },
    isAway,
    openStandby: () => openStandby(db, engine, parts),
    async close() {
      await listening?.[Symbol.asyncDispose]()
      await db.destroy()
    },
  }
}

/** How transactions of ours get along with those of others. */
function waysOf({ sharing, turn, alone }: Engine, again: (why: Again) => void = () => undefined) {
  return {
    ...sharing,
    turn: async (transaction: Kysely<Tables>) => turn?.(transaction as Kysely<unknown>),
    alone: (transaction: Kysely<Tables>) => alone(transaction as Kysely<unknown>, tableNames),
    again,
  }
}

/** The same tables in memory, with the same keys, and memories of its own. */
async function openStandby(db: Kysely<Tables>, engine: Engine, like: Parts): Promise<Standby> {
  const inMemory = sqlite(':memory:')
  const copy = new Kysely<Tables>({ dialect: inMemory.dialect })
  await migrate(copy as Kysely<unknown>, inMemory, like.seal)
  const parts: Parts = { ...like, keys: numberKeys(like.seal), memory: limitMemory() }
  const forget = () => {
    parts.keys.forget()
    parts.memory.forget()
  }
  const store = storeOn(copy, inMemory, parts)
  return standbyOn({ from: { db, engine }, to: { db: copy, store, forget } })
}

/**
 * What outlives a transaction: keys (`addressKey` finds mail addresses that cannot be read, `signInKey` codes and links),
 * and two memories that only save looking; the database is what counts.
 */
type Parts = {
  readonly seal: Seal
  readonly addressKey: Buffer
  readonly signInKey: Buffer
  readonly blockKey: KeyObject
  readonly staffKeys: StaffKeys
  readonly keys: NumberKeys
  readonly memory: LimitMemory
}

function partsOf(keys: StoreKeys, seal: Seal): Parts {
  return {
    seal,
    addressKey: keyFor('mail addresses 1', keys),
    signInKey: keyFor('sign-ins 1', keys),
    blockKey: createSecretKey(keyFor('blocked lines 1', keys)),
    staffKeys: staffKeys(keys.pinKey),
    keys: numberKeys(seal),
    memory: limitMemory(),
  }
}

function keyFor(purpose: string, { pinKey }: StoreKeys): Buffer {
  return Buffer.from(hkdfSync('sha256', pinKey, '', purpose, 32))
}

function kept(db: Kysely<Tables>, parts: Parts): Kept {
  const { seal, addressKey, signInKey, blockKey, staffKeys, keys, memory } = parts
  return {
    rooms: rooms(db, seal),
    callers: callers(db, seal),
    meetings: meetings(db),
    limits: limits(db, keys, memory),
    returning: returning(db, keys),
    accounts: accounts(db, seal, addressKey),
    sessions: sessions(db, seal),
    organised: organisedRooms(db, seal),
    mails: mails(db, seal),
    mailQueue: mailQueue(db, seal),
    mailLimits: mailLimits(db, keys, addressKey),
    signIns: signIns(db, seal, { signInKey, addressKey }),
    idleAccounts: idleAccounts(db, seal),
    deletions: deletions(db),
    pastMeetings: pastMeetings(db),
    organiserInvitations: organiserInvitations(db, seal),
    oldPins: oldPins(db, seal),
    lines: lines(db, seal),
    sittings: sittings(db),
    bans: bans(db, keys),
    blocks: blocks(db, blockKey),
    service: serviceStates(db),
    leases: leases(db),
    staff: staffing(db, seal, staffKeys),
    audit: audit(db),
    helpRequests: helpRequests(db, seal),
    tallies: tallies(db),
    alarms: alarms(db),
    carrierRecords: carrierRecords(db),
    daySums: daySums(db),
    organisersForStaff: organisersForStaff(db, seal),
  }
}

/** What is counted is only right in a transaction; so whoever has none gets one for each question. */
function eachAtomically(atomically: Store['atomically']): Limits {
  return {
    called: (at) => atomically(({ limits }) => limits.called(at)),
    secondsToWait: (at) => atomically(({ limits }) => limits.secondsToWait(at)),
    entered: (entry) => atomically(({ limits }) => limits.entered(entry)),
    isProtected: (room, at) => atomically(({ limits }) => limits.isProtected(room, at)),
    forgetRoom: (room) => atomically(({ limits }) => limits.forgetRoom(room)),
    sweep: (at) => atomically(({ limits }) => limits.sweep(at)),
  }
}
