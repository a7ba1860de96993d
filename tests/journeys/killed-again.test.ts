import { setTimeout as pass } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import type { PretendCall } from '../kit/carrier.ts'
import { webhookMaxMs } from '../../src/voice/outage/hard-stop.ts'
import { apps, organiserOf, type Apps } from '../kit/apps.ts'
import { aRoom } from '../kit/rooms.ts'

/*
 * the application is killed without warning, again and again, while people call in. What was answered is still
 * so afterwards; the carrier brings again what nobody answered.
 */

const killedTimes = 5
const callersAtOnce = 4
const insideMax = 20
const knowsWithinMs = 5000

/** Longer than the hard stop of a webhook, shorter than a carrier waits for us. */
const stallMs = webhookMaxMs + 500

async function comesIn({ twilio }: Apps): Promise<PretendCall> {
  const call = await twilio.callers().dial()
  await call.presses('471108 352964')
  return call
}

test('R-01, R-10: kill -9 in a loop under load: nobody is lost, and it knows everybody again', async () => {
  await using all = await apps()
  const room = aRoom({ callersMax: 250 })
  await all.inStore((store) => organiserOf(store, room))
  const inside: PretendCall[] = []
  let came = 0
  let goesOn = true
  const callers = Array.from({ length: callersAtOnce }, async () => {
    while (goesOn) {
      const call = await comesIn(all)
      expect(call.at).toBe('conference')
      inside.push(call)
      came += 1
      if (inside.length > insideMax) await inside.shift()?.hangsUp()
    }
  })
  for (let times = 0; times < killedTimes; times++) {
    const before = came
    while (came < before + 2 * callersAtOnce) await new Promise(setImmediate)
    await all.running[0]?.killed()
    await all.start(0)
  }
  goesOn = false
  await Promise.all(callers)
  const since = performance.now()

  // One conference, and everybody who was let in is in it: in ours as in the carrier's book.
  expect(new Set(inside.map(({ conference }) => conference)).size).toBe(1)
  const known = await all.inStore(async (store) => {
    const meeting = await store.meetings.openIn(room.id)
    return meeting ? await store.callers.inMeeting(meeting.id) : []
  })
  expect(known.map(({ call }) => call).sort()).toEqual(inside.map(({ sid }) => sid).sort())
  expect(performance.now() - since).toBeLessThan(knowsWithinMs)
  expect(came).toBeGreaterThan(killedTimes * callersAtOnce)

  const [first] = inside
  await first?.presses('*6')
  if (first?.at !== 'conference') await first?.waits()
  expect(first?.document).toContain('muted="true"')
}, 60_000)

test('R-15, R-40: two on one file by mistake, and one of them stands still: callers get in', async () => {
  await using all = await apps({ instances: 2 })
  const room = aRoom()
  await all.inStore((store) => organiserOf(store, room))
  const ada = await comesIn(all)
  expect(ada.at).toBe('conference')
  const [, still] = all.running
  process.kill(still?.pid ?? 0, 'SIGSTOP')
  const coming = Promise.all([comesIn(all), comesIn(all)])
  await pass(stallMs)
  process.kill(still?.pid ?? 0, 'SIGCONT')
  const together = await coming
  expect(together.map(({ conference }) => conference)).toEqual([ada.conference, ada.conference])
  for (const call of [ada, ...together]) await call.hangsUp()
  expect(await all.inStore((store) => store.callers.live())).toEqual([])
}, 60_000)
