import { expect, test } from '@jest/globals'
import { callerIn } from '../kit/phone.ts'
import { running } from '../kit/running.ts'

const gapMaxMs = 60
const knowsWithinMs = 5000

test('kill -9 of the app while three talk: nobody misses a word, and it knows again who is here', async () => {
  await using rundruf = await running()
  await using ada = await callerIn('ada', rundruf)
  await using bob = await callerIn('bob', rundruf)
  await using cy = await callerIn('cy', rundruf)
  await ada.comesToHear('bob', 'cy')
  await bob.comesToHear('ada', 'cy')
  await cy.comesToHear('ada', 'bob')

  const three = [ada, bob, cy]
  for (const { phone } of three) phone.handset.packets.watch()
  const died = rundruf.pidOf('app') ?? 0
  process.kill(died, 'SIGKILL')
  const { handset } = ada.phone
  const back = await handset.until(() => {
    const now = rundruf.pidOf('app')
    return now !== undefined && now !== died
  }, 3000)
  expect(back).toBe(true)

  const knowsUntilMs = handset.ear.nowMs + knowsWithinMs
  let here = 0
  while (here !== 3 && handset.ear.nowMs < knowsUntilMs) {
    here = await rundruf.callersIn(rundruf.room)
  }
  expect(here).toBe(3)
  await handset.until(() => handset.ear.nowMs >= knowsUntilMs, knowsWithinMs)
  for (const { phone } of three) expect(phone.handset.packets.longestGapMs).toBeLessThan(gapMaxMs)
  expect(await ada.hears()).toEqual(['bob', 'cy'])

  // It does not only remember: who leaves now is missed, and who comes is let in.
  await cy.hangsUp()
  await ada.comesToHear('bob')
  await using late = await callerIn('dora', rundruf)
  await late.comesToHear('ada', 'bob')
}, 90_000)
