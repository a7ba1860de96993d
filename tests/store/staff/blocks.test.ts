import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { blocksMax } from '../../../src/conference/staff/blocking.ts'
import { withheld, type CallerNumber } from '../../../src/conference/call/caller-number.ts'
import type { Store } from '../../../src/conference/ports.ts'
import { databases, type Place } from '../../kit/databases.ts'

const at = 1_800_000_000_000
const day = 24 * 60 * 60_000
const ada: CallerNumber = { is: 'telephone', number: '+493012345678' }
const bob: CallerNumber = { is: 'telephone', number: '+493098765432' }
const softphone: CallerNumber = { is: 'identity', name: 'sip:ada@example.org' }

describe.each(databases)('what staff switch and block, on $name', ({ place: newPlace }) => {
  let place: Place
  let store: Store
  beforeEach(async () => {
    place = await newPlace()
    store = await place.open()
  })
  afterEach(async () => {
    await store.close()
    await place[Symbol.asyncDispose]()
  })

  it('a blocked line is blocked until its end, and no other is', async () => {
    await store.blocks.add(ada, at, at + day)
    await store.blocks.add(softphone, at, at + day)
    const has = async (from: CallerNumber, now: number) => store.blocks.has(from, now)
    expect([await has(ada, at), await has(softphone, at)]).toEqual([true, true])
    expect([await has(ada, at + day), await has(bob, at), await has(withheld, at)]).toEqual([
      false,
      false,
      false,
    ])
  })
  it('survives a restart, unlike the keys of a day', async () => {
    await store.blocks.add(ada, at, at + 30 * day)
    await store.limits.sweep(at + 10 * day)
    await store.close()
    store = await place.open()
    expect(await store.blocks.has(ada, at + 10 * day)).toBe(true)
  })
  it('blocked twice counts once, until the later end', async () => {
    await store.blocks.add(ada, at, at + 7 * day)
    const again = await store.blocks.add(ada, at + 1, at + day)
    expect(await store.blocks.all(at + 1)).toEqual([again])
    expect(again?.until).toBe(at + 7 * day)
  })
  it('nobody is blocked whose number is withheld', async () => {
    expect(await store.blocks.add(withheld, at, at + day)).toBeUndefined()
    expect(await store.blocks.all(at)).toEqual([])
  })
  it('lifted or over, nothing is left; the number was never readable', async () => {
    const block = await store.blocks.add(ada, at, at + day)
    await store.blocks.add(bob, at, at + 2 * day)
    expect(JSON.stringify(await place.ask('select * from blocked_line'))).not.toMatch(
      /12345678|98765432/,
    )
    expect([await store.blocks.lift(block!.id), await store.blocks.lift('x')]).toEqual([
      true,
      false,
    ])
    await store.blocks.sweep(at + 2 * day)
    expect(await place.ask('select * from blocked_line')).toEqual([])
  })
  it('not more than so many', async () => {
    await store.atomically(async ({ blocks }) => {
      for (let one = 0; one < blocksMax; one++)
        await blocks.add({ is: 'telephone', number: `+4930${1_000_000 + one}` }, at, at + day)
    })
    expect(await store.blocks.add(ada, at, at + day)).toBeUndefined()
    expect(await store.blocks.add(ada, at + day, at + 2 * day)).toBeDefined()
  })
  it('what is switched on is known since when, by every instance', async () => {
    expect(await store.service.now()).toEqual({ paused: undefined, protected: undefined })
    await store.service.set('paused', at)
    const other = await place.open()
    expect(await other.service.now()).toEqual({ paused: at, protected: undefined })
    await other.service.set('paused', undefined)
    await other.close()
    expect(await store.service.now()).toEqual({ paused: undefined, protected: undefined })
  })
})
