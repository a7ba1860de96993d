import { createHmac } from 'node:crypto'
import type { Kysely } from 'kysely'
import { dayMs, within } from '../../conference/limits/limits-counting.ts'
import {
  codeTriesMax,
  wrongInARowMax,
  type PendingSignIn,
  type SignIns,
} from '../../conference/organiser/signing-in.ts'
import { keyOfAddress } from './accounts.ts'
import type { Seal } from '../sealed.ts'
import type { SignInRow, Tables } from '../tables.ts'
import { addOne, forget, sumOf } from '../limits/visitor-counts.ts'

const yearMs = 365 * dayMs

/** `signInKey` makes the keyed hashes of codes, links and browsers; `addressKey` those of addresses. */
export type SignInKeys = { readonly signInKey: Buffer; readonly addressKey: Buffer }

/** Who asked for a code. In a stolen copy of the database nobody finds one that opens anything (S-01). */
export function signIns(
  db: Kysely<Tables>,
  seal: Seal,
  { signInKey, addressKey }: SignInKeys,
): SignIns {
  const keyOf = (what: 'browser' | 'code' | 'link', of: string) =>
    createHmac('sha256', signInKey).update(`${what} ${of}`).digest('base64url')
  const lasting = (at: number) => db.selectFrom('sign_in').selectAll().where('until', '>', at)
  const ofBrowser = (browser: string, at: number) => {
    const theirs = lasting(at).where('browser_key', '=', keyOf('browser', browser))
    return theirs.orderBy('until', 'desc').execute()
  }
  const toPending = (row: SignInRow) => pendingOf(row, seal)

  const guesses = guessesAt(db, addressKey)

  return {
    async begin({ id, browser, code, link, address, goesTo, locale, mail, until }) {
      const row = {
        id,
        browser_key: keyOf('browser', browser),
        // Bound to its sign-in: equal codes are not to be seen as equal.
        code_key: keyOf('code', `${id} ${code}`),
        link_key: keyOf('link', link),
        address_sealed: seal.seal(address, ownerOf(id)),
        goes_to: goesTo,
        locale,
        mail,
        tries: 0,
        until,
      }
      await db.insertInto('sign_in').values(row).execute()
    },
    async of(browser, at) {
      return (await ofBrowser(browser, at)).map(toPending)
    },
    async byCode(browser, code, at) {
      const rows = await ofBrowser(browser, at)
      const open: PendingSignIn[] = []
      for (const row of rows.filter(({ tries }) => tries < codeTriesMax)) {
        const pending = toPending(row)
        const fits = row.code_key === keyOf('code', `${row.id} ${code}`)
        if (fits && !(await guesses.areTooMany(pending.address, at))) return pending
        open.push(pending)
      }
      for (const { id, address } of open) {
        await countTry(db, id)
        await guesses.add(address, at)
      }
      return undefined
    },
    async byLink(link, browser, at) {
      const row = await lasting(at).where('link_key', '=', keyOf('link', link)).executeTakeFirst()
      if (row === undefined) return undefined
      const sameBrowser = browser !== undefined && row.browser_key === keyOf('browser', browser)
      return { signIn: toPending(row), sameBrowser }
    },
    async use(id) {
      const used = db.deleteFrom('sign_in').where('id', '=', id).returningAll()
      const row = await used.executeTakeFirst()
      if (row === undefined) return false
      await guesses.forget(toPending(row).address)
      return true
    },
    onlyLink: guesses.areTooMany,
    async sweep(at) {
      await db.deleteFrom('sign_in').where('until', '<=', at).execute()
    },
  }
}

async function countTry(db: Kysely<Tables>, id: string): Promise<void> {
  await db
    .updateTable('sign_in')
    .set((is) => ({ tries: is('tries', '+', 1) }))
    .where('id', '=', id)
    .execute()
}

/** Wrong codes in a row, by address. They do not decay within a year: only the owner's signing in forgets them. */
function guessesAt(db: Kysely<Tables>, addressKey: Buffer) {
  const counter = 'wrongCodes'
  const keyOf = (address: string) => keyOfAddress(addressKey, address)
  return {
    add: (address: string, at: number) => addOne(db, counter, keyOf(address), at),
    areTooMany: async (address: string, at: number): Promise<boolean> =>
      (await sumOf(db, within(counter, keyOf(address), yearMs, at))) >= wrongInARowMax,
    forget: (address: string) => forget(db, counter, keyOf(address)),
  }
}

function pendingOf(row: SignInRow, seal: Seal): PendingSignIn {
  const { id, goes_to: goesTo, locale, mail, tries, until } = row
  return {
    id,
    address: seal.open(row.address_sealed, ownerOf(id)),
    goesTo,
    locale,
    mail,
    tries,
    until,
  }
}

const ownerOf = (id: string) => `${id} sign-in`
