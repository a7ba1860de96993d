import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { Served } from './kit.ts'
import { makeServed } from './kit.ts'

let served: Served
beforeEach(async () => {
  served = await makeServed()
})
afterEach(async () => {
  await served.close()
  expect(served.mistakes).toEqual([])
})

describe('calls, asked for by the twilio client', () => {
  it('one that is up', async () => {
    const { sid } = served.calls.add()
    const call = await served.client.calls(sid).fetch()
    expect(call.status).toBe('in-progress')
    expect(call.direction).toBe('inbound')
    expect(call.startTime).toEqual(new Date('2026-11-23T18:00:01Z'))
    expect(call.endTime).toBeNull()
    expect(call.duration).toBeNull()
    expect(call.phoneNumberSid).toBe(served.number.sid)
  })

  it('one that is over, with its seconds as text', async () => {
    const { sid } = served.calls.add()
    served.calls.records.complete(sid)
    const call = await served.client.calls(sid).fetch()
    expect([call.status, call.duration]).toEqual(['completed', '61'])
  })

  it('one that was never answered lasted no time', async () => {
    const { sid } = served.calls.add({
      status: 'no-answer',
      startTime: undefined,
      endTime: Date.UTC(2026, 10, 23, 18, 1),
    })
    const call = await served.client.calls(sid).fetch()
    expect([call.startTime, call.duration]).toEqual([null, '0'])
  })

  it('an unknown one: 404 with 20404', async () => {
    await expect(served.client.calls(`CA${'1'.repeat(32)}`).fetch()).rejects.toMatchObject({
      status: 404,
      code: 20404,
    })
  })

  it('newest first, by number and by state', async () => {
    const first = served.calls.add()
    const second = served.calls.add({ from: '+4930333', status: 'ringing' })
    const sids = async (filter: Parameters<typeof served.client.calls.list>[0]) =>
      (await served.client.calls.list(filter)).map((call) => call.sid)
    expect(await sids({})).toEqual([second.sid, first.sid])
    expect(await sids({ from: '+4930333' })).toEqual([second.sid])
    expect(await sids({ to: '+4930111', status: 'in-progress' })).toEqual([first.sid])
    expect(await sids({ to: '+49' })).toEqual([])
  })

  it('a filter that is not there is refused instead of ignored', async () => {
    const parentCallSid = `CA${'1'.repeat(32)}`
    await expect(served.client.calls.list({ parentCallSid })).rejects.toMatchObject({
      status: 400,
      code: 20001,
    })
  })
})

describe('steering a call', () => {
  it('to another document, by address or as text; both: the address', async () => {
    const { sid } = served.calls.add()
    const call = served.client.calls(sid)
    await call.update({ url: 'http://app/menu' })
    await call.update({ url: 'http://app/menu', method: 'GET' })
    await call.update({ twiml: '<Response/>' })
    await call.update({ twiml: '<Response/>', url: 'http://app/menu' })
    expect(served.calls.detours.map((one) => one.to)).toEqual([
      { url: 'http://app/menu', method: 'POST' },
      { url: 'http://app/menu', method: 'GET' },
      { twiml: '<Response/>' },
      { url: 'http://app/menu', method: 'POST' },
    ])
  })

  it('to its end', async () => {
    const { sid } = served.calls.add()
    const call = await served.client.calls(sid).update({ status: 'completed' })
    expect(call.status).toBe('completed')
  })

  it('only a ringing one can be canceled', async () => {
    const ringing = served.calls.add({ status: 'ringing' })
    const up = served.calls.add()
    const update = { status: 'canceled' } as const
    expect((await served.client.calls(ringing.sid).update(update)).status).toBe('canceled')
    await expect(served.client.calls(up.sid).update(update)).rejects.toMatchObject({ code: 21220 })
  })

  it('an ended one: 21220, whatever is asked', async () => {
    const { sid } = served.calls.add()
    served.calls.records.complete(sid)
    const over = { status: 400, code: 21220 }
    const call = served.client.calls(sid)
    await expect(call.update({ status: 'completed' })).rejects.toMatchObject(over)
    await expect(call.update({ url: 'http://app/menu' })).rejects.toMatchObject(over)
    await expect(call.update({ twiml: '<Response/>' })).rejects.toMatchObject(over)
  })

  it.each([
    ['an address that is none', { url: 'menu' }, 21205],
    ['an address of another kind', { url: 'file:///etc/passwd' }, 21205],
    ['a host name with an underscore', { url: 'http://my_app/menu' }, 21205],
    ['a document that is too long', { twiml: `<Response>${' '.repeat(4000)}</Response>` }, 32018],
    ['nothing at all', {}, 20001],
  ])('%s is refused', async (_what, update, code) => {
    const { sid } = served.calls.add()
    const refused = served.client.calls(sid).update(update)
    await expect(refused).rejects.toMatchObject({ status: 400, code })
    expect(served.calls.detours).toEqual([])
  })

  it('forgetting one: only when it is over', async () => {
    const { sid } = served.calls.add()
    await expect(served.client.calls(sid).remove()).rejects.toMatchObject({ code: 20009 })
    served.calls.records.complete(sid)
    expect(await served.client.calls(sid).remove()).toBe(true)
    await expect(served.client.calls(sid).fetch()).rejects.toMatchObject({ code: 20404 })
  })

  it('nothing calls out: 405 with 20004', async () => {
    const dial = { to: '+4930999', from: '+4930111', url: 'http://app/menu' }
    await expect(served.client.calls.create(dial)).rejects.toMatchObject({
      status: 405,
      code: 20004,
    })
  })
})
