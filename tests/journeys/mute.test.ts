import { createServer } from 'node:net'
import { once } from 'node:events'
import { setTimeout as pass } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { z } from 'zod'
import { callerIn, type Caller } from '../kit/phone.ts'
import { running, type Running } from '../kit/running.ts'

const account = { sid: `AC${'5'.repeat(32)}`, token: '7'.repeat(32) }
const conferences = z.object({ conferences: z.array(z.object({ sid: z.string() })) })
const participants = z.object({
  participants: z.array(z.object({ call_sid: z.string() })),
})

let rundruf: Running
let base: string
let cysCall: string
const seen = new Set<string>()
let three: { ada: Caller; bob: Caller; cy: Caller }

beforeAll(async () => {
  const port = await freePort()
  rundruf = await running({
    SWITCH_PORT: String(port),
    TWILIO_ACCOUNT_SID: account.sid,
    TWILIO_AUTH_TOKEN: account.token,
  })
  base = `http://127.0.0.1:${port}/2010-04-01/Accounts/${account.sid}`
  const ada = await callerIn('ada', rundruf)
  const bob = await callerIn('bob', rundruf)
  await entered(2)
  const cy = await callerIn('cy', rundruf)
  cysCall = await entered(3)
  three = { ada, bob, cy }
  await everybodyHearsEverybody()
}, 120_000)

afterAll(async () => {
  for (const one of Object.values(three)) await one.hangsUp()
  await rundruf[Symbol.asyncDispose]()
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address ? address.port : 0
}

async function rest(path: string, change?: Readonly<Record<string, string>>): Promise<unknown> {
  const answer = await fetch(`${base}${path}`, {
    headers: { authorization: `Basic ${btoa(`${account.sid}:${account.token}`)}` },
    ...(change && { method: 'POST', body: new URLSearchParams(change) }),
  })
  expect(answer.status).toBe(200)
  return answer.json()
}

async function inMeeting() {
  const [one] = conferences.parse(await rest('/Conferences.json?Status=in-progress')).conferences
  if (!one) return { sid: '', calls: [] }
  const path = `/Conferences/${one.sid}/Participants.json`
  const { participants: all } = participants.parse(await rest(path))
  return { sid: one.sid, calls: all.map(({ call_sid: call }) => call) }
}

/** Waits until so many are in, and tells whose call is new. */
async function entered(count: number): Promise<string> {
  for (let tries = 0; tries < 300; tries++) {
    const { calls } = await inMeeting()
    const newest = calls.find((call) => !seen.has(call))
    if (calls.length === count && newest !== undefined) {
      for (const call of calls) seen.add(call)
      return newest
    }
    await pass(100)
  }
  throw new Error(`nobody came in as number ${count}`)
}

async function changeCy(what: Readonly<Record<string, string>>): Promise<void> {
  const { sid } = await inMeeting()
  await rest(`/Conferences/${sid}/Participants/${cysCall}.json`, what)
}

async function everybodyHearsEverybody(): Promise<void> {
  const { ada, bob, cy } = three
  await Promise.all([
    ada.comesToHear('bob', 'cy'),
    bob.comesToHear('ada', 'cy'),
    cy.comesToHear('ada', 'bob'),
  ])
}

test('a muted caller is heard by nobody and still hears everybody', async () => {
  const { ada, bob, cy } = three
  await changeCy({ Muted: 'true' })
  await Promise.all([ada.comesToHear('bob'), bob.comesToHear('ada')])
  expect(await cy.hears()).toEqual(['ada', 'bob'])
  await changeCy({ Muted: 'false' })
  await everybodyHearsEverybody()
}, 60_000)

test('a caller on hold hears none of the others, and none of them hears the one on hold', async () => {
  const { ada, bob, cy } = three
  await changeCy({ Hold: 'true' })
  await Promise.all([ada.comesToHear('bob'), bob.comesToHear('ada'), cy.comesToHear()])
  await changeCy({ Hold: 'false' })
  await everybodyHearsEverybody()
}, 60_000)
