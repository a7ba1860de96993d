import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Served } from './kit.ts'
import { account, clientFor, makeServed } from './kit.ts'

let served: Served
beforeEach(async () => {
  served = await makeServed()
})
afterEach(async () => {
  await served.close()
  expect(served.mistakes).toEqual([])
})

const accountPath = `/2010-04-01/Accounts/${account.sid}`
const basic = (user: string, password: string) => `Basic ${btoa(`${user}:${password}`)}`
const right = basic(account.sid, account.authToken)

async function ask(path: string, authorization: string | undefined, init: RequestInit = {}) {
  const headers = new Headers(init.headers)
  if (authorization !== undefined) headers.set('authorization', authorization)
  const answer = await fetch(`${served.url}${path}`, { ...init, headers })
  const body = (await answer.json()) as { code?: number }
  return { status: answer.status, code: body.code, headers: answer.headers }
}

describe('who may ask', () => {
  it.each([
    ['nobody without a name', undefined],
    ['not with a wrong token', basic(account.sid, 'guess')],
    ['not with a wrong account', basic(`AC${'1'.repeat(32)}`, account.authToken)],
    ['not with nothing', basic('', '')],
    ['not in another way', `Bearer ${btoa(`${account.sid}:${account.authToken}`)}`],
    ['not with something unreadable', 'Basic %%%'],
  ])('%s: 401 with 20003', async (_who, authorization) => {
    const answer = await ask(`${accountPath}/Calls.json`, authorization)
    expect([answer.status, answer.code]).toEqual([401, 20003])
    expect(answer.headers.get('www-authenticate')).toBe('Basic realm="Twilio API"')
  })

  it('a stranger learns nothing of what exists', async () => {
    const known = await ask(`${accountPath}/Calls.json`, undefined)
    const unknown = await ask('/nothing/here', undefined)
    expect(unknown.status).toBe(known.status)
  })

  it('the twilio client sees a wrong token as 20003', async () => {
    const client = clientFor(served.url, 'guess')
    await expect(client.calls.list()).rejects.toMatchObject({ status: 401, code: 20003 })
  })

  it('a switch without a token lets nobody in, not even without one', async () => {
    const open = await makeServed('')
    const answer = await fetch(`${open.url}${accountPath}/Calls.json`, {
      headers: { authorization: basic(account.sid, '') },
    })
    await open.close()
    expect(answer.status).toBe(401)
  })

  it('another account is not found, even with the right token', async () => {
    const answer = await ask(`/2010-04-01/Accounts/AC${'1'.repeat(32)}/Calls.json`, right)
    expect([answer.status, answer.code]).toEqual([404, 20404])
  })
})

describe('what can be asked', () => {
  it('an unknown path: 404; a known one in the wrong way: 405', async () => {
    const unknown = await ask(`${accountPath}/Messages.json`, right)
    expect([unknown.status, unknown.code]).toEqual([404, 20404])
    const wrong = await ask(`${accountPath}/Conferences.json`, right, { method: 'DELETE' })
    expect([wrong.status, wrong.code]).toEqual([405, 20004])
  })

  it('a form that is too large or unreadable: 400, in Twilio’s words', async () => {
    const { sid } = served.calls.add()
    const post = (body: string) =>
      ask(`${accountPath}/Calls/${sid}.json`, right, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body,
      })
    expect(await post(`Twiml=${'x'.repeat(70_000)}`)).toMatchObject({ status: 400, code: 20001 })
    expect(await post('a=1&'.repeat(200))).toMatchObject({ status: 400, code: 20001 })
    expect(await post('Status=completed&Status=completed')).toMatchObject({ status: 400 })
    expect(await ask('/%E0%A4%A', right)).toMatchObject({ status: 404 })
  })

  it('anything at all is answered with a body of Twilio’s, never with 500', async () => {
    const { sid } = served.calls.add()
    const name = fc.oneof(
      fc.string(),
      fc.constantFrom('Status', 'Url', 'Twiml', 'Method', '__proto__'),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(name, fc.string())), async (fields) => {
        const query = new URLSearchParams(fields)
        const got = await ask(`${accountPath}/Calls.json?${query.toString()}`, right)
        const posted = await ask(`${accountPath}/Calls/${sid}.json`, right, {
          method: 'POST',
          body: query,
        })
        expect([200, 400]).toContain(got.status)
        expect([200, 400]).toContain(posted.status)
      }),
      { numRuns: 50 },
    )
  })

  it('an error names the parameter and never its value', async () => {
    const url = `${served.url}${accountPath}/Calls.json?Status=%2B4930222`
    const answer = await fetch(url, { headers: { authorization: right } })
    const text = await answer.text()
    expect(text).toContain('Status')
    expect(text).not.toContain('4930222')
  })
})

describe('pages', () => {
  it('the client walks through all of them, each call once', async () => {
    const sids = Array.from({ length: 7 }, () => served.calls.add().sid).reverse()
    const calls = await served.client.calls.list({ pageSize: 3 })
    expect(calls.map((call) => call.sid)).toEqual(sids)
  })

  it('and back', async () => {
    const sids = Array.from({ length: 7 }, () => served.calls.add().sid).reverse()
    const first = await served.client.calls.page({ pageSize: 3 })
    const second = await first.nextPage()
    const third = await second?.nextPage()
    expect(third?.instances.map((call) => call.sid)).toEqual(sids.slice(6))
    expect(third?.nextPageUrl).toBeUndefined()
    const back = await third?.previousPage()
    expect(back?.instances.map((call) => call.sid)).toEqual(sids.slice(3, 6))
    expect(first.previousPageUrl).toBeUndefined()
  })

  it('a call that comes in between moves nothing', async () => {
    const sids = Array.from({ length: 6 }, () => served.calls.add().sid).reverse()
    const first = await served.client.calls.page({ pageSize: 3 })
    served.calls.add()
    const second = await first.nextPage()
    expect(second?.instances.map((call) => call.sid)).toEqual(sids.slice(3))
  })

  it('filters stay', async () => {
    for (let time = 0; time < 3; time++) {
      served.calls.add({ from: '+4930222' })
      served.calls.add({ from: '+4930333' })
    }
    const calls = await served.client.calls.list({ from: '+4930333', pageSize: 2 })
    expect(calls.map((call) => call.from)).toEqual(['+4930333', '+4930333', '+4930333'])
  })

  it('fifty to a page unless asked otherwise, and never more than a thousand (20007)', async () => {
    for (let time = 0; time < 51; time++) served.calls.add()
    expect((await served.client.calls.page()).instances).toHaveLength(50)
    await expect(served.client.calls.page({ pageSize: 1001 })).rejects.toMatchObject({
      status: 400,
      code: 20007,
    })
  })

  it('any number of things in pages of any size come out once each, in order', () => {
    const sizes = fc.record({ count: fc.nat(30), pageSize: fc.integer({ min: 1, max: 12 }) })
    return fc.assert(
      fc.asyncProperty(sizes, async ({ count, pageSize }) => {
        for (const { sid } of served.calls.records.list()) {
          served.calls.records.complete(sid)
          served.calls.records.forget(sid)
        }
        const sids = Array.from({ length: count }, () => served.calls.add().sid).reverse()
        const calls = await served.client.calls.list({ pageSize })
        expect(calls.map((call) => call.sid)).toEqual(sids)
      }),
      { numRuns: 20 },
    )
  })
})
