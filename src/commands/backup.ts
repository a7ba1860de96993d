import { createWriteStream } from 'node:fs'
import { open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { secretsText } from '../secrets.ts'
import { readSettings, variables, type Settings } from '../settings.ts'
import { backedUp, deletionsAlone, writeBackup } from '../store/backup/backup.ts'
import { latestVersion } from '../store/migrate.ts'
import { openRaw } from '../store/backup/raw.ts'
import { complain, say } from './command.ts'

const usage = 'Say: npx rundruf backup <file>, or npx rundruf backup --deletions <file>'

/**
 * `rundruf backup <file>`: may run beside the app; nobody waits for it. With `--deletions` only who is not to be brought
 * back, in the place of what that file said before.
 */
export async function backup(words: readonly string[]): Promise<number> {
  const isOfDeletions = words[0] === '--deletions'
  const [file, ...more] = isOfDeletions ? words.slice(1) : words
  if (file === undefined || file.startsWith('-') || more.length > 0) {
    complain(usage)
    return 2
  }
  const settings = readSettings(variables())
  const { backupPassphrase: passphrase } = settings
  if (passphrase === undefined) {
    complain('BACKUP_PASSPHRASE is missing: a backup holds everything, so it is sealed.')
    return 1
  }
  if (!isOfDeletions && (await stat(file).catch(() => undefined)) !== undefined) {
    complain(`${file} is there already, and is not overwritten.`)
    return 1
  }
  const secrets = secretsText(settings.dataDir)
  const rows =
    secrets === undefined
      ? undefined
      : await readAll(settings, isOfDeletions ? deletionsAlone : backedUp)
  if (secrets === undefined || rows === undefined) {
    complain('There is nothing to back up: Rundruf has not been started with these settings.')
    return 1
  }
  const about = { schema: latestVersion, made: new Date().toISOString() }
  // Nobody needs our keys to learn whom to leave out.
  const kept = isOfDeletions ? '' : secrets
  const content = {
    secrets: kept,
    rows: Readable.from(rows) as AsyncIterable<(typeof rows)[number]>,
  }
  await writeWhole(file, writeBackup(about, passphrase, content))
  const many = rows.reduce((sum, [, { length }]) => sum + length, 0)
  say(`${file}: ${String(many)} rows, sealed. Without the passphrase nobody can open it.`)
  return 0
}

async function readAll({ store }: Settings, tables: readonly string[]) {
  await using raw = await openRaw(store, 'reading')
  const version = await raw.version()
  if (version !== latestVersion) return undefined
  return [...(await raw.read(tables))]
}

/** Whole or not at all, and on the disk before anybody is told so. */
async function writeWhole(file: string, content: AsyncIterable<Buffer>): Promise<void> {
  const draft = `${file}.part`
  try {
    await pipeline(content, createWriteStream(draft, { mode: 0o600, flush: true }))
    await rename(draft, file)
    const folder = await open(dirname(file))
    await folder.sync()
    await folder.close()
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}
