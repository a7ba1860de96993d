import { testHeard, testWay } from '../test-call.ts'
import { fine, notLookedAt, worthALook, wrong, type Check } from './finding.ts'
import { switchRuns } from './ports.ts'

/** Calls the practice line and listens: the rest may be right, and the line silent. */
export const testCall: Check = {
  name: 'test call',
  async look(at) {
    const way = testWay(at.settings, at.secrets)
    if (way.is === 'impossible')
      return [way.todo === '' ? notLookedAt(way.why) : worthALook(way.why, way.todo)]
    if (!(await switchRuns(at))) return [notLookedAt('the switch does not run')]
    const outcome = await way.call()
    if (outcome.is === 'failed') return [wrong(testHeard[outcome.why], 'Call yourself and listen.')]
    return [fine(`greeting, practice line and echo are heard, after ${String(outcome.seconds)} s`)]
  },
}
