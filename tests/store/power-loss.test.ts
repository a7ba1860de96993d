import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from '@jest/globals'
import { file } from '../kit/databases.ts'

/* the power goes at any moment, again and again. What lies on the disk then is copied as it is, write-ahead log and all. */

const moments = 5
const answersMax = 80

test('R-10: whenever it ends, the file is whole and holds all that was answered', async () => {
  await using place = file()
  await (await place.open()).close()
  const folder = mkdtempSync(join(tmpdir(), 'rundruf-power-'))
  for (let moment = 0; moment < moments; moment++) {
    const program = `
      import { openStore } from ${JSON.stringify(new URL('../../src/store/open.ts', import.meta.url).href)}
      const store = await openStore(${JSON.stringify(place.settings)}, { pinKey: Buffer.alloc(32, 7) })
      for (let n = 0; ; n++) {
        await Promise.all([1, 2, 3].map((part) => store.carrierRecords.note('CA${String(moment)}.' + n + '.' + part, n)))
        process.stdout.write(n + '\\n')
      }`
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const over = once(child, 'exit')
    const endsAfter = 1 + Math.floor(Math.random() * answersMax)
    let said = ''
    for await (const chunk of child.stdout) {
      said += String(chunk)
      if (said.split('\n').length > endsAfter) child.kill('SIGKILL')
    }
    await over
    const copy = join(folder, `${String(moment)}.db`)
    for (const end of ['', '-wal'])
      if (existsSync(place.file + end)) copyFileSync(place.file + end, copy + end)
    const db = new DatabaseSync(copy)
    expect(db.prepare('pragma integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
    const kept = new Set(
      db
        .prepare('select call from carrier_record')
        .all()
        .map(({ call }) => call),
    )
    const answered = said.split('\n').slice(0, -1)
    const promised = answered.flatMap((n) => [1, 2, 3].map((part) => [moment, n, part].join('.')))
    expect(promised.filter((call) => !kept.has(`CA${call}`))).toEqual([])
    expect(answered.length).toBeGreaterThanOrEqual(endsAfter)
    db.close()
  }
  rmSync(folder, { recursive: true })
}, 60_000)
