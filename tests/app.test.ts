import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals'
import { startApp } from '../src/app.ts'
import type { App } from '../src/app.ts'
import { demoRoom, isPrivate } from '../src/demo-room.ts'
import { openSecrets } from '../src/secrets.ts'
import { readSettings } from '../src/settings.ts'
import type { Variables } from '../src/settings.ts'
import { valueOf } from './kit/prometheus.ts'

const lines: unknown[] = []
const note = (fields: unknown, message: string) => lines.push([fields, message])
const log = { info: note, warn: note, error: note }

const dataDir = () => join(mkdtempSync(join(tmpdir(), 'rundruf-app-')), 'data')
async function start(given: Variables = {}): Promise<App & { url: string }> {
  // Port 1 belongs to nobody: the carrier is away, as it is when only the app runs.
  const settings = readSettings({
    DATA_DIR: dataDir(),
    SWITCH_PORT: '1',
    PORT: '0',
    STAFF_PORT: '0',
    ...given,
  })
  const app = await startApp(settings, openSecrets(settings.dataDir), log)
  return Object.assign(app, { url: `http://127.0.0.1:${app.port}` })
}

let app: App & { url: string }
beforeAll(async () => {
  app = await start()
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
})

const get = (path: string, init?: RequestInit) => fetch(app.url + path, init)

describe('health', () => {
  it('GET /healthz: the process is alive', async () => {
    const answer = await get('/healthz')
    expect([answer.status, await answer.json()]).toEqual([200, { status: 'alive' }])
  })
  it('GET /readyz: names what is missing', async () => {
    const answer = await get('/readyz')
    expect([answer.status, await answer.json()]).toEqual([
      503,
      { status: 'not ready', database: 'ok', carrier: 'failed' },
    ])
  })
})

describe('health on the staff listener', () => {
  it('is the same', async () => {
    const ask = (path: string) => fetch(`http://127.0.0.1:${app.staffPort}${path}`)
    expect(await (await ask('/healthz')).json()).toEqual({ status: 'alive' })
    const ready = await ask('/readyz')
    expect([ready.status, await ready.json()]).toEqual([
      503,
      { status: 'not ready', database: 'ok', carrier: 'failed' },
    ])
  })
})

describe('GET /metrics', () => {
  const staffGet = (path: string, headers = {}) =>
    fetch(`http://127.0.0.1:${app.staffPort}${path}`, { headers })

  it('is on the staff listener, for this machine; what a carrier asked is in it', async () => {
    await get('/voice/pin', { method: 'POST' })
    const answer = await staffGet('/metrics')
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
    const said = await answer.text()
    expect(valueOf(said, 'rundruf_webhook_seconds_count', { route: 'pin' })).toBe(1)
    expect(valueOf(said, 'rundruf_webhooks_refused_total', { reason: 'signature' })).toBe(1)
    expect(valueOf(said, 'rundruf_store_answers')).toBe(1)
    expect(valueOf(said, 'rundruf_carrier_answers')).toBe(0)
    expect(valueOf(said, 'rundruf_store_seconds_count')).toBeGreaterThan(0)
  })
  it('is not on the public one', async () => {
    expect((await get('/metrics')).status).toBe(404)
  })
  it('takes a token where one is set, and nobody through a proxy where none is', async () => {
    const token = 'a-token-of-some-length'
    await using withToken = await start({ METRICS_TOKEN: token })
    await using behindProxy = await start({ STAFF_URL: 'https://staff.example.org' })
    const ask = async ({ staffPort }: App, headers = {}) =>
      (await fetch(`http://127.0.0.1:${staffPort}/metrics`, { headers })).status
    expect(await ask(withToken)).toBe(401)
    expect(await ask(withToken, { Authorization: `Bearer ${token}` })).toBe(200)
    expect(await ask(behindProxy)).toBe(403)
  })
})

describe('S-11: every answer carries the same protection', () => {
  test.each([
    ['page', '/', 200],
    ['style', '/assets/rundruf.css', 200],
    ['no such page', '/nix', 404],
    ['a folder', '/assets/', 404],
    ['broken escape', '/assets/%E0%A4%A', 404],
    ['webhook unsigned', '/voice/nix', 403],
    ['health', '/healthz', 200],
  ])('%s', async (_name, path, status) => {
    const { headers, status: found } = await get(path)
    expect(found).toBe(status)
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy.split(';')).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "style-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "object-src 'none'",
      ]),
    )
    expect(policy).not.toContain('unsafe')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('permissions-policy')).toContain('camera=()')
    expect(headers.get('x-powered-by')).toBeNull()
    expect(headers.get('server')).toBeNull()
    // On plain http it would mean nothing.
    expect(headers.get('strict-transport-security')).toBeNull()
  })
  it('HSTS for a year where people come by https', async () => {
    await using secure = await start({ PUBLIC_URL: 'https://runde.example.org' })
    const { headers } = await fetch(`${secure.url}/`)
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains')
  })
})

describe('what goes wrong', () => {
  it('is a page for people, in their language', async () => {
    const answer = await get('/nix', { headers: { 'accept-language': 'en' } })
    expect(await answer.text()).toContain('<h1>There is no such page</h1>')
  })
  it('is plain text for carriers', async () => {
    const answer = await get('/voice/nix', { method: 'POST' })
    expect(answer.headers.get('content-type')).toContain('text/plain')
  })
  it('S-50: an unsigned webhook is refused, whatever it says about its host', async () => {
    const answer = await get('/voice/answer', {
      method: 'POST',
      headers: { 'x-forwarded-host': 'localhost', 'x-forwarded-proto': 'https' },
      body: new URLSearchParams({ CallSid: `CA${'0'.repeat(32)}` }),
    })
    expect(answer.status).toBe(403)
    expect(answer.headers.get('content-type') ?? '').not.toContain('html')
  })
})

describe('closing', () => {
  it('a request that is being answered is finished, a new one is not taken', async () => {
    const closing = await start()
    const answer = fetch(`${closing.url}/readyz`) // takes as long as the database and the carrier do
    await fetch(`${closing.url}/healthz`)
    await closing[Symbol.asyncDispose]()
    expect((await answer).status).toBe(503)
    await expect(fetch(`${closing.url}/healthz`)).rejects.toThrow()
  })
})

describe('the demo room', () => {
  const make = async (given: Variables, times = 1) => {
    await using fresh = await start(given)
    const settings = readSettings(given)
    let said = ''
    for (let time = 0; time < times; time++)
      said = await demoRoom(settings, fresh.store, fresh.randomness)
    return { said, rooms: await fresh.store.rooms.all() }
  }
  it('is made once, at the first start on one’s own machine', async () => {
    const { said, rooms } = await make({}, 2)
    expect(said).toBe('there')
    expect(rooms).toMatchObject([{ number: '471108', guestPin: '352964', locale: 'de' }])
    expect(rooms[0]!.hostPin).toMatch(/^[1-9]\d{5}$/)
  })
  it('is never made where others could reach it', async () => {
    const elsewhere: Variables[] = [
      { HOST: '0.0.0.0' },
      { PUBLIC_URL: 'https://runde.example.org' },
    ]
    for (const given of elsewhere) {
      expect(isPrivate(readSettings(given))).toBe(false)
      expect(await make({ ...given, HOST: '127.0.0.1', PUBLIC_URL: 'https://a.example' })).toEqual({
        said: 'absent',
        rooms: [],
      })
    }
  })
  it('stays away once the operator has removed it and made another', async () => {
    await using fresh = await start()
    const settings = readSettings({})
    await demoRoom(settings, fresh.store, fresh.randomness)
    const [demo] = await fresh.store.rooms.all()
    await fresh.store.rooms.add({ ...demo!, id: 'other', number: '583920' })
    await fresh.store.rooms.remove(demo!.id)
    expect(await demoRoom(settings, fresh.store, fresh.randomness)).toBe('absent')
  })
})
