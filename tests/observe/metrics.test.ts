import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { describe, expect, it } from '@jest/globals'
import { board } from '../../src/conference/staff/board.ts'
import { openMetrics } from '../../src/observe/metrics.ts'
import { metricsRoute, type MetricsDoor } from '../../src/observe/metrics-door.ts'
import { switchMetrics } from '../../src/switch/rest/metrics.ts'
import {
  byName,
  documentedMetrics,
  registeredMetrics,
  samplesIn,
  valueOf,
} from '../kit/prometheus.ts'
import { aStore } from '../kit/rooms.ts'

const opened = () => openMetrics({ requestNames: ['answer', 'pin'] })

const anEmptyBoard = () =>
  board({
    at: 0,
    callers: [],
    meetings: [],
    help: [],
    service: { paused: undefined, protected: undefined },
    helpLine: (call) => call,
    talks: () => false,
    quality: () => undefined,
    opaque: (id) => id,
    capacity: 20,
    carrier: { kind: 'built-in', health: { is: 'answers', since: 0 }, faults: 0 },
  })

async function served(build: (app: ReturnType<typeof express>) => void) {
  const app = express()
  build(app)
  const server = createServer(app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { url, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

describe('docs/metrics.md', () => {
  it('names every metric of app and switch with its kind and labels, and no other', () => {
    const app = registeredMetrics(opened().registry.getMetricsAsArray())
    const ofSwitch = registeredMetrics(switchMetrics().registry.getMetricsAsArray())
    expect(byName(documentedMetrics())).toEqual(byName([...app, ...ofSwitch]))
  })
})

describe('one happening', () => {
  it('is one count by its name, and by what it was about', async () => {
    const { hears, text } = opened()
    hears({ event: 'caller.refused', call: 'CA1', reason: 'wrong-pin' })
    hears({ event: 'caller.limited', call: 'CA1', by: 'room' })
    hears({ event: 'mail.failed', about: 'sign-in', reason: 'refused', reply: 550 })
    hears({ event: 'webhook.failed', path: '/pin', error: new Error('disk full') })
    hears({ event: 'webhook.refused', path: '/471108', reason: 'signature' })
    const said = await text()
    const of = (name: string, labels: Record<string, string>) => valueOf(said, name, labels)
    expect(of('rundruf_happenings_total', { event: 'caller.refused' })).toBe(1)
    expect(of('rundruf_happenings_total', { event: 'call.answered' })).toBe(0)
    expect(of('rundruf_callers_refused_total', { reason: 'wrong-pin' })).toBe(1)
    expect(of('rundruf_callers_limited_total', { by: 'room' })).toBe(1)
    expect(of('rundruf_mails_given_up_total', { reason: 'refused' })).toBe(1)
    expect(of('rundruf_webhooks_failed_total', { route: 'pin' })).toBe(1)
    expect(of('rundruf_webhooks_failed_total', { route: 'answer' })).toBe(0)
    expect(of('rundruf_webhooks_refused_total', { reason: 'signature' })).toBe(1)
    expect(said).not.toMatch(/471108|CA1|disk full/)
  })
})

describe('webhooks', () => {
  it('are timed by what was asked for; a path that is none of ours has no name of its own (P-13)', async () => {
    const { requests, text } = opened()
    await using house = await served((app) => {
      app.use(requests.webhooks).use((_request, response) => {
        response.send('said')
      })
    })
    for (const path of ['/voice/pin?step=1', '/voice/pin', '/voice/352964', '/rooms'])
      await (await fetch(house.url + path)).text()
    const said = await text()
    const count = (route: string) => valueOf(said, 'rundruf_webhook_seconds_count', { route })
    expect([count('pin'), count('other'), count('answer')]).toEqual([2, 1, undefined])
    expect(said).not.toMatch(/352964|rooms/)
  })
  it('pages that stay open are counted while they do', async () => {
    const { requests, text } = opened()
    await using house = await served((app) => {
      app.use(requests.livePages).get('/live', (_request, response) => {
        response.type('text/event-stream').write(':\n\n')
      })
    })
    const leaving = new AbortController()
    const { signal } = leaving
    await fetch(`${house.url}/live`, { signal, headers: { accept: 'text/event-stream' } })
    const open = async () => valueOf(await text(), 'rundruf_live_pages')
    expect(await open()).toBe(1)
    leaving.abort()
    while ((await open()) !== 0) await new Promise(setImmediate)
  })
})

describe('the moment', () => {
  const now = {
    board: () => Promise.resolve(anEmptyBoard()),
    helpRequestsOpen: () => Promise.resolve(2),
    mails: () => Promise.resolve({ waiting: 3, failed: 1, oldestMs: 90_000 }),
  }
  it('is asked when somebody reads', async () => {
    const { watch, text } = opened()
    watch(now)
    const said = await text()
    const of = (name: string, labels = {}) => valueOf(said, name, labels)
    expect(of('rundruf_callers', { stage: 'waiting' })).toBe(0)
    expect(of('rundruf_lines_capacity')).toBe(20)
    expect(of('rundruf_carrier_answers')).toBe(1)
    expect(of('rundruf_help_requests_open')).toBe(2)
    expect(of('rundruf_mails', { state: 'waiting' })).toBe(3)
    expect(of('rundruf_mails', { state: 'failed' })).toBe(1)
    expect(of('rundruf_mails_oldest_seconds')).toBe(90)
    expect(of('rundruf_store_answers')).toBe(1)
  })
  it('a database that is away is a number, too; what it knows is left out, not kept', async () => {
    const { watch, text } = opened()
    watch(now)
    await text()
    watch({ ...now, mails: () => Promise.reject(new Error('locked')) })
    const said = await text()
    expect(valueOf(said, 'rundruf_store_answers')).toBe(0)
    expect(valueOf(said, 'rundruf_meetings')).toBeUndefined()
    expect(valueOf(said, 'rundruf_callers', { stage: 'pin' })).toBeUndefined()
  })
  it('work in the database is timed, also when it fails', async () => {
    const { timed, text } = opened()
    const store = timed(await aStore())
    await store.atomically((kept) => kept.rooms.all())
    await expect(store.atomically(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(valueOf(await text(), 'rundruf_store_seconds_count')).toBe(2)
    await store.close()
  })
})

describe('a transaction that began again', () => {
  it('is counted by what was in the way', async () => {
    const { storeAgain, text } = opened()
    storeAgain('conflict')
    storeAgain('conflict')
    storeAgain('turn')
    const times = async (reason: string) =>
      valueOf(await text(), 'rundruf_store_retries_total', { reason })
    expect(await times('conflict')).toBe(2)
    expect(await times('turn')).toBe(1)
  })
})

describe('who may read', () => {
  const asked = async (door: MetricsDoor, headers: Record<string, string> = {}) => {
    await using house = await served((app) => app.use(metricsRoute(opened(), door)))
    const answer = await fetch(`${house.url}/metrics`, { headers })
    const text = await answer.text()
    if (answer.ok) expect(samplesIn(text).length).toBeGreaterThan(20)
    return answer.status
  }
  const token = 'a-token-of-some-length'
  it.each([
    ['this machine', { is: 'this-machine' }, {}, 200],
    ['somebody behind a proxy', { is: 'this-machine' }, { 'X-Forwarded-For': '192.0.2.1' }, 403],
    ['somebody behind another', { is: 'this-machine' }, { Forwarded: 'for=192.0.2.1' }, 403],
    ['nobody through a known proxy', { is: 'shut' }, {}, 403],
    ['the token', { is: 'token', token }, { Authorization: `Bearer ${token}` }, 200],
    ['a wrong token', { is: 'token', token }, { Authorization: `Bearer ${token}x` }, 401],
    ['this machine without the token', { is: 'token', token }, {}, 401],
  ] as const)('%s', async (_who, door, headers, status) => {
    expect(await asked(door, headers)).toBe(status)
  })
})
