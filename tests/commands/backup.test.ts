import { rmSync, statSync } from 'node:fs'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { apps, organiserOf, type Apps } from '../kit/apps.ts'
import { postgresUrl, schema } from '../kit/databases.ts'
import { aRoom } from '../kit/rooms.ts'

/* R-37, the drill: back up while it runs, lose everything, put back, telephone. */

const room = aRoom()
const folder = mkdtempSync(join(tmpdir(), 'rundruf-drill-'))
const backup = join(folder, 'rundruf.backup')
const deletions = join(folder, 'rundruf.deletions')
let all: Apps
beforeAll(async () => {
  all = await apps({ settings: { BACKUP_PASSPHRASE: 'korrekt pferd batterie heftklammer' } })
  await all.inStore((store) => organiserOf(store, room))
}, 60_000)
afterAll(async () => {
  await all[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
})

const comesIn = async () => {
  const call = await all.twilio.callers().dial()
  await call.presses('471108 352964')
  return call
}

it('R-37: everything is lost, and the telephone works again', async () => {
  expect((await comesIn()).at).toBe('conference')
  const left = 'e'.repeat(32)
  const account = { id: left, address: 'erika@example.org', locale: 'de', created: 1, lastSeen: 1 }
  await all.inStore((store) => store.accounts.add(account))
  expect(await all.command('backup', backup)).toContain('sealed')
  expect(statSync(backup).mode & 0o077).toBe(0)
  // Not over one that is there, and not beside an app that runs.
  await expect(all.command('backup', backup)).rejects.toThrow('not overwritten')
  await expect(all.command('restore', backup, '--replace')).rejects.toThrow('is running')

  // Somebody leaves after the backup; the file of deletions knows it, and is written over and over.
  await all.inStore((store) =>
    store.atomically(({ deletions }) => deletions.remove(left, Date.now())),
  )
  for (let times = 0; times < 2; times++) await all.command('backup', '--deletions', deletions)
  await expect(all.command('restore', deletions)).rejects.toThrow('deletions alone')

  await all.running[0]?.killed()
  rmSync(all.dataDir, { recursive: true })
  const told = await all.command('restore', backup, '--deletions', deletions)
  expect(told).toContain('Put back')
  expect(told).toContain('1 accounts that were deleted since were deleted again')
  expect(await all.inStore((store) => store.accounts.byId(left))).toBeUndefined()
  await all.start(0)
  expect((await comesIn()).at).toBe('conference')
}, 60_000)

if (postgresUrl() === undefined) it.todo('moving needs a Postgres: TEST_POSTGRES_URL')
else
  it('moves to Postgres with all that goes on', async () => {
    await using place = await schema()
    const ada = await comesIn()
    const { environment, dataDir } = all
    const move = ['migrate', '--from', `file:${join(dataDir, 'rundruf.db')}`, '--to', place.url]
    await expect(all.command(...move)).rejects.toThrow('is running')
    process.kill(all.running[0]?.pid ?? 0, 'SIGTERM')
    await all.running[0]?.gone
    expect(await all.command(...move)).toContain('Moved')
    await expect(all.command(...move)).rejects.toThrow('something in Postgres already')
    environment['DATABASE_URL'] = place.url
    await all.start(0)
    const bob = await comesIn()
    expect(bob.conference).toBe(ada.conference)
    await ada.presses('*6')
    if (ada.at !== 'conference') await ada.waits()
    expect(ada.document).toContain('muted="true"')
    await all.running[0]?.killed()
  }, 60_000)
