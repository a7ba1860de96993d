import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from '@jest/globals'

/** Numbers with a fraction, on their way between functions, are small objects each; a frame of sound is several times that. */
const bytesPerPersonMax = 300
const people = 20

/* In a process of its own, so that nothing else is counted; nothing is collected while it counts. */
test('R-28: a tick of a big room makes no new sound: who speaks, fades and is mixed uses what is there', async () => {
  const script = new URL('what-a-tick-allocates.ts', import.meta.url).pathname
  const young = ['--min-semi-space-size=64', '--max-semi-space-size=64']
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...['--expose-gc', ...young, script],
  ])
  expect(Number(stdout) / people).toBeLessThan(bytesPerPersonMax)
  expect(Number(stdout)).toBeGreaterThan(0) // nothing was collected while it was counted
}, 60_000)
