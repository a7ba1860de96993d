import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { recordTriedMaxMs } from '../../../src/conference/kept/carrier-records.ts'
import { deleteDueRecords } from '../../../src/voice/carrier/record-deletion.ts'
import { reconcile } from '../../../src/voice/carrier/reconcile.ts'
import { account } from '../../kit/pretend-twilio.ts'
import { aStore } from '../../kit/rooms.ts'
import { openTwilioHouse, type TwilioHouse } from '../../kit/twilio-house.ts'

/* P-12: what Twilio keeps of a call is deleted there when the call is over. */

const minuteMs = 60_000
const calls = `/2010-04-01/Accounts/${account.accountSid}/Calls`
const folder = mkdtempSync(join(tmpdir(), 'rundruf-records-'))
let files = 0
const newFile = () => join(folder, `${String(files++)}.db`)

let house: TwilioHouse
let file: string
beforeEach(async () => {
  file = newFile()
  const help = { number: '+4930777', spoken: '030 777', callerId: '+4930999' }
  house = await openTwilioHouse({ store: await aStore(file), deletesCalls: true, help })
})
afterEach(async () => {
  await house[Symbol.asyncDispose]()
  expect(house.rest.mistakes).toEqual([])
})

afterAll(() => {
  rmSync(folder, { recursive: true })
})

const round = (parts = house.parts) => deleteDueRecords({ ...parts, phone: house.phone })
const deletions = () => house.rest.methods().filter((method) => method === 'DELETE').length
const waiting = () => house.store.carrierRecords.take(Number.MAX_SAFE_INTEGER, 0, 1)

describe('P-12: a call that is over is deleted at the carrier', () => {
  it('every one: hung up in the room, in a question, waiting, or by a goodbye', async () => {
    const inside = await house.comesIn()
    const asked = await house.carrier.dial()
    const wrong = await house.carrier.dial()
    for (let tries = 0; tries < 5; tries++) await wrong.presses('999999 111222')
    const all = [inside, asked, wrong]
    await round()
    expect(house.rest.deleted).toEqual([])
    for (const call of all) await call.hangsUp()
    await round()
    expect([...house.rest.deleted].sort()).toEqual(all.map(({ sid }) => sid).sort())
    expect(await waiting()).toEqual([])
    const said = house.happened.filter(({ event }) => event === 'call.deleted-at-carrier')
    expect(said).toHaveLength(3)
  })

  it('one whose end we were never told of, found when the carrier is asked', async () => {
    const call = await house.comesIn()
    call.vanishes(house.clock.now())
    house.clock.passes(2 * minuteMs)
    await reconcile({ ...house.parts, phone: house.phone, deletesCalls: true })
    await round()
    expect(deletions()).toBe(1)
    // The pretend carrier has forgotten it already: 404 is done.
    expect(await waiting()).toEqual([])
  })

  it('the call to the human who helps, which is one of its own', async () => {
    const call = await house.carrier.dial()
    for (let asks = 0; asks < 2; asks++) {
      await call.presses('0')
      await call.waits()
    }
    expect(call.document).toContain('<Number>+4930777</Number>')
    const helper = `CA${'e'.repeat(32)}`
    await call.follow(call.next, call.form({ DialCallSid: helper, DialCallStatus: 'completed' }))
    await round()
    const last = house.rest.asked.at(-1)
    expect([last?.method, last?.path]).toEqual(['DELETE', `${calls}/${helper}.json`])
  })

  it('told twice, deleted once; told late, asked for in vain and forgotten', async () => {
    const call = await house.comesIn()
    house.carrier.repeats(2)
    await call.hangsUp()
    await round()
    await house.carrier.ask(
      house.carrier.path('/voice/status'),
      house.carrier.callForm(call.sid, 'completed'),
    )
    await round()
    expect(house.rest.deleted).toEqual([call.sid])
    expect(await waiting()).toEqual([])
  })

  it('not where the operator does not want it', async () => {
    await using other = await openTwilioHouse()
    const call = await other.comesIn()
    await call.hangsUp()
    await deleteDueRecords({ ...other.parts, phone: other.phone })
    expect(other.rest.methods()).not.toContain('DELETE')
  })
})

describe('when the carrier does not do it at once', () => {
  it('not finished there yet (20009): a little later each time, until it is', async () => {
    const call = await house.comesIn()
    house.rest.lingering.add(call.sid)
    await call.hangsUp()
    await round()
    await round()
    expect(deletions()).toBe(1)
    house.clock.passes(10_000)
    await round()
    expect(deletions()).toBe(2)
    house.rest.lingering.delete(call.sid)
    house.clock.passes(minuteMs)
    await round()
    expect(house.rest.deleted).toEqual([call.sid])
    expect(house.happened.some(({ event }) => event === 'call.not-deleted')).toBe(false)
  })

  it('busy (429): asked again at once, because it was never processed', async () => {
    const call = await house.comesIn()
    await call.hangsUp()
    let busy = 2
    house.rest.troubles(() => (busy-- > 0 ? { status: 429, code: 20429 } : undefined))
    await round()
    expect(house.rest.deleted).toEqual([call.sid])
  })

  it('away, then we are killed: the next program does it', async () => {
    const call = await house.comesIn()
    await call.hangsUp()
    await house.rest.goesDown()
    await round()
    expect(house.happened).toContainEqual(
      expect.objectContaining({ event: 'call.not-deleted', call: call.sid, tries: 1 }),
    )
    await house.rest.comesBack()
    const next = await aStore(file)
    house.clock.passes(3 * minuteMs)
    await round({ ...house.parts, store: next })
    await next.close()
    expect(house.rest.deleted).toEqual([call.sid])
  })

  it('for two weeks: it is given up, and the operator is told', async () => {
    const call = await house.comesIn()
    house.rest.lingering.add(call.sid)
    await call.hangsUp()
    for (let passed = 0; passed < recordTriedMaxMs; passed += 24 * 60 * minuteMs) {
      await round()
      house.clock.passes(24 * 60 * minuteMs)
    }
    await round()
    expect(house.happened).toContainEqual({
      event: 'alarm.call-kept-at-carrier',
      call: call.sid,
    })
    expect(await waiting()).toEqual([])
  })
})
