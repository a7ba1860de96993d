import { createHmac, createSecretKey, randomBytes, type KeyObject } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { CallerNumber } from '../../conference/call/caller-number.ts'
import { dayMs } from '../../conference/limits/limits-counting.ts'
import type { Seal } from '../sealed.ts'
import { statement } from '../statement.ts'
import type { Tables } from '../tables.ts'

/** 64 bit: no two numbers of a day meet, and nothing is left to know them by (TRUST §3.2). */
const pseudonymBytes = 8
const keyBytes = 32

/** What a pseudonym is for; the same number has another one for each. */
type Purpose = 'number' | 'room tried' | 'ticket' | 'visitor' | 'ban'

/**
 * Pseudonyms of numbers: HMAC-SHA-256 with a key that is new every day (UTC), truncated.
 *
 *          day 1          day 2          day 3
 *   key 1  used           looked up      destroyed
 *   key 2                 used           looked up      destroyed
 *
 * The key is random and lives in the database, sealed with the key outside it; not derived from that one and the date,
 * because what can be derived can be derived again: destroying it is what makes yesterday's pseudonyms mean nothing,
 * also in a copy of the database that somebody kept together with its secrets (crypto-shredding). It lasts as long as
 * the last failure of its day counts: two days.
 */
export type Pseudonyms = (purpose: Purpose, of: string) => Pseudonym

/** Written down as `today`'s, found as that and `yesterday`'s; on the first day there is none, and both are the same. */
export type Pseudonym = { readonly today: string; readonly yesterday: string }

/** The keys in use, opened once a day. What was read in a transaction that is rolled back has to be forgotten. */
export type NumberKeys = {
  /** @throws SealBroken when the database has another key's rows */
  pseudonyms(db: Kysely<Tables>, at: number): Promise<Pseudonyms>
  forget(): void
}

const keysOf = statement((db, { day, before }: { day: number; before: number }) =>
  db.selectFrom('number_key').selectAll().where('day', 'in', [day, before]).orderBy('day', 'desc'),
)

export function numberKeys(seal: Seal): NumberKeys {
  let open: { readonly day: number; readonly pseudonyms: Pseudonyms } | undefined

  async function read(db: Kysely<Tables>, day: number): Promise<Pseudonyms> {
    let rows = await keysOf.rows(db, { day, before: day - 1 })
    if (rows[0]?.day !== day) {
      await makeKey(db, seal, day)
      rows = await keysOf.rows(db, { day, before: day - 1 })
    }
    const [now, before = now] = rows.map(({ key_sealed: sealed, day: of }) =>
      createSecretKey(Buffer.from(seal.open(sealed, ownerOf(of)), 'base64url')),
    )
    if (now === undefined || before === undefined) throw new Error('today has no key')
    return (purpose, of) => {
      const today = pseudonym(now, purpose, of)
      return { today, yesterday: before === now ? today : pseudonym(before, purpose, of) }
    }
  }

  return {
    async pseudonyms(db, at) {
      const day = dayOf(at)
      if (open?.day !== day) open = { day, pseudonyms: await read(db, day) }
      return open.pseudonyms
    },
    forget() {
      open = undefined
    },
  }
}

/** Destroys the keys of former days, and of days that a wrong clock made. */
export async function destroyKeys(db: Kysely<Tables>, at: number): Promise<void> {
  await db
    .deleteFrom('number_key')
    .where((is) => is.or([is('day', '<', dayOf(at) - 1), is('day', '>', dayOf(at) + 1)]))
    .execute()
}

/** What a caller is known by inside a pseudonym; nothing when withheld. */
export function nameOf(from: CallerNumber): string | undefined {
  if (from.is === 'telephone') return from.number
  return from.is === 'identity' ? from.name : undefined
}

async function makeKey(db: Kysely<Tables>, seal: Seal, day: number): Promise<void> {
  const key = randomBytes(keyBytes).toString('base64url')
  await db
    .insertInto('number_key')
    .values({ day, key_sealed: seal.seal(key, ownerOf(day)) })
    .onConflict((conflict) => conflict.column('day').doNothing())
    .execute()
}

function pseudonym(key: KeyObject, purpose: Purpose, of: string): string {
  const mac = createHmac('sha256', key).update(`${purpose} ${of}`).digest()
  return mac.subarray(0, pseudonymBytes).toString('hex')
}

const ownerOf = (day: number) => `number key ${String(day)}`

function dayOf(at: number): number {
  return Math.floor(at / dayMs)
}
