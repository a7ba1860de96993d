import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { lengths } from '../conference/room/numbers.ts'
import type { PromptName } from '../conference/call/prompts.ts'
import { localesIn } from '../sound/catalogue.ts'
import { eveningFigures, missingInOrder } from '../sound/evening.ts'
import { knownSounds, musicName } from '../sound/known.ts'
import { readPrompts, recordedText } from '../sound/recordings.ts'
import { timetable, timetableLines, withPeople } from '../sound/timetable.ts'
import { readWav } from '../sound/wav.ts'
import { writeWav } from '../switch/media/sound/wav.ts'
import type { Phone } from '../telephone/dial.ts'
import { press, stay } from '../telephone/manners.ts'
import { heardLevel, sine } from '../telephone/tones.ts'
import { comeIn, humDbfs, people, type Person, type Tell } from './demo-evening.ts'
import { heardFromDbfs } from './demo-table.ts'
import type { Trial } from './trial.ts'

/** Long enough alone to hear that one is the first, and some music. */
const aloneSeconds = 14
/** People make pauses, or they are taken for music on hold. */
const hum = { onSeconds: 0.8, offSeconds: 0.6 } as const
const noticedMaxMs = 15_000
const amongOthersSeconds = 3
/** Out to the menu, an answer, and back; nobody can wait for silence among people who talk. */
const menuSeconds = 12

const configFolder = fileURLToPath(new URL('../../config', import.meta.url))

/**
 * One evening from Ada's ear, written as a WAV of 8 kHz and measured:
 *
 *   rings │ greeting, room number, PIN │ first one, music │ a tone: Bob │ a tone: Cy │ * and 3 │ * and 6 │ goodbye
 *
 * It is her own telephone that keeps it, as a person could at home; Rundruf itself keeps nothing.
 * @returns the timetable, the figures, and what is not as it should be
 * @throws CallFailed when a telephone was not let in
 */
export async function recordEvening(
  trial: Trial,
  file: string,
  tell: Tell,
): Promise<{ readonly lines: readonly string[]; readonly wrong: readonly string[] }> {
  const [ada, ...others] = people
  const phones: Phone[] = []
  const arrive = async (person: Person): Promise<Phone> => {
    const phone = await comeIn(person, trial, tell)
    phones.push(phone)
    return phone
  }
  try {
    const her = await arrive(ada)
    await stay(her.handset, aloneSeconds)
    for (const other of others) {
      const phone = await arrive(other)
      phone.handset.say(humming(other), 'again')
      await notices(her, other, tell)
      await stay(her.handset, amongOthersSeconds)
    }
    for (const keys of ['*3', '*6']) {
      tell(`Ada presses two keys.`)
      await press(her.handset, keys)
      await stay(her.handset, menuSeconds)
    }
    await phones.at(-1)?.hangUp()
    await stay(her.handset, amongOthersSeconds)
    await writeFile(file, writeWav(her.handset.heard.sound()))
    tell(`What Ada heard is in ${file}: ${her.handset.heard.seconds.toFixed(0)} seconds.`)
  } finally {
    await Promise.all(phones.map((phone) => phone.hangUp()))
  }
  const known = localesIn(configFolder).flatMap((locale) => knownSounds(configFolder, locale))
  const heard = timetable(readWav(readFileSync(file)), known)
  const entries = withPeople(
    heard,
    people.map(({ hertz }) => hertz),
  )
  const { lines, wrong } = eveningFigures(entries)
  const missing = missingInOrder(entries, sentencesInOrder())
  return {
    lines: [...timetableLines(entries), '', ...lines],
    wrong: [...wrong, ...missing.map((sentence) => `not heard in its place: ${sentence}`)],
  }
}

/** What Ada must hear, in this order, whatever comes between. */
const order = [
  'greeting',
  'ask-room-number',
  'ask-pin',
  'not-recorded',
  'you-are-in',
  'waiting-first',
  'waiting-music',
  'others-here',
  'microphone-off',
  'microphone-how-on',
] as const satisfies readonly PromptName[]

function sentencesInOrder(): string[] {
  const { prompts, numbers } = readPrompts(configFolder, 'de')
  const others = people.length - 1
  return order
    .flatMap((name) => prompts[name] ?? [])
    .map((piece) => (piece === '{digits}' ? (numbers[String(lengths.roomNumber)] ?? '') : piece))
    .map((piece) => (piece === '{count}' ? (numbers[String(others)] ?? '') : piece))
    .flatMap((piece) => (piece === musicName ? [piece] : (recordedText(piece) ?? [])))
}

function humming({ hertz }: Person): Int16Array {
  const tone = sine(hertz, humDbfs, hum.onSeconds)
  const sound = new Int16Array(
    Math.round((tone.length * (hum.onSeconds + hum.offSeconds)) / hum.onSeconds),
  )
  sound.set(tone)
  return sound
}

async function notices({ handset }: Phone, other: Person, tell: Tell): Promise<void> {
  const there = (): boolean =>
    heardLevel(handset.heard.sound(hum.onSeconds / 2), other.hertz) >= heardFromDbfs
  const noticed = await handset.until(there, noticedMaxMs)
  tell(noticed ? `Ada hears ${other.name}.` : `Ada does not hear ${other.name}.`)
}
