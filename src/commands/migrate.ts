import { openSecrets } from '../secrets.ts'
import { databaseAt, readSettings, variables, type StorePlace } from '../settings.ts'
import { tableNames } from '../store/inventory.ts'
import { latestVersion } from '../store/migrate.ts'
import { openRaw } from '../store/backup/raw.ts'
import { BackupUnusable } from '../store/backup/sealed-file.ts'
import { complain, say } from './command.ts'

/** `rundruf migrate --from file:… --to postgres://…`: every row, also of what goes on; the secrets stay where they are. */
export async function migrate(words: readonly string[]): Promise<number> {
  const [from, to] = [after(words, '--from'), after(words, '--to')]
  if (words.length !== 4 || from === undefined || to === undefined || from === to) {
    complain('Say: npx rundruf migrate --from file:<path> --to postgres://<user>@<host>/<database>')
    return 2
  }
  const { dataDir } = readSettings(variables())
  const pinKey = openSecrets(dataDir).key('pin 1')
  await refuseWhileRunning(databaseAt(from))
  await using source = await openRaw(databaseAt(from), 'reading')
  const version = await source.version()
  if (version === undefined) throw new BackupUnusable(`There is nothing in ${kindOf(from)}.`)
  if (version !== latestVersion) {
    throw new BackupUnusable('Please start this Rundruf once with the old database, then stop it.')
  }
  await using target = await openRaw(databaseAt(to), 'writing')
  if ((await target.version()) !== undefined) {
    throw new BackupUnusable(`There is something in ${kindOf(to)} already.`)
  }
  const rows = await source.read(tableNames)
  await target.makeTables(pinKey, version)
  await target.add(rows)
  const many = [...rows.values()].reduce((sum, { length }) => sum + length, 0)
  say(`Moved ${String(many)} rows. The old database is as it was.`)
  say('Set DATABASE_URL to the new one, start Rundruf, and look: npx rundruf doctor')
  return 0
}

/** A running app holds a lease, and renews it. @throws BackupUnusable while one does */
export async function refuseWhileRunning(place: StorePlace): Promise<void> {
  await using raw = await openRaw(place, 'reading')
  if ((await raw.version()) !== latestVersion) return
  const leases = (await raw.read(['lease'])).get('lease') ?? []
  if (leases.some(({ until }) => Number(until) > Date.now())) {
    throw new BackupUnusable(
      'Rundruf is running on this database. Please stop it first; after a crash wait a minute.',
    )
  }
}

function after(words: readonly string[], flag: string): string | undefined {
  const at = words.indexOf(flag)
  const word = at < 0 ? undefined : words[at + 1]
  return word !== undefined && /^(?:file|postgres(?:ql)?):./.test(word) ? word : undefined
}

/** An address holds a password. */
const kindOf = (address: string): string => (address.startsWith('file:') ? address : 'Postgres')
