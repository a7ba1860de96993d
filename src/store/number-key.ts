import { createHmac, randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { CallerNumber } from '../conference/caller-number.ts'
import { dayMs } from '../conference/limits-counting.ts'
import type { Seal } from './sealed.ts'
import type { Tables } from './tables.ts'

/** 64 bit: no two numbers of a day meet, and nothing is left to know them by (TRUST §3.2). */
const pseudonymBytes = 8
const keyBytes = 32

/** What a pseudonym is for; the same number has another one for each. */
type Purpose = 'number' | 'room tried' | 'ticket' | 'ban'

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
export type Pseudonyms = {
  /** For writing down what happened now. */
  readonly today: (purpose: Purpose, of: string) => string
  /** For looking up: today's, and yesterday's if there was a yesterday. */
  readonly known: (purpose: Purpose, of: string) => readonly string[]
}

/** @throws SealBroken when the database has another key's rows */
export async function pseudonyms(db: Kysely<Tables>, seal: Seal, at: number): Promise<Pseudonyms> {
  const day = dayOf(at)
  const kept = () =>
    db
      .selectFrom('number_key')
      .selectAll()
      .where('day', 'in', [day, day - 1])
      .execute()
  let rows = await kept()
  if (!rows.some((row) => row.day === day)) {
    await makeKey(db, seal, day)
    rows = await kept()
  }
  const keys = rows
    .sort((a, b) => b.day - a.day)
    .map((row) => Buffer.from(seal.open(row.key_sealed, ownerOf(row.day)), 'base64url'))
  const all = (purpose: Purpose, of: string) => keys.map((key) => pseudonym(key, purpose, of))
  return { known: all, today: (purpose, of) => all(purpose, of)[0] ?? '' }
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

function pseudonym(key: Buffer, purpose: Purpose, of: string): string {
  const mac = createHmac('sha256', key).update(`${purpose} ${of}`).digest()
  return mac.subarray(0, pseudonymBytes).toString('hex')
}

const ownerOf = (day: number) => `number key ${String(day)}`

function dayOf(at: number): number {
  return Math.floor(at / dayMs)
}
