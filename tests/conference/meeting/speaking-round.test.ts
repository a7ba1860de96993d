import { describe, expect, it, test } from '@jest/globals'
import fc from 'fast-check'
import {
  beginRound,
  nextSpeaker,
  roundDue,
  roundLinesMax,
  tendRound,
  type Present,
  type Round,
  type RoundMoved,
} from '../../../src/conference/meeting/speaking-round.ts'

const there = (...numbers: readonly number[]): readonly Present[] =>
  numbers.map((number) => ({ number, handSince: undefined }))
const startMs = 1000
const secondsEach = 60
const overMs = startMs + secondsEach * 1000

/** `3 1 | 2`: three speaks, one comes after, two has spoken. */
const drawn = ({ round }: RoundMoved): string =>
  round === undefined ? 'over' : `${round.order.join(' ')} | ${round.spoken.join(' ')}`.trim()
const heard = ({ told }: RoundMoved): string =>
  told.map(({ number, hears }) => `${number} ${hears}`).join(', ')

type Step =
  | { readonly begin: readonly Present[] }
  | { readonly next: readonly Present[] }
  | { readonly tend: readonly Present[]; readonly at?: number }

function play(steps: readonly Step[]): RoundMoved {
  let moved: RoundMoved = { round: undefined, told: [] }
  for (const step of steps) {
    if ('begin' in step) moved = beginRound(step.begin, secondsEach, startMs)
    else if (moved.round === undefined) return moved
    else if ('next' in step) moved = nextSpeaker(moved.round, step.next, startMs)
    else moved = tendRound(moved.round, step.tend, step.at ?? startMs)
  }
  return moved
}

const withHands: readonly Present[] = [
  { number: 1, handSince: undefined },
  { number: 2, handSince: 900 },
  { number: 3, handSince: undefined },
  { number: 4, handSince: 800 },
]

describe('a speaking round', () => {
  test.each<[string, readonly Step[], string, string]>([
    [
      'begins with raised hands, in their order, then by number',
      [{ begin: withHands }],
      '4 2 1 3 |',
      '4 your-turn, 2 you-are-next',
    ],
    ['has nobody to begin with', [{ begin: [] }], 'over', ''],
    ['of one has no next', [{ begin: there(5) }], '5 |', '5 your-turn'],
    [
      'gives the word on',
      [{ begin: there(1, 2, 3) }, { next: there(1, 2, 3) }],
      '2 3 | 1',
      '2 your-turn, 3 you-are-next',
    ],
    [
      'is over when all have spoken',
      [{ begin: there(1, 2) }, { next: there(1, 2) }, { next: there(1, 2) }],
      'over',
      '',
    ],
    [
      'stays as it is when nothing happens',
      [{ begin: there(1, 2) }, { tend: there(1, 2) }],
      '1 2 |',
      '',
    ],
    [
      'lets whoever comes speak last, without a word',
      [{ begin: there(1, 2) }, { tend: there(1, 2, 3) }],
      '1 2 3 |',
      '',
    ],
    [
      'goes on when the one who speaks leaves; they keep their place',
      [{ begin: there(1, 2, 3) }, { tend: there(2, 3) }],
      '2 1 3 |',
      '2 your-turn, 3 you-are-next',
    ],
    [
      'passes over whoever is not there',
      [{ begin: there(1, 2, 3) }, { next: there(1, 3) }],
      '3 2 | 1',
      '3 your-turn',
    ],
    [
      'finds whoever came back in their place',
      [{ begin: there(1, 2, 3) }, { next: there(1, 3) }, { next: there(1, 2, 3) }],
      '2 | 1 3',
      '2 your-turn',
    ],
    ['is over when nobody is there', [{ begin: there(1, 2) }, { tend: [] }], 'over', ''],
    [
      'asks nobody a second time',
      [{ begin: there(1, 2) }, { next: there(1, 2) }, { tend: there(1, 2, 1) }],
      '2 | 1',
      '',
    ],
    [
      'tells the one who speaks when the time is over, and nobody else',
      [{ begin: there(1, 2) }, { tend: there(1, 2), at: overMs }],
      '1 2 |',
      '1 tone',
    ],
    [
      'not a moment before',
      [{ begin: there(1, 2) }, { tend: there(1, 2), at: overMs - 1 }],
      '1 2 |',
      '',
    ],
    [
      'says it once',
      [
        { begin: there(1, 2) },
        { tend: there(1, 2), at: overMs },
        { tend: there(1, 2), at: overMs + 60_000 },
      ],
      '1 2 |',
      '',
    ],
    [
      'gives the next one their whole time',
      [
        { begin: there(1, 2) },
        { tend: there(1, 2), at: overMs },
        { next: there(1, 2) },
        { tend: there(1, 2), at: overMs },
      ],
      '2 | 1',
      '2 tone',
    ],
  ])('%s', (_, steps, picture, words) => {
    const moved = play(steps)
    expect(drawn(moved)).toBe(picture)
    expect(heard(moved)).toBe(words)
  })

  it('is due when the time of the one who speaks is over', () => {
    expect(roundDue(beginRound(there(1), secondsEach, startMs).round!)).toBe(overMs)
  })

  it('has an end to its length', () => {
    const crowd = there(...Array.from({ length: roundLinesMax + 50 }, (_, n) => n + 2))
    const { round } = play([{ begin: there(1) }, { tend: [...there(1), ...crowd] }])
    expect(round!.order).toHaveLength(roundLinesMax)
  })

  it('whoever comes and goes: everybody who stays speaks exactly once, and only who is there gets the word', () => {
    const numbers = [1, 2, 3, 4, 5]
    const company = fc.subarray(numbers).map((some) => there(...some))
    const doing = fc.record({ next: fc.boolean(), company })
    fc.assert(
      fc.property(company, fc.array(doing, { maxLength: 40 }), (first, doings) => {
        let round: Round | undefined = beginRound(first, secondsEach, startMs).round
        const spoke: number[] = []
        for (const { next, company: now } of doings) {
          if (round === undefined) break
          const speaker: number = round.order[0]!
          if (next) spoke.push(speaker)
          const moved: RoundMoved = (next ? nextSpeaker : tendRound)(round, now, startMs)
          round = moved.round
          const here = now.map(({ number }) => number)
          for (const { number } of moved.told) expect(here).toContain(number)
          if (round !== undefined) {
            expect(here).toContain(round.order[0])
            expect(new Set([...round.order, ...round.spoken]).size).toBe(
              round.order.length + round.spoken.length,
            )
          }
        }
        expect(new Set(spoke).size).toBe(spoke.length)
        while (round !== undefined) {
          spoke.push(round.order[0]!)
          round = nextSpeaker(round, there(...numbers), startMs).round
        }
        expect(new Set(spoke).size).toBe(spoke.length)
      }),
    )
  })
})
