import { statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { caller, callerIn } from '../kit/phone.ts'
import { running } from '../kit/running.ts'
import * as phone from '../kit/sipp.ts'
import { scenario, session, sipp } from '../kit/sipp.ts'

const backWithinMs = 3000
const upWithinMs = 8000

/** How much is written down about the calls that are up; each takes some bytes, sealed. */
const bytesIn = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0

test('R-02: kill -9 of the switch: calls come in again within 3 s, and who was on the line hears a BYE', async () => {
  await using rundruf = await running()
  const file = join(rundruf.environment['DATA_DIR']!, 'calls-up')
  await using ada = await callerIn('ada', rundruf)
  const { handset } = ada.phone
  expect(await handset.until(() => bytesIn(file) > 0, upWithinMs)).toBe(true)
  const withAda = bytesIn(file)
  const waits = scenario(
    'waits for the BYE',
    ...[phone.invite({ body: session() }), phone.answered(), phone.ack(1), phone.hungUp()],
  )
  // Over UDP: sipp itself gives up when a connection breaks.
  const stranger = sipp(rundruf.target, waits, { address: '127.5.0.13' })
  expect(await handset.until(() => bytesIn(file) > withAda, upWithinMs)).toBe(true)

  const died = performance.now()
  process.kill(rundruf.pidOf('switch') ?? 0, 'SIGKILL')
  await handset.until(() => ada.phone.over.aborted, backWithinMs) // ends with the call
  expect(ada.phone.over.aborted).toBe(true)
  await using bob = await caller('bob', rundruf)
  expect(performance.now() - died).toBeLessThan(backWithinMs)
  expect(await stranger).toMatchObject({ exitCode: 0 })
  await bob.hangsUp()
}, 40_000)
