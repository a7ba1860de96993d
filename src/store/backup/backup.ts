import { createGunzip, createGzip } from 'node:zlib'
import { Readable } from 'node:stream'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import type { Row } from './copying.ts'
import { BackupUnusable, openFile, sealFile, type Head } from './sealed-file.ts'
import { tableNames } from '../inventory.ts'
import type { Tables } from '../tables.ts'

/*
 * What stands in a backup, line by line, before it is packed and sealed:
 *
 *   {"secrets":"…"}                      the text of secrets.json: without it nothing sealed can be opened
 *   {"table":"room","rows":[{…},…]}      as often as needed, parents first
 *   {"end":{"room":12,…}}                how many rows there were of each
 */

/** What goes on or is soon over is not worth keeping, and some of it must not be kept: numbers, mails, who is signed in. */
const passing: ReadonlySet<keyof Tables> = new Set([
  'session',
  'sign_in',
  'mail',
  'meeting',
  'caller',
  'place',
  'conference_ended',
  'line',
  'sitting',
  'ticket',
  'help_request',
  'ban',
  'limit_count',
  'limit_failure',
  'number_key',
  'staff_session',
  'staff_try',
  'tally',
  'alarm',
  'service_state',
  'lease',
])

/** The tables that are in a backup, parents first. */
export const backedUp: readonly string[] = tableNames.filter((name) => !passing.has(name))

/**
 * What a file of deletions holds: who is not to be brought back, and nothing else. It is written far more often than a
 * backup, and put back beside an older one (restore.ts).
 */
export const deletionsAlone: readonly (keyof Tables)[] = ['deleted_account']

const rowsInLineMax = 100

export type Content = {
  readonly secrets: string
  readonly rows: AsyncIterable<readonly [table: string, rows: readonly Row[]]>
}

/** The whole file, as it is made. */
export function writeBackup(
  about: Pick<Head, 'schema' | 'made'>,
  passphrase: string,
  { secrets, rows }: Content,
): AsyncGenerator<Buffer, void> {
  const packed = Readable.from(lines(secrets, rows)).pipe(createGzip())
  return sealFile(about, passphrase, packed)
}

async function* lines(secrets: string, rows: Content['rows']): AsyncGenerator<string> {
  yield `${JSON.stringify({ secrets })}\n`
  const end: Record<string, number> = {}
  for await (const [table, all] of rows) {
    end[table] = (end[table] ?? 0) + all.length
    for (let from = 0; from < all.length; from += rowsInLineMax) {
      yield `${JSON.stringify({ table, rows: all.slice(from, from + rowsInLineMax) })}\n`
    }
  }
  yield `${JSON.stringify({ end })}\n`
}

const value = z.union([z.string(), z.number(), z.null()])
const lineForm = z.union([
  z.strictObject({ secrets: z.string() }),
  z.strictObject({
    table: z.string(),
    rows: z.array(z.record(z.string(), value)).max(rowsInLineMax),
  }),
  z.strictObject({ end: z.record(z.string(), z.number()) }),
])

export type BackupRead = {
  readonly head: Head
  readonly secrets: string
  readonly rows: ReadonlyMap<string, readonly Row[]>
}

/**
 * Opens a backup and reads all of it, before anybody writes anything.
 * @throws BackupUnusable when it is none, was changed, or its passphrase is another one
 */
export async function readBackup(
  file: AsyncIterable<Buffer>,
  passphrase: string,
): Promise<BackupRead> {
  const { head, content } = await openFile(file, passphrase)
  const unpacked = Readable.from(content)
  const gunzip = createGunzip()
  unpacked.once('error', (error) => gunzip.destroy(error))
  unpacked.pipe(gunzip)
  let secrets: string | undefined
  let end: Readonly<Record<string, number>> | undefined
  const rows = new Map<string, Row[]>()
  try {
    for await (const text of createInterface({ input: gunzip, crlfDelay: Infinity })) {
      const line = lineForm.parse(JSON.parse(text))
      if ('secrets' in line) secrets = line.secrets
      else if ('end' in line) end = line.end
      else rows.set(line.table, [...(rows.get(line.table) ?? []), ...line.rows])
    }
  } catch (error) {
    if (error instanceof BackupUnusable) throw error
    throw new BackupUnusable('The backup is damaged.', { cause: error })
  }
  const whole = end !== undefined && Object.entries(end).every(([t, n]) => rowsOf(rows, t) === n)
  if (secrets === undefined || !whole) throw new BackupUnusable('The backup is not whole.')
  return { head, secrets, rows }
}

const rowsOf = (rows: ReadonlyMap<string, readonly Row[]>, table: string): number =>
  rows.get(table)?.length ?? 0
