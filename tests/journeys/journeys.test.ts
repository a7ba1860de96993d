import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { restSettings, withRest, type Journeys } from '../kit/journey.ts'
import { running, type Running } from '../kit/running.ts'
import * as doctor from './doctor.ts'
import * as firstAlone from './first-alone.ts'
import * as keys from './keys.ts'
import * as mute from './mute.ts'
import * as practice from './practice.ts'
import * as staying from './staying.ts'
import * as strangers from './strangers.ts'
import * as thirteen from './thirteen-switch.ts'
import * as waiting from './waiting.ts'

const journeys: Journeys = {
  ...thirteen.journeys,
  ...firstAlone.journeys,
  ...mute.journeys,
  ...keys.journeys,
  ...waiting.journeys,
  ...practice.journeys,
  ...strangers.journeys,
  ...staying.journeys,
  ...doctor.journeys,
}

// All of them at the same time, in one Rundruf, each in a room of its own: most of a call is listening.
let rundruf: Running
const gone = new Map<string, Promise<unknown>>()

beforeAll(async () => {
  rundruf = await running(await restSettings())
  const whole = withRest(rundruf)
  for (const [name, journey] of Object.entries(journeys)) {
    gone.set(
      name,
      journey(whole).catch((error: unknown) => error),
    )
  }
}, 30_000)

afterAll(async () => {
  await Promise.all(gone.values())
  await rundruf[Symbol.asyncDispose]()
}, 120_000)

test.each(Object.keys(journeys))(
  '%s',
  async (name) => {
    expect(await gone.get(name)).toBeUndefined()
  },
  120_000,
)
