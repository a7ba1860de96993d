import { createReadStream, mkdirSync } from 'node:fs'
import { putSecrets, secretsOf } from '../secrets.ts'
import { readSettings, variables } from '../settings.ts'
import { readBackup } from '../store/backup.ts'
import { restore } from '../store/restore.ts'
import { complain, say } from './command.ts'
import { refuseWhileRunning } from './migrate.ts'

const flags = ['--replace', '--even-old'] as const

/** `rundruf restore <file>`: into the place that the settings name; the app must not run. */
export async function restoreBackup(words: readonly string[]): Promise<number> {
  const given = words.filter((word) => word.startsWith('-'))
  const [file, ...more] = words.filter((word) => !word.startsWith('-'))
  const unknown = given.some((word) => !flags.some((flag) => flag === word))
  if (file === undefined || more.length > 0 || unknown) {
    complain('Say: npx rundruf restore <file> [--replace] [--even-old]')
    return 2
  }
  const { backupPassphrase: passphrase, store: place, dataDir } = readSettings(variables())
  if (passphrase === undefined) {
    complain('BACKUP_PASSPHRASE is missing: it opens the backup.')
    return 1
  }
  process.umask(0o077)
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const backup = await readBackup(createReadStream(file), passphrase)
  await refuseWhileRunning(place)
  const replace = given.includes('--replace')
  const pinKey = secretsOf(backup.secrets).key('pin 1')
  const at = Date.now()
  const evenOld = given.includes('--even-old')
  const begin = () => {
    putSecrets(dataDir, backup.secrets, replace)
  }
  const how = { place, pinKey, replace, evenOld, at, begin }
  const { rows, deletedAgain } = await restore(backup, how)
  say(`Put back: ${String(rows)} rows of ${backup.head.made}.`)
  if (deletedAgain > 0)
    say(`${String(deletedAgain)} accounts that were deleted since were deleted again.`)
  say('Everybody signs in anew. Start Rundruf, then look: npx rundruf doctor')
  return 0
}
