import { hkdfSync } from 'node:crypto'
import { Kysely, sql } from 'kysely'
import type { Kept, Store } from '../conference/ports.ts'
import { accounts } from './accounts.ts'
import { bans } from './bans.ts'
import { callers } from './callers.ts'
import { sqlite } from './dialects/sqlite.ts'
import { limits } from './limits.ts'
import { lines } from './lines.ts'
import { mailQueue, mails } from './mails.ts'
import { meetings } from './meetings.ts'
import { migrate, WrongDatabase } from './migrate.ts'
import { oldPins } from './old-pins.ts'
import { organisedRooms } from './organised-rooms.ts'
import { pastMeetings } from './past-meetings.ts'
import { organiserInvitations } from './organiser-invitations.ts'
import { returning } from './returning.ts'
import { rooms } from './rooms.ts'
import { sealWith, type Seal } from './sealed.ts'
import { sessions } from './sessions.ts'
import { sittings } from './sittings.ts'
import type { Tables } from './tables.ts'
import { together } from './together.ts'

/** Where it is kept; `:memory:` is forgotten with the process. */
export type StoreSettings = { readonly kind: 'sqlite'; readonly file: string }

/** Keys from outside the database. `pinKey` seals the PINs: 32 bytes. */
export type StoreKeys = { readonly pinKey: Buffer }

/**
 * Opens the database, brings it up to date and hands out what the parts use.
 * @throws WrongDatabase with a sentence for the operator
 */
export async function openStore(settings: StoreSettings, keys: StoreKeys): Promise<Store> {
  const keyring: Keyring = {
    seal: sealWith(keys.pinKey),
    addressKey: Buffer.from(hkdfSync('sha256', keys.pinKey, '', 'mail addresses 1', 32)),
  }
  const { seal } = keyring
  const db = new Kysely<Tables>({ dialect: openFile(settings.file) })
  try {
    await migrate(db as Kysely<unknown>, seal)
  } catch (error) {
    await db.destroy()
    throw error
  }
  const atomically = together(db)
  return {
    ...kept(db, keyring),
    atomically: (work) => atomically((transaction) => work(kept(transaction, keyring))),
    async check() {
      await atomically((transaction) => sql`select 1`.execute(transaction))
    },
    close: () => db.destroy(),
  }
}

/** `addressKey` finds mail addresses that cannot be read. */
type Keyring = { readonly seal: Seal; readonly addressKey: Buffer }

function kept(db: Kysely<Tables>, { seal, addressKey }: Keyring): Kept {
  return {
    rooms: rooms(db, seal),
    callers: callers(db, seal),
    meetings: meetings(db),
    limits: limits(db, seal),
    returning: returning(db, seal),
    accounts: accounts(db, seal, addressKey),
    sessions: sessions(db, seal),
    organised: organisedRooms(db, seal),
    mails: mails(db, seal),
    mailQueue: mailQueue(db, seal),
    pastMeetings: pastMeetings(db),
    organiserInvitations: organiserInvitations(db),
    oldPins: oldPins(db, seal),
    lines: lines(db, seal),
    sittings: sittings(db),
    bans: bans(db, seal),
  }
}

function openFile(file: string) {
  try {
    return sqlite(file)
  } catch (cause) {
    throw new WrongDatabase(`${file} cannot be opened as a database. Please check DATABASE_URL.`, {
      cause,
    })
  }
}
