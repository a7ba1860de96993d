import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import express from 'express'
import { describe, expect, it } from '@jest/globals'
import { isAway } from '../../src/store/away.ts'
import { faultPage } from '../../src/web/faults.tsx'
import { readTexts } from '../../src/web/texts.ts'

const texts = await readTexts(join(import.meta.dirname, '../../config'))

const anonymous = {
  locale: 'de',
  at: 0,
  formToken: () => '',
  around: { home: '/', menu: [], foot: undefined },
} as const

async function served(error: Error, evenVisits = false) {
  const lines: unknown[] = []
  const log = { error: (fields: object) => lines.push(fields) }
  const fails = () => Promise.reject(error)
  const visitOf = (request: express.Request, response: express.Response) =>
    evenVisits
      ? Promise.reject(error)
      : Promise.resolve({ visit: { ...anonymous, request, response } })
  const app = express()
    .get(/.*/, fails)
    .use(faultPage({ texts, locale: 'de', organisation: 'Telefon-Runde', visitOf, log, isAway }))
  const server = createServer(app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const get = async (path: string) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`)
    const type = answer.headers.get('content-type')?.split(';')[0]
    const retryAfter = answer.headers.get('retry-after')
    return { status: answer.status, type, retryAfter, body: await answer.text() }
  }
  return { get, lines, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

describe('a request that failed', () => {
  const secret = new Error('SQLITE_FULL at /var/lib/rundruf')

  it('is a page that says it is our fault, and nothing of the reason', async () => {
    await using app = await served(secret)
    const { status, type, body } = await app.get('/')
    expect({ status, type }).toEqual({ status: 500, type: 'text/html' })
    expect(body).toContain('<h1>Bei uns ist etwas schiefgegangen</h1>')
    expect(body).not.toContain('SQLITE')
  })
  it.each([true, false])(
    'R-05, R-06: the database is away (even for the visit: %s)',
    async (all) => {
      const full = Object.assign(new Error('database or disk is full'), { errcode: 13 })
      await using app = await served(full, all)
      const answer = await app.get('/')
      expect([answer.status, answer.retryAfter]).toEqual([503, '10'])
      expect(answer.body).toContain('<h1>Bitte versuchen Sie es gleich noch einmal</h1>')
      expect(answer.body).toContain('Es wurde nichts geändert.')
      expect(app.lines).toHaveLength(1)
    },
  )
  it('is plain text for carriers', async () => {
    await using app = await served(secret)
    const answer = await app.get('/voice/answer')
    expect(answer).toMatchObject({ status: 500, type: 'text/plain', body: 'failed\n' })
  })
  it('is in the log, with its stack', async () => {
    await using app = await served(secret)
    await app.get('/x')
    expect(app.lines).toEqual([{ err: secret, path: '/x' }])
  })
  it('a request that was wrong keeps its status and is no fault of ours', async () => {
    await using app = await served(Object.assign(new Error('too large'), { status: 413 }))
    expect((await app.get('/x')).status).toBe(413)
    expect(app.lines).toEqual([])
  })
})
