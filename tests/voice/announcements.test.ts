import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer, type Server } from 'node:http'
import { afterEach, beforeEach, describe, expect, it, test } from '@jest/globals'
import express from 'express'
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'
import { addresses } from '../../src/voice/addresses.ts'
import { announcement, announcementNames } from '../../src/voice/announcements.ts'
import { signedOnly } from '../../src/voice/signature.ts'
import { recorded } from '../kit/documents.ts'
import { elementsOf } from '../kit/elements.ts'

const authToken = 'token-of-the-test-account'
const publicUrl = new URL('https://runde.example.org')
const where = addresses(publicUrl)

let server: Server
let port: number
beforeEach(async () => {
  const speech = await recorded('de')
  const app = express()
    .use('/voice', express.urlencoded({ extended: false }))
    .use(
      '/voice',
      signedOnly([authToken], where, () => undefined),
    )
    .get('/voice/announcement/:name', announcement({ speech, addresses: where, locale: 'de' }))
    .post('/voice/announcement/:name', announcement({ speech, addresses: where, locale: 'de' }))
  server = createServer(app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
})
afterEach(async () => {
  server.close()
  server.closeAllConnections()
  await once(server, 'close')
})

/** As the carrier asks: signed for the public address, without what is behind the `#`. */
async function ask(url: string, method: 'GET' | 'POST' = 'POST', token = authToken) {
  const [address = ''] = url.split('#')
  const form: Record<string, string> =
    method === 'POST' ? { ConferenceSid: `CF${'1'.repeat(32)}` } : {}
  const { pathname, search } = new URL(address)
  const response = await fetch(`http://127.0.0.1:${port}${pathname}${search}`, {
    method,
    headers: { 'X-Twilio-Signature': getExpectedTwilioSignature(token, address, form) },
    ...(method === 'POST' && { body: new URLSearchParams(form) }),
  })
  return { status: response.status, text: await response.text() }
}

describe('announcements into a meeting', () => {
  test.each(announcementNames)('%s is words alone, in every language', async (name) => {
    for (const locale of ['de', 'en']) {
      const { status, text } = await ask(where.announcement(name, locale))
      expect(status).toBe(200)
      const [response, ...inside] = elementsOf(text)
      expect(response?.name).toBe('Response')
      expect(inside.length).toBeGreaterThan(0)
      for (const element of inside) expect(element.name).toMatch(/^(?:Play|Say|Pause)$/)
    }
  })

  it('is the same by GET', async () => {
    const url = where.announcement('locked', 'de')
    expect(await ask(url, 'GET')).toEqual(await ask(url, 'POST'))
  })

  it('S-50: nobody gets one without a signature', async () => {
    expect((await ask(where.announcement('locked', 'de'), 'GET', 'another')).status).toBe(403)
    expect((await ask(where.announcement('locked', 'de'), 'POST', 'another')).status).toBe(403)
  })

  it('only by the names there are', async () => {
    const url = (name: string, rest = '?locale=de') =>
      `https://runde.example.org/voice/announcement/${name}${rest}`
    for (const wrong of [
      url('greeting'),
      url('__proto__'),
      url('constructor'),
      url('locked', ''),
      url('locked', '?locale=../de'),
      url('locked', '?locale=de&locale=en'),
    ])
      expect((await ask(wrong, 'GET')).status).toBe(404)
  })

  it('S-55: its address says nothing about anybody', () => {
    for (const name of announcementNames)
      expect(where.announcement(name, 'de')).toMatch(
        /^https:\/\/runde\.example\.org\/voice\/announcement\/[a-z-]+\?locale=de(?:#.*)?$/,
      )
  })
})
