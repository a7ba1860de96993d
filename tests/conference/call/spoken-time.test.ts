import { readFileSync } from 'node:fs'
import { describe, expect, it, test } from '@jest/globals'
import { z } from 'zod'
import {
  allTimePieces,
  clockTime,
  momentPieces,
  spokenMoment,
  timePieces,
  timeWordsShape,
} from '../../../src/conference/call/spoken-time.ts'
import type { ClockTime } from '../../../src/conference/call/spoken-time.ts'

const wordsOf = (locale: string) =>
  z
    .object({ time: timeWordsShape })
    .parse(JSON.parse(readFileSync(`config/prompts.${locale}.json`, 'utf8'))).time
const words = { de: wordsOf('de'), en: wordsOf('en') }
const at = (moment: string) => Date.parse(moment)

describe('a time in words', () => {
  test.each<[ClockTime, string, string]>([
    [{ hour: 18, minute: 0 }, 'um achtzehn Uhr.', 'at six p.m.'],
    [{ hour: 18, minute: 30 }, 'um achtzehn · Uhr dreißig.', 'at six · thirty · p.m.'],
    [{ hour: 9, minute: 5 }, 'um neun · Uhr fünf.', 'at nine · oh five · a.m.'],
    [{ hour: 1, minute: 31 }, 'um ein · Uhr · einunddreißig', 'at one · thirty-one · a.m.'],
    [{ hour: 0, minute: 0 }, 'um null Uhr.', 'at midnight.'],
    [{ hour: 0, minute: 15 }, 'um null · Uhr fünfzehn.', 'at twelve · fifteen · a.m.'],
    [{ hour: 12, minute: 0 }, 'um zwölf Uhr.', 'at twelve noon.'],
    [{ hour: 12, minute: 45 }, 'um zwölf · Uhr fünfundvierzig.', 'at twelve · forty-five · p.m.'],
  ])('%j', (time, german, english) => {
    expect(timePieces(words.de, time).join(' · ')).toBe(german)
    expect(timePieces(words.en, time).join(' · ')).toBe(english)
  })
})

describe('a day in words', () => {
  const evening = at('2026-11-24T18:00+01:00')
  const said = (now: string, locale: 'de' | 'en') =>
    momentPieces(words[locale], spokenMoment(evening, 'Europe/Berlin', at(now))).join(' · ')

  test.each([
    ['2026-11-24T00:00+01:00', 'heute · um achtzehn Uhr.', 'today · at six p.m.'],
    ['2026-11-23T23:59+01:00', 'morgen · um achtzehn Uhr.', 'tomorrow · at six p.m.'],
    [
      '2026-11-22T23:59+01:00',
      'am Dienstag, dem · vierundzwanzigsten · November · um achtzehn Uhr.',
      'on Tuesday · the twenty-fourth of · November · at six p.m.',
    ],
  ])('heard at %s', (now, german, english) => {
    expect(said(now, 'de')).toBe(german)
    expect(said(now, 'en')).toBe(english)
  })

  it('is the day of the room, wherever this program runs', () => {
    const moment = at('2026-12-31T23:30Z')
    expect(spokenMoment(moment, 'Europe/Berlin', at('2026-12-31T22:30Z'))).toEqual({
      day: 'tomorrow',
      time: { hour: 0, minute: 30 },
    })
    expect(clockTime(moment, 'America/New_York')).toEqual({ hour: 18, minute: 30 })
  })
})

describe.each(Object.entries(words))('the pieces in %s', (_, of) => {
  const recorded = new Set(allTimePieces(of).map(([, text]) => text))

  it('can say every minute of a day and every day of a year', () => {
    for (let minute = 0; minute < 24 * 60; minute++) {
      const time = { hour: Math.floor(minute / 60), minute: minute % 60 }
      for (const piece of timePieces(of, time)) expect(recorded).toContain(piece)
    }
    const now = at('2028-01-01T12:00Z')
    for (let day = 2; day < 366; day++) {
      const moment = spokenMoment(now + day * 86_400_000, 'UTC', now)
      for (const piece of momentPieces(of, moment)) expect(recorded).toContain(piece)
    }
  })

  it('holds no digit, because machines read them in many ways', () => {
    expect([...recorded].filter((piece) => /\d/.test(piece))).toEqual([])
  })

  it('no two days, months or hours sound the same', () => {
    for (const table of [of.weekdays, of.daysOfMonth, of.months, of.fullHours]) {
      expect(new Set(Object.values(table)).size).toBe(Object.keys(table).length)
    }
  })

  it('must be complete', () => {
    const without = Object.fromEntries(
      Object.entries(of.daysOfMonth).filter(([day]) => day !== '24'),
    )
    expect(timeWordsShape.safeParse({ ...of, daysOfMonth: without }).success).toBe(false)
    expect(timeWordsShape.safeParse(of).success).toBe(true)
  })
})
