import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pass } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import { lookedEveryMs } from '../../src/voice/outage/outage.ts'
import { apps, browserAt, organiserOf } from '../kit/apps.ts'
import { aRoom } from '../kit/rooms.ts'

/*
 * the disk takes the beginning of a write and not its end. Linux does that for us: beyond its RLIMIT_FSIZE a process
 * writes what still fits, and gets EFBIG for the rest; SQLite calls that SQLITE_IOERR_WRITE, as with a disk that breaks.
 */

/** The head of a write-ahead log, and each page in it with its own head (SQLite, WAL format). */
const walHeadBytes = 32
const frameBytes = 24 + 4096

/** `ends`: the byte at which every file of that process ends from now on. */
function diskEnds(pid: number, ends: number | 'unlimited'): void {
  execFileSync('prlimit', ['--pid', String(pid), `--fsize=${String(ends)}:unlimited`])
}

test('R-07: the disk breaks in the middle of a write: never half a setting, and calls go on', async () => {
  await using all = await apps()
  const room = aRoom({ name: 'Vorher' })
  const token = await all.inStore((store) => organiserOf(store, room))
  const [app] = all.running
  if (app === undefined) throw new Error('nobody runs')
  const organiser = browserAt(app.url, token)
  const options = `/rooms/${room.id}/options`
  const comesIn = async () => {
    const call = await all.twilio.callers().dial()
    await call.presses('471108 352964')
    return call
  }
  const ada = await comesIn()
  await organiser.open(options)
  // The copy is made anew every second when something has changed.
  await pass(2 * lookedEveryMs)

  const database = new DatabaseSync(join(all.dataDir, 'rundruf.db'))
  database.exec('pragma wal_checkpoint(truncate)')
  // Of the next page that is written a half arrives.
  diskEnds(app.pid, walHeadBytes + frameBytes / 2)
  const changes = { name: 'Nachher', callersMax: '7', muteOnEntry: 'yes' }
  const refused = await organiser.press('Einstellungen speichern', changes)
  expect(refused.status).toBe(503)
  expect(refused.words).toContain('Es wurde nichts geändert.')
  const bob = await comesIn()
  await app.says('calls go on from memory')
  expect(bob.conference).toBe(ada.conference)
  expect(app.printed()).toContain('disk I/O error')

  // What is on the disk, read as somebody else would who comes after a power failure.
  expect(database.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' })
  database.close()
  expect(await all.inStore((store) => store.rooms.byNumber(room.number))).toMatchObject(room)

  diskEnds(app.pid, 'unlimited')
  await app.says('the database can be written again')
  await organiser.open(options)
  expect((await organiser.press('Einstellungen speichern', changes)).status).toBe(200)
  const after = await all.inStore((store) => store.rooms.byNumber(room.number))
  expect(after).toMatchObject({ callersMax: 7, muteOnEntry: true })
  expect((await comesIn()).conference).toBe(ada.conference)
}, 60_000)
