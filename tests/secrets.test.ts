import { fork } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from '@jest/globals'
import { openSecrets, SecretsUnusable } from '../src/secrets.ts'

let folder: string
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'rundruf-secrets-')), 'data')
})
const mode = (path: string) => (statSync(path).mode & 0o777).toString(8)

describe('at the first start', () => {
  it('makes an account in the form of Twilio', () => {
    const { accountSid, authToken } = openSecrets(folder)
    expect(accountSid).toMatch(/^AC[0-9a-f]{32}$/)
    expect(authToken).toMatch(/^[0-9a-f]{32}$/)
  })
  it('lets nobody else read it', () => {
    openSecrets(folder)
    expect(mode(folder)).toBe('700')
    expect(mode(join(folder, 'secrets.json'))).toBe('600')
    expect(readdirSync(folder)).toEqual(['secrets.json'])
  })
  it('two processes at once get the same secrets', async () => {
    const made = await Promise.all(Array.from({ length: 6 }, () => accountOfNewProcess(folder)))
    expect(new Set(made).size).toBe(1)
  })
})

describe('afterwards', () => {
  it('says the same every time', () => {
    const { accountSid, authToken, key } = openSecrets(folder)
    const again = openSecrets(folder)
    expect(again).toMatchObject({ accountSid, authToken })
    expect(again.key('pin 1')).toEqual(key('pin 1'))
  })
  it('S-91: each purpose has a key of its own, none of them in the file', () => {
    const { key } = openSecrets(folder)
    expect(key('pin 1')).toHaveLength(32)
    expect(key('pin 1')).not.toEqual(key('webhook step 1'))
    const file = readFileSync(join(folder, 'secrets.json'), 'utf8')
    expect(file).not.toContain(key('pin 1').toString('hex'))
  })
})

describe('refuses in plain words', () => {
  const refusal = () => {
    try {
      openSecrets(folder)
    } catch (error) {
      if (error instanceof SecretsUnusable) return error.message
      throw error
    }
    return undefined
  }

  it('a file that others can read', () => {
    openSecrets(folder)
    chmodSync(join(folder, 'secrets.json'), 0o640)
    expect(refusal()).toMatch(/can be read by other users.*chmod 600/)
  })
  it.each(['', 'no json', '{}', '{"version":1,"accountSid":"AC","authToken":"","rootKey":""}'])(
    'a damaged file: %j',
    (content) => {
      openSecrets(folder)
      writeFileSync(join(folder, 'secrets.json'), content)
      expect(refusal()).toMatch(/is damaged. Put it back from a backup/)
    },
  )
  it('a data folder that is a file', () => {
    writeFileSync(folder, '')
    expect(refusal()).toMatch(/cannot be made/)
  })
})

async function accountOfNewProcess(dataDir: string): Promise<unknown> {
  const module = join(import.meta.dirname, '../src/secrets.ts')
  const code = `import('${module}').then(({ openSecrets }) => process.send(openSecrets('${dataDir}').accountSid))`
  const file = join(mkdtempSync(join(tmpdir(), 'rundruf-fork-')), 'open.mjs')
  writeFileSync(file, code)
  const child = fork(file)
  const [account] = (await once(child, 'message')) as unknown[]
  child.disconnect()
  return account
}
