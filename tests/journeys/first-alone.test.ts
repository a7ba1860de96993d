import { expect, test } from '@jest/globals'
import { soundLevel, toneLevel } from '../../src/switch/media/level.ts'
import { samplesPerFrame, type Sound } from '../../src/switch/media/frame.ts'
import { caller } from '../kit/phone.ts'
import { running } from '../kit/running.ts'

const blockSamples = 5 * samplesPerFrame
const entryHertz = 660

/** Whether a soft pure tone of somebody coming in is in there: 100 ms of nothing else. */
function holdsEntryTone(sound: Sound): boolean {
  for (let at = 0; at + blockSamples <= sound.length; at += samplesPerFrame) {
    const block = sound.subarray(at, at + blockSamples)
    const tone = toneLevel(block, entryHertz)
    if (tone > -35 && soundLevel(block) - tone < 1) return true
  }
  return false
}

test('the first one hears music, not silence; the second ends it with a soft tone', async () => {
  await using rundruf = await running()
  await using ada = await caller('ada', rundruf)
  const { ear, heard } = ada.phone.handset
  await ada.keysIn(rundruf)
  // In the room: "not recorded", "you are in", "you are the first", and then music without an end.
  await ada.phone.handset.until(() => ear.nowMs > 30_000 && ear.quietMs === 0, 45_000)
  const lastSeconds = heard.sound(3)
  expect(soundLevel(lastSeconds)).toBeGreaterThan(-50)

  await using bob = await caller('bob', rundruf)
  await bob.presses(rundruf.room + rundruf.pin)
  const quiet = await ada.phone.handset.until(() => ear.quietMs > 1500, 30_000)
  expect(quiet).toBe(true)
  expect(holdsEntryTone(heard.sound(4))).toBe(true)
  bob.hums()
  await ada.comesToHear('bob')
}, 120_000)
