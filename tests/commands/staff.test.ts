import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { staff } from '../../src/commands/staff.ts'

let out = ''
let err = ''
const outside = process.env['DATA_DIR']
const umask = process.umask(0o022)

beforeEach(() => {
  process.env['DATA_DIR'] = join(mkdtempSync(join(tmpdir(), 'rundruf-staff-')), 'data')
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

describe('rundruf staff', () => {
  it('add: prints a link that is good once and for a day', async () => {
    expect(await staff(['add', 'Anna', 'Berg', '--admin'])).toBe(0)
    expect(out).toMatch(/^http:\/\/127\.0\.0\.1:3001\/invitation\/[0-9a-f]{32}$/m)
    out = ''
    await staff(['list'])
    expect(out).toContain('Nobody is staff yet.')
    expect(out).toMatch(/^Anna Berg {2}admin {2}invited, until \d{4}-/m)
  })
  it.each([['reset'], ['remove']])('%s: of nobody', async (action) => {
    expect(await staff([action, 'Paula'])).toBe(1)
    expect(err).toContain('Nobody here is called Paula.')
    expect(await staff([action])).toBe(2)
  })
  it('other words are explained', async () => {
    expect(await staff(['fire'])).toBe(2)
    expect(err).toContain('npx rundruf staff add <name> [--admin]')
  })
})
