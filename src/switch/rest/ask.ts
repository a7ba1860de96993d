import type { CallRecords } from '../call/records.ts'
import type { Conferences } from '../conference/conferences.ts'
import type { Log } from '../log.ts'
import type { TrunkState } from '../sip/trunk/trunk.ts'
import type { NumberBook } from './number-book.ts'

/** What the REST interface shows and steers. */
export type RestParts = {
  readonly account: { readonly sid: string; readonly authToken: string }
  readonly calls: CallRecords
  readonly conferences: Conferences
  readonly number: NumberBook
  /** How each line of a provider is. */
  readonly trunks: () => readonly TrunkState[]
  readonly log: Log
}

/** A request after authentication: where, which things, and with which parameters. */
export type Ask = {
  /** Path without the query, for addresses in the answer. */
  readonly path: string
  /** The names in the path: `sid`, `conference`, `participant`. */
  readonly names: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, unknown>>
  readonly form: unknown
}

/** The JSON of a 200, or undefined for 204. Throws RestProblem for everything else. */
export type Answer = (parts: RestParts, ask: Ask) => object | undefined

/** All addresses of the interface begin with this. */
export function accountPath(parts: RestParts): string {
  return `/2010-04-01/Accounts/${parts.account.sid}`
}

export const apiVersion = '2010-04-01'
