import { expect } from '@jest/globals'
import { samplesPerFrame, type Sound } from '../../src/switch/media/frame.ts'
import { soundLevel, toneLevel } from '../../src/switch/media/sound/level.ts'
import type { Journeys } from '../kit/journey.ts'
import { caller } from '../kit/phone.ts'

const blockSamples = 5 * samplesPerFrame
const entryHertz = 660

/** Whether the soft note of somebody coming in is in there: 100 ms of one tone and nothing else. */
function holdsEntryTone(sound: Sound): boolean {
  for (let at = 0; at + blockSamples <= sound.length; at += samplesPerFrame) {
    const block = sound.subarray(at, at + blockSamples)
    const tone = toneLevel(block, entryHertz)
    if (tone > -35 && soundLevel(block) - tone < 1) return true
  }
  return false
}

/** "Not recorded", "you are in", "you are the first one": by then all of it has been said. */
const announcedMs = 26_000

export const journeys: Journeys = {
  'the first one hears music, not silence; the second ends it with a soft note': async (
    rundruf,
  ) => {
    const place = await rundruf.newRoom()
    await using ada = await caller('ada', place)
    const { handset } = ada.phone
    const { ear, heard } = handset
    await ada.presses(place.room + place.pin)
    await handset.until(() => ear.nowMs > announcedMs, announcedMs)
    expect(soundLevel(heard.sound(4))).toBeGreaterThan(-50)

    await using bob = await caller('bob', place)
    await bob.presses(place.room + place.pin)
    expect(await handset.until(() => ear.quietMs > 2000, 30_000)).toBe(true)
    expect(holdsEntryTone(heard.sound(4))).toBe(true)
    bob.hums()
    await ada.comesToHear('bob')
  },
}
