import { afterAll, beforeAll, describe } from '@jest/globals'
import { restSettings, withRest, type Journeys } from '../kit/journey.ts'
import { running, type Running } from '../kit/running.ts'
import { together } from '../kit/together.ts'
import * as doctor from './doctor.ts'
import * as firstAlone from './first-alone.ts'
import * as keys from './keys.ts'
import * as mute from './mute.ts'
import * as practice from './practice.ts'
import * as soundOfLines from './sound-of-lines.ts'
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
  ...soundOfLines.journeys,
}

let rundruf: Running
beforeAll(async () => {
  rundruf = await running(await restSettings())
}, 30_000)
afterAll(() => rundruf[Symbol.asyncDispose](), 30_000)

describe('a call', () => {
  together(journeys, () => withRest(rundruf))
})
