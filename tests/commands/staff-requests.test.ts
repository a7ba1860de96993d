import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { staff } from '../../src/commands/staff.ts'
import type { HelpStage } from '../../src/conference/staff/help-request.ts'
import { openSecrets } from '../../src/secrets.ts'
import { openStore } from '../../src/store/open.ts'

let out = ''
let err = ''
let folder: string
const outside = process.env['DATA_DIR']
const umask = process.umask(0o022)

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'rundruf-staff-')), 'data')
  process.env['DATA_DIR'] = folder
  out = err = ''
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean((out += String(text))))
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => Boolean((err += String(text))))
})
afterEach(() => {
  jest.restoreAllMocks()
  process.umask(umask)
  if (outside === undefined) delete process.env['DATA_DIR']
  else process.env['DATA_DIR'] = outside
})

/** Somebody on the telephone asks for help. */
async function asks(stage: HelpStage, number: string | undefined): Promise<void> {
  await staff(['requests'])
  const pinKey = openSecrets(folder).key('pin 1')
  const store = await openStore({ kind: 'sqlite', file: join(folder, 'rundruf.db') }, { pinKey })
  const call = `CA${stage}`
  await store.helpRequests.leave({ call, stage, number, at: Date.now() })
  await store.close()
}

/** The first word of the line that says this. */
const idOf = (words: string) => new RegExp(`^(\\w+) .*${words}`, 'm').exec(out)?.[1] ?? ''

describe('rundruf staff: requests for help', () => {
  it('requests: when and where somebody asked, without a number', async () => {
    expect(await staff(['requests'])).toBe(0)
    expect(out).toBe('Nobody asks for help.\n')
    await asks('pin', '030987654')
    await asks('meeting', undefined)
    out = ''
    expect(await staff(['requests'])).toBe(0)
    expect(out).toMatch(
      /^\w{8} {2}\d+ \w+ \d{4}, \d\d:\d\d {2}while keying the PIN, left a number$/m,
    )
    expect(out).toMatch(/ {2}in a meeting, left no number$/m)
    expect(out).not.toMatch(/987|654/)
  })

  it('take: shows the number once', async () => {
    await asks('pin', '030987654')
    await staff(['requests'])
    const id = idOf('PIN')
    expect(await staff(['take', id])).toBe(0)
    expect(out).toContain('Call back    030 987 654\n')
    out = ''
    expect(await staff(['take', id])).toBe(1)
    expect(err).toContain('Somebody has taken this request already')
    await staff(['requests'])
    expect(out).toContain('taken')
    expect(out).not.toContain('987')
  })

  it('take: says so when no number was left', async () => {
    await asks('meeting', undefined)
    await staff(['requests'])
    expect(await staff(['take', idOf('meeting')])).toBe(0)
    expect(out).toContain('No number was left.')
  })

  it('done: nothing is left', async () => {
    await asks('pin', '030987654')
    await staff(['requests'])
    const id = idOf('PIN')
    expect(await staff(['done', id])).toBe(0)
    expect(await staff(['done', id])).toBe(1)
    expect(err).toContain(`There is no request ${id}.`)
  })

  it('says which words are missing', async () => {
    for (const words of [['take'], ['done']]) expect(await staff(words)).toBe(2)
    expect(err).toContain('Which request?')
  })

  it('is audited, without the number (S-99)', async () => {
    await asks('pin', '030987654')
    await staff(['requests'])
    const id = idOf('PIN')
    await staff(['take', id])
    await staff(['done', id])
    const pinKey = openSecrets(folder).key('pin 1')
    const store = await openStore({ kind: 'sqlite', file: join(folder, 'rundruf.db') }, { pinKey })
    const entries = await store.audit.page(undefined, 10)
    expect(entries.map(({ what, object }) => [what, object])).toEqual(
      expect.arrayContaining([
        ['help.taken', id],
        ['help.done', id],
      ]),
    )
    expect(JSON.stringify(entries)).not.toContain('987')
    await store.close()
  })
})
