import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { startApp, type App } from '../src/app.ts'
import { openSecrets } from '../src/secrets.ts'
import { readSettings } from '../src/settings.ts'
import { filesIn } from './kit/canary.ts'
import { codeOf, linkOf } from './kit/mail-reading.ts'
import { mailServer, type MailServer } from './kit/mail-server.ts'
import { Visitor } from './kit/visitor.ts'

/* The whole way of a code: the app as it runs, a real mail server, and what is left on the disk and in the log. */

const address = 'quendolina.ruppsteiner@example.org'
const minuteMs = 60_000

let server: MailServer
let app: App
let url: string
let dataDir: string
/** The wall clock of the app goes before ours by so much. */
let aheadMs = 0
const lines: unknown[] = []

beforeAll(async () => {
  server = await mailServer()
  dataDir = join(mkdtempSync(join(tmpdir(), 'rundruf-sign-up-')), 'data')
  // Port 1 belongs to nobody: the carrier is away.
  const given = { DATA_DIR: dataDir, SWITCH_PORT: '1', PORT: '0', STAFF_PORT: '0' }
  const settings = readSettings({
    ...given,
    SMTP_URL: server.url,
    MAIL_FROM: 'rundruf@runde.example',
  })
  const note = (fields: unknown, message: string) => lines.push(JSON.stringify([fields, message]))
  const log = { info: note, warn: note, error: note }
  app = await startApp(settings, openSecrets(settings.dataDir), log, {
    clock: () => Date.now() + aheadMs,
  })
  url = `http://127.0.0.1:${app.port}`
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

/** The mail after so many. */
async function arrives(before: number) {
  await server.has(before + 1)
  return { to: '', subject: '', text: server.received[before]?.mail.text ?? '' }
}

async function asks(visitor: Visitor) {
  const before = server.received.length
  await visitor.open('/sign-in')
  await visitor.press('Code schicken', { address })
  return arrives(before)
}

describe('signing up, through a real mail server', () => {
  it('a code arrives within seconds and opens the door', async () => {
    const visitor = new Visitor(url)
    const mail = await asks(visitor)
    expect(codeOf(mail)).toMatch(/^\d{4} \d{4}$/)
    await visitor.press('Anmelden', { code: codeOf(mail) })
    expect([visitor.seen?.status, visitor.seen?.path]).toEqual([200, '/rooms'])
  })

  it('R-34: while the server wants to be asked later the page says so, and the mail comes', async () => {
    server.be({ is: 'answers', reply: 451, to: 'RCPT TO' })
    const visitor = new Visitor(url)
    const before = server.received.length
    await visitor.open('/sign-in')
    await visitor.press('Code schicken', { address })
    while (!visitor.seen?.words.includes('noch unterwegs')) await visitor.open('/sign-in/code')
    expect(visitor.seen.words).toContain('Wir versuchen es weiter.')
    expect(server.received).toHaveLength(before)
    server.be({ is: 'takes' })
    aheadMs += minuteMs
    const mail = await arrives(before)
    while (visitor.seen.words.includes('noch unterwegs')) await visitor.open('/sign-in/code')
    await visitor.open(linkOf(mail))
    await visitor.press('Jetzt anmelden')
    expect(visitor.seen.path).toBe('/rooms')
  })

  it('P-02, S-92: neither address nor code is on the disk or in the log', async () => {
    const visitor = new Visitor(url)
    const mail = await asks(visitor)
    const secrets = [
      address,
      'quendolina',
      codeOf(mail),
      codeOf(mail).replace(' ', ''),
      linkOf(mail).slice(-32),
    ]
    const written = [
      ...filesIn(dataDir).map(({ where, bytes }) => [where, bytes.toString('latin1')] as const),
      ['the log', lines.join('\n')] as const,
    ]
    expect(written.map(([where]) => where)).toContain('rundruf.db')
    expect(lines.join()).toContain('mail sent')
    for (const [where, text] of written) {
      for (const [at, secret] of secrets.entries()) {
        expect([where, at, text.includes(secret)]).toEqual([where, at, false])
      }
    }
  })
})
