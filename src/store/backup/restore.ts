import { z } from 'zod'
import type { Tombstone } from '../../conference/kept/retention.ts'
import { tombstoneKeptMs } from '../../conference/kept/retention.ts'
import type { BackupRead } from './backup.ts'
import { tableNames } from '../inventory.ts'
import { latestVersion, WrongDatabase } from '../migrate.ts'
import { openStore, type StoreSettings } from '../open.ts'
import { openRaw, type RawStore } from './raw.ts'
import { BackupUnusable } from './sealed-file.ts'

export type Restoring = {
  readonly place: StoreSettings
  /** Of the backup's secrets. */
  readonly pinKey: Buffer
  /** What is there may be taken away. */
  readonly replace: boolean
  /** Also when it is so old that it brings back what was deleted since. */
  readonly evenOld: boolean
  readonly at: number
  /** What a file of deletions knows; beside what the database that was there knows. */
  readonly deletions?: readonly Tombstone[]
  /** Called when nothing speaks against it any more, and before anything is changed. */
  readonly begin: () => void
}

/** What was put back, and how many accounts were deleted again. */
export type Restored = { readonly rows: number; readonly deletedAgain: number }

/**
 * Puts a backup into a database: the tables as they were when it was made, the rows, and then whatever has been added to the
 * program since. What was deleted after the backup is deleted again, as far as the database that was there or a file knows it.
 * @throws BackupUnusable with a sentence for the operator; then nothing was changed
 */
export async function restore(backup: BackupRead, how: Restoring): Promise<Restored> {
  refuseUnfit(backup, how)
  await using raw = await openRaw(how.place, 'writing')
  const tombstones = [...(await makeRoom(raw, how)), ...(how.deletions ?? [])]
  await raw.makeTables(how.pinKey, backup.head.schema)
  await raw.add(backup.rows)
  const store = await openStore(how.place, { pinKey: how.pinKey })
  try {
    const again = await store.atomically(({ deletions }) => deletions.reapply(tombstones))
    const rows = [...backup.rows.values()].reduce((sum, { length }) => sum + length, 0)
    return { rows, deletedAgain: again.length }
  } finally {
    await store.close()
  }
}

const tombstoneRow = z.object({ address_key: z.string(), deleted: z.number() })

/**
 * What a file of deletions says, for restoring a backup that is older.
 * @throws BackupUnusable when it is another kind of file
 */
export function tombstonesOf({ rows }: Pick<BackupRead, 'rows'>): readonly Tombstone[] {
  const found = rows.get('deleted_account')
  if (found === undefined || rows.size > 1)
    throw new BackupUnusable('This is no file of deletions (rundruf backup --deletions <file>).')
  return found.map((row) => {
    const { address_key: addressKey, deleted } = tombstoneRow.parse(row)
    return { addressKey, deleted }
  })
}

function refuseUnfit({ head, rows }: BackupRead, { evenOld, at }: Restoring): void {
  if (head.schema > latestVersion) {
    throw new BackupUnusable('The backup was made by a newer Rundruf. Please use that one.')
  }
  const unknown = [...rows.keys()].filter((table) => !tableNames.some((name) => name === table))
  if (unknown.length > 0) throw new BackupUnusable('The backup holds tables that nobody knows.')
  if (!evenOld && at - Date.parse(head.made) > tombstoneKeptMs) {
    throw new BackupUnusable(
      'The backup is older than 30 days: it would bring back what people have deleted since. ' +
        'If there is no other, add --even-old.',
    )
  }
}

/** Empties the place, if that is allowed; answers what had been deleted in it. */
async function makeRoom(
  raw: RawStore,
  { replace, place, pinKey, begin }: Restoring,
): Promise<readonly Tombstone[]> {
  const version = await raw.version()
  const filled = version !== undefined && version > 0 && (await isFilled(raw))
  if (filled && !replace) {
    throw new BackupUnusable(
      'There is something in the database already. To put the backup in its place, add --replace.',
    )
  }
  const tombstones = filled ? await tombstonesIn(place, pinKey) : []
  begin()
  if (version !== undefined) await raw.clear()
  return tombstones
}

async function isFilled(raw: RawStore): Promise<boolean> {
  const rows = await raw.read(['room', 'account', 'staff'])
  return [...rows.values()].some(({ length }) => length > 0)
}

/** Those of another installation have another key, and mean nothing here; whatever else fails must not bring anybody back. */
async function tombstonesIn(place: StoreSettings, pinKey: Buffer): Promise<readonly Tombstone[]> {
  try {
    const store = await openStore(place, { pinKey })
    try {
      return await store.deletions.tombstones()
    } finally {
      await store.close()
    }
  } catch (error) {
    if (error instanceof WrongDatabase) return []
    throw error
  }
}
