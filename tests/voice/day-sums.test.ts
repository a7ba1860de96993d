import { afterEach, expect, it } from '@jest/globals'
import { countedOf } from '../../src/conference/figures/day-sums.ts'
import type { Room } from '../../src/conference/room/room.ts'
import { openEvening, type Evening } from '../kit/evening.ts'

/* Whole calls, and what the report counts of them: how many came in by keying, whatever happened on the way. */

let evening: Evening
afterEach(async () => {
  await evening[Symbol.asyncDispose]()
})
const open = async (different: Partial<Room> = {}): Promise<Evening> =>
  (evening = await openEvening(different))

function counted(): Readonly<Record<string, number>> {
  const sums: Record<string, number> = {}
  for (const { what, count } of evening.house.happened.flatMap((one) => countedOf(one)))
    sums[what] = (sums[what] ?? 0) + count
  return sums
}

it('who comes in is counted once, also by the waiting room', async () => {
  const { guest, host } = await open({ waitingRoom: true })
  const ada = await guest()
  await host()
  await evening.act({ do: 'let-all-in' })
  expect(ada.at).toBe('conference')
  expect(counted()).toEqual({ calls: 2, 'came-in': 2 })
})

it('a wrong PIN and then the right one in one call came in at the first call', async () => {
  const { house } = await open()
  const ada = await house.carrier.dial()
  await ada.presses('471108999999')
  await ada.presses('471108352964')
  expect(ada.at).toBe('conference')
  expect(counted()).toEqual({ calls: 1, 'wrong-entries': 1, 'came-in': 1 })
})

it('who gives up is a call and nothing else; who practises or comes straight back is set aside', async () => {
  const { guest, house } = await open()
  const from = '+493012345678'
  await guest()
  const ada = await guest(from)
  await ada.hangsUp()
  await guest(from)
  const bob = await house.carrier.dial()
  await bob.hangsUp()
  await (await house.carrier.dial()).presses('123456')
  expect(counted()).toEqual({ calls: 5, 'came-in': 2, beside: 2 })
})
