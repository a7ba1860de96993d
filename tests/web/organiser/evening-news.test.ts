import { join } from 'node:path'
import { describe, expect, it, test } from '@jest/globals'
import type { Evening } from '../../../src/conference/meeting/evening.ts'
import { newsBetween } from '../../../src/web/organiser/evening/news.ts'
import { readTexts } from '../../../src/web/texts.ts'
import { anEvening, guest, nobodyThere, waiter } from '../../kit/evenings.ts'

/* W-04: what is read aloud when an evening changes. */

const words = (await readTexts(join(import.meta.dirname, '../../../config'))).de.evening
const round = (...order: string[]): Evening['round'] => ({
  order,
  spoken: [],
  since: 0,
  secondsEach: 60,
})

const happenings: readonly (readonly [string, Evening, Evening, readonly string[]])[] = [
  ['the first comes', nobodyThere, anEvening({ inside: [guest(1)] }), ['Anrufer 1 ist gekommen.']],
  [
    'one comes, another goes',
    anEvening({ inside: [guest(1), guest(2, { name: 'Maria' })] }),
    anEvening({ inside: [guest(1), guest(3)] }),
    ['Anrufer 3 ist gekommen.', 'Maria ist gegangen.'],
  ],
  [
    'somebody waits',
    anEvening({ inside: [guest(1)] }),
    anEvening({ inside: [guest(1)], waiting: [waiter(2)] }),
    ['Anrufer 2 wartet.'],
  ],
  [
    'and is let in',
    anEvening({ inside: [guest(1)], waiting: [waiter(2)] }),
    anEvening({ inside: [guest(1), guest(2)] }),
    ['Anrufer 2 ist gekommen.'],
  ],
  [
    'or gives up',
    anEvening({ inside: [guest(1)], waiting: [waiter(2)] }),
    anEvening({ inside: [guest(1)] }),
    ['Anrufer 2 wartet nicht mehr.'],
  ],
  [
    'a hand goes up',
    anEvening({ inside: [guest(1), guest(2, { hand: 1 })] }),
    anEvening({ inside: [guest(1, { hand: 2 }), guest(2, { hand: 1 })] }),
    ['Anrufer 1 meldet sich.'],
  ],
  [
    'a hand goes down, and the others move up',
    anEvening({ inside: [guest(1, { hand: 2 }), guest(2, { hand: 1 })] }),
    anEvening({ inside: [guest(1, { hand: 1 }), guest(2)] }),
    [],
  ],
  [
    'the word goes on',
    anEvening({ inside: [guest(1), guest(2)], round: round('line1', 'line2') }),
    anEvening({ inside: [guest(1), guest(2)], round: round('line2') }),
    ['Anrufer 2 hat das Wort.'],
  ],
  [
    'somebody talks, is muted, is in the menu: seen, not said',
    anEvening({ inside: [guest(1), guest(2), guest(3)] }),
    anEvening({
      inside: [guest(1, { talking: true }), guest(2, { muted: true }), guest(3, { away: true })],
    }),
    [],
  ],
  ['the end', anEvening(), nobodyThere, ['Die Runde ist zu Ende.']],
  [
    'the carrier goes silent',
    anEvening(),
    anEvening({ carrierAnswers: false }),
    ['Der Anbieter antwortet nicht.'],
  ],
  [
    'and is back',
    anEvening({ carrierAnswers: false }),
    anEvening(),
    ['Der Anbieter antwortet wieder.'],
  ],
]

describe('what happened', () => {
  test.each(happenings)('%s', (_, before, after, news) => {
    expect(newsBetween(before, after, words)).toEqual(news)
  })
  it('nothing, when nothing did', () => {
    for (const [, before] of happenings) expect(newsBetween(before, before, words)).toEqual([])
  })
})
