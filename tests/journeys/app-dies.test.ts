import { expect, jest, test } from '@jest/globals'
import { hum, type Name } from '../kit/hearing.ts'
import { callerIn } from '../kit/phone.ts'
import { running, type Running } from '../kit/running.ts'

const gapMaxMs = 60
const backWithinMs = 3000
const knowsWithinMs = 5000
const talkSeconds = 14
/** Looking opens the database, which takes time from the telephone in this process. */
const lookEachMs = 200

/** A telephone in a process of its own, so that nothing this test does can delay its packets. Resolves with its report. */
const called = (rundruf: Running, name: Name): Promise<string> =>
  rundruf.command(
    ...['call', rundruf.uri, '--from', name, '--keys', rundruf.room + rundruf.pin],
    ...['--tone', String(hum[name]), '--seconds', String(talkSeconds)],
  )

// The one journey that looks at milliseconds. A machine that is busy with something else stalls everybody: once more then.
jest.retryTimes(2)

test('kill -9 of the app while three talk: no gap over 60 ms, and it knows again who is here', async () => {
  await using rundruf = await running()
  const three = Promise.all((['bob', 'cy', 'dora'] as const).map((name) => called(rundruf, name)))
  await using ada = await callerIn('ada', rundruf)
  await ada.comesToHear('bob', 'cy', 'dora')

  const died = rundruf.pidOf('app') ?? 0
  process.kill(died, 'SIGKILL')
  const { handset } = ada.phone
  const back = await handset.until(() => {
    const now = rundruf.pidOf('app')
    return now !== undefined && now !== died
  }, backWithinMs)
  expect(back).toBe(true)

  const knowsUntilMs = handset.ear.nowMs + knowsWithinMs
  let here = 0
  while (here !== 4 && handset.ear.nowMs < knowsUntilMs) {
    const lookAgainMs = handset.ear.nowMs + lookEachMs
    await handset.until(() => handset.ear.nowMs >= lookAgainMs, lookEachMs * 2)
    here = await rundruf.callersIn(rundruf.room)
  }
  expect(here).toBe(4)
  expect(await ada.hears()).toEqual(['bob', 'cy', 'dora'])

  // It does not only remember: whoever hangs up now is missed.
  for (const report of await three) {
    const [, gapMs] = /longest wait between two packets: (\d+) ms/.exec(report) ?? []
    expect(Number(gapMs)).toBeLessThan(gapMaxMs)
  }
  await ada.comesToHear()
  expect(await rundruf.command('room', 'list')).toContain(' 1 caller now ')
}, 90_000)
