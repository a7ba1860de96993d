import { readFile } from 'node:fs/promises'
import type { Log } from './log.ts'
import { newSound, sampleRate, type Sound } from './media/frame.ts'
import { joinSounds, makeTone } from './media/sound/tone.ts'
import { readWav } from './media/sound/wav.ts'

const pause = (seconds: number): Sound => newSound(seconds * sampleRate)

/** For whoever waits without a document: two low, quiet notes now and then, so that the line is never taken for dead. */
export const waitingSound: Sound = joinSounds([
  makeTone([262], 700, -34),
  pause(0.3),
  makeTone([330], 900, -34),
  pause(4),
])

/** A fault without a recorded sentence: the three rising notes that telephone networks use for it (ITU-T E.180). */
const faultTones: Sound = joinSounds([
  makeTone([950], 330, -18),
  makeTone([1400], 330, -18),
  makeTone([1800], 330, -18),
  pause(1),
])

/** What a caller hears when no document can be had, three times over if it is only tones. */
export async function troubleSound(file: string | undefined, log: Log): Promise<Sound> {
  return (await read(file, log)) ?? joinSounds([faultTones, faultTones, faultTones])
}

/** Between two "please wait": about twenty seconds. */
const musicPerSentence = 3

/** What a caller hears while the application is away, over and over: a sentence, then quiet music. */
export async function awaySound(file: string | undefined, log: Log): Promise<Sound> {
  const sentence = (await read(file, log)) ?? pause(0.5)
  return joinSounds([sentence, pause(1), ...Array<Sound>(musicPerSentence).fill(waitingSound)])
}

async function read(file: string | undefined, log: Log): Promise<Sound | undefined> {
  if (file === undefined) return undefined
  try {
    return readWav(await readFile(file))
  } catch (error) {
    log.warn({ why: String(error) }, 'a sound of the switch cannot be read; tones take its place')
    return undefined
  }
}
