import { mkdtempSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { simpleParser } from 'mailparser'
import { openTransport, whereMailsGo } from '../../src/mail/open.ts'
import { stoppedClock } from '../kit/clock.ts'
import { randomness } from '../kit/rooms.ts'

/* Without a mail server mails are files, so that everything can be tried on one machine. */

function anOutbox(publicUrl = 'http://127.0.0.1:3000') {
  const folder = join(mkdtempSync(join(tmpdir(), 'rundruf-outbox-')), 'outbox')
  const clock = stoppedClock()
  const transport = openTransport(
    { kind: 'outbox', folder },
    { organisation: 'Telefon-Runde', publicUrl: new URL(publicUrl), now: clock.now },
  )
  const send = (text = 'Guten Tag.') =>
    transport.handOver(randomness.token(), { to: 'erika@example.org', subject: 'Hallo', text })
  return { folder, clock, send, files: () => readdirSync(folder).sort() }
}

describe('the outbox', () => {
  it('holds each mail as a file that mail programs open, and only its owner', async () => {
    const { folder, send, files } = anOutbox('https://runde.example.org')
    expect(await send('Grüße aus Köln')).toEqual({ is: 'taken' })
    const [name] = files()
    expect(name).toMatch(/^2026-11-24T18-00-00-000Z-[0-9a-f]{8}\.eml$/)
    const file = join(folder, name!)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    const seen = await simpleParser(readFileSync(file))
    expect([seen.text?.trim(), seen.subject]).toEqual(['Grüße aus Köln', 'Hallo'])
    expect(seen.from?.text).toBe('"Telefon-Runde" <rundruf@runde.example.org>')
  })

  it('keeps the newest 200', async () => {
    const { clock, send, files } = anOutbox()
    for (let sent = 0; sent < 203; sent++) {
      await send()
      clock.passes(1000)
    }
    expect(files()).toHaveLength(200)
    expect(files()[0]).toMatch(/^2026-11-24T18-00-03/)
  })

  it('a folder that cannot be written is like a server that is away', async () => {
    const { folder, send } = anOutbox()
    writeFileSync(folder, 'in the way')
    expect(await send()).toEqual({ is: 'unreachable', why: 'outbox EEXIST' })
  })
})

it('the start says where mails go, without a password', () => {
  const url = 'smtp://user:secret@mail.example.org:2525'
  expect(whereMailsGo({ kind: 'smtp', url, from: 'a@b.example' })).toBe('by mail.example.org:2525')
  expect(whereMailsGo({ kind: 'outbox', folder: '/var/lib/rundruf/outbox' })).toBe(
    'as files in /var/lib/rundruf/outbox (SMTP_URL is not set)',
  )
})
