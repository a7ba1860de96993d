import { silenceDbfs, soundLevel, toneLevel } from '../switch/media/sound/level.ts'
import type { Samples } from './wav.ts'

const search = { firstHertz: 200, lastHertz: 3400, stepHertz: 10 }
/** As much of the whole must be in the one frequency. */
const missingDbMax = 1.5
const fullScale = 32768

/** The one frequency a sound consists of, in Hz, to ten; undefined for a voice, a chord or silence. */
export function pureTone(samples: Samples): number | undefined {
  const sound = Int16Array.from(samples, (sample) => Math.round(sample * (fullScale - 1)))
  const all = soundLevel(sound)
  let best = { hertz: 0, db: -Infinity }
  for (let { firstHertz: hertz } = search; hertz <= search.lastHertz; hertz += search.stepHertz) {
    const db = toneLevel(sound, hertz)
    if (db > best.db) best = { hertz, db }
  }
  return all > silenceDbfs && all - best.db <= missingDbMax ? best.hertz : undefined
}
