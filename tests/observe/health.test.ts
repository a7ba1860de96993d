import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { describe, expect, it } from '@jest/globals'
import { healthRoutes } from '../../src/observe/health.ts'
import type { Check } from '../../src/observe/health.ts'

async function served(checks: Record<string, Check>) {
  const time = { now: 0 }
  const warnings: unknown[] = []
  const log = { warn: (fields: object) => warnings.push(fields) }
  const server = createServer(express().use(healthRoutes({ checks, now: () => time.now, log })))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const ask = async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`)
    return [answer.status, (await answer.json()) as unknown]
  }
  return { ask, time, warnings, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

const fine = () => Promise.resolve()
const broken = () => Promise.reject(new Error('SQLITE_FULL'))

describe('GET /readyz', () => {
  it('is 200 when everything is there', async () => {
    await using health = await served({ database: fine, carrier: fine })
    expect(await health.ask()).toEqual([200, { status: 'ready', database: 'ok', carrier: 'ok' }])
  })
  it('is 503 and names what is not; the reason goes to the log alone', async () => {
    await using health = await served({ database: broken, carrier: fine })
    expect(await health.ask()).toEqual([
      503,
      { status: 'not ready', database: 'failed', carrier: 'ok' },
    ])
    expect(health.warnings).toEqual([{ check: 'database', err: new Error('SQLITE_FULL') }])
  })
  it('asks the carrier again only after a while', async () => {
    let asked = 0
    const carrier = () => {
      asked++
      return Promise.resolve()
    }
    await using health = await served({ carrier })
    await health.ask()
    await health.ask()
    expect(asked).toBe(1)
    health.time.now += 2001
    await health.ask()
    expect(asked).toBe(2)
  })
})
