import { createReadStream, mkdirSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { putSecrets, secretsOf } from '../secrets.ts'
import { readSettings, variables } from '../settings.ts'
import { readBackup } from '../store/backup/backup.ts'
import { BackupUnusable } from '../store/backup/sealed-file.ts'
import { restore, tombstonesOf } from '../store/backup/restore.ts'
import { complain, say } from './command.ts'
import { refuseWhileRunning } from './migrate.ts'

const usage = 'Say: npx rundruf restore <file> [--deletions <file>] [--replace] [--even-old]'
const options = {
  deletions: { type: 'string' },
  replace: { type: 'boolean', default: false },
  'even-old': { type: 'boolean', default: false },
} as const

/** `rundruf restore <file>`: into the place that the settings name; the app must not run. */
export async function restoreBackup(words: readonly string[]): Promise<number> {
  const asked = read(words)
  if (asked === undefined) {
    complain(usage)
    return 2
  }
  const { file, deletions: deletionsFile, replace, evenOld } = asked
  const { backupPassphrase: passphrase, store: place, dataDir } = readSettings(variables())
  if (passphrase === undefined) {
    complain('BACKUP_PASSPHRASE is missing: it opens the backup.')
    return 1
  }
  process.umask(0o077)
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const backup = await readBackup(createReadStream(file), passphrase)
  if (backup.secrets === '')
    throw new BackupUnusable('This file holds deletions alone: put it back beside a backup.')
  const later = deletionsFile && (await readBackup(createReadStream(deletionsFile), passphrase))
  await refuseWhileRunning(place)
  const pinKey = secretsOf(backup.secrets).key('pin 1')
  const at = Date.now()
  const begin = () => {
    putSecrets(dataDir, backup.secrets, replace)
  }
  const deletions = later ? tombstonesOf(later) : []
  const how = { place, pinKey, replace, evenOld, at, deletions, begin }
  const { rows, deletedAgain } = await restore(backup, how)
  say(`Put back: ${String(rows)} rows of ${backup.head.made}.`)
  if (later) say(`What was deleted until ${later.head.made} is left out.`)
  if (deletedAgain > 0)
    say(`${String(deletedAgain)} accounts that were deleted since were deleted again.`)
  say('Everybody signs in anew. Start Rundruf, then look: npx rundruf doctor')
  return 0
}

/** Undefined when that is not how it is said. */
function read(words: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true })
    const [file, ...more] = positionals
    if (file === undefined || more.length > 0) return undefined
    const { deletions, replace, 'even-old': evenOld } = values
    return { file, deletions, replace, evenOld }
  } catch {
    return undefined
  }
}
