import { beforeAll, describe, expect, it, test } from '@jest/globals'
import type { Prompt } from '../../src/conference/call/prompts.ts'
import { readSpeech } from '../../src/voice/speech.ts'
import type { Speech } from '../../src/voice/speech.ts'
import { spoken } from '../../src/voice/spoken.ts'

const settings = { configFolder: 'config', organisation: 'Telefon-Runde', locale: 'de' }
let machine: Speech
let files: Speech
beforeAll(async () => {
  machine = await readSpeech({ ...settings, voice: 'Polly.Vicki' })
  files = await readSpeech({ ...settings, voice: 'files' })
})

/** A sentence of this one piece. */
function saying(speech: Speech, locale: string, piece: string): Speech {
  const language = speech.languages.get(locale)!
  const sentences = { ...language.sentences, trouble: [piece] }
  return { ...speech, languages: new Map([[locale, { ...language, sentences }]]) }
}

function heard(speech: Speech, locale: string, piece: string, values: Prompt['values'] = {}) {
  const sounds = spoken(saying(speech, locale, piece), locale, [{ name: 'trouble', values }])
  return sounds
    .map((sound) => {
      if (sound.is === 'say') return sound.text
      return sound.is === 'pause' ? `<${sound.seconds} s>` : (sound.file.path.split('?')[0] ?? '')
    })
    .join(' | ')
}

const tuesday = {
  day: { weekday: 2, day: 24, month: 11 },
  time: { hour: 18, minute: 30 },
} as const

describe('a place in a sentence, said by a machine', () => {
  test.each<[string, Prompt['values'], string, string]>([
    ['{count}', { count: 4 }, 'vier', 'four'],
    ['{count}', { count: 123 }, 'einhundert dreiundzwanzig', 'one hundred twenty-three'],
    [
      '{roomNumber}',
      { roomNumber: '471108' },
      'vier. sieben. eins. | <1 s> | eins. null. acht.',
      'four. seven. one. | <1 s> | one. zero. eight.',
    ],
    [
      '{helpNumber}',
      { helpNumber: '030 12' },
      'null. drei. null. | <1 s> | eins. zwei.',
      'zero. three. zero. | <1 s> | one. two.',
    ],
    ['{keys}', { keys: '*6' }, 'Stern-Taste sechs.', 'star key six.'],
    ['{time}', { time: { hour: 18, minute: 0 } }, 'um achtzehn Uhr.', 'at six p.m.'],
    [
      '{time}',
      { time: { hour: 18, minute: 31 } },
      'um achtzehn Uhr einunddreißig.',
      'at six thirty-one p.m.',
    ],
    [
      '{when}',
      { when: tuesday },
      'am Dienstag, dem vierundzwanzigsten November um achtzehn Uhr dreißig.',
      'on Tuesday the twenty-fourth of November at six thirty p.m.',
    ],
    [
      '{when}',
      { when: { ...tuesday, day: 'today' } },
      'heute um achtzehn Uhr dreißig.',
      'today at six thirty p.m.',
    ],
  ])('%s with %j', (piece, values, german, english) => {
    expect(heard(machine, 'de', piece, values)).toBe(german)
    expect(heard(machine, 'en', piece, values)).toBe(english)
  })

  it('is left out where its value is missing', () => {
    expect(heard(machine, 'de', '{when}')).toBe('')
  })

  it('ends its sentence, and the next one begins anew', () => {
    const sounds = spoken(machine, 'de', [
      { name: 'waiting-early', values: { time: tuesday.time } },
    ])
    expect(sounds).toEqual([
      {
        is: 'say',
        text: 'Die Runde beginnt um achtzehn Uhr dreißig. Bitte bleiben Sie am Telefon.',
      },
    ])
  })
})

describe('a place in a sentence, played from files', () => {
  it('is one file a piece', () => {
    expect(heard(files, 'de', '{when}', { when: tuesday })).toBe(
      'de/weekday-2.wav | de/day-24.wav | de/month-11.wav | de/hour-18.wav | de/minute-30-1.wav',
    )
    expect(heard(files, 'en', '{when}', { when: { ...tuesday, day: 'tomorrow' } })).toBe(
      'en/tomorrow.wav | en/hour-6.wav | en/number-30.wav | en/half-of-day-2.wav',
    )
  })

  test.each(['de', 'en'])('every minute of the day is recorded in %s', (locale) => {
    for (let minute = 0; minute < 24 * 60; minute++) {
      const time = { hour: Math.floor(minute / 60), minute: minute % 60 }
      expect(heard(files, locale, '{time}', { time })).toMatch(
        /^(?:[a-z]{2}\/[a-z0-9-]+\.wav(?: \| )?)+$/,
      )
    }
  })

  test.each(['de', 'en'])('every day of the year, key and digit is recorded in %s', (locale) => {
    for (let month = 1; month <= 12; month++) {
      for (let day = 1; day <= 31; day++) {
        const when = { day: { weekday: (day % 7) + 1, day, month }, time: { hour: 0, minute: 0 } }
        expect(heard(files, locale, '{when}', { when })).not.toMatch(/ [A-Za-z]+$|^[A-Za-z]+ /)
      }
    }
    expect(heard(files, locale, '{keys}', { keys: '0123456789*#' }).split(' | ')).toHaveLength(12)
  })
})
