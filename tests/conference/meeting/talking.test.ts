import { beforeEach, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import {
  talkMaxMs,
  talkersMax,
  whoTalks,
  type SpeechNews,
  type Talking,
} from '../../../src/conference/meeting/talking.ts'

let talking: Talking
beforeEach(() => {
  talking = whoTalks()
})
const news = (sequence: number, talks: boolean, call = 'ada', conference = 'c'): SpeechNews => ({
  call,
  conference,
  sequence,
  talks,
})

describe('who talks', () => {
  it('from the start to the stop', () => {
    expect(talking.talks('ada', 0)).toBe(false)
    expect(talking.note(news(7, true), 0)).toBe(true)
    expect(talking.talks('ada', 1)).toBe(true)
    expect(talking.note(news(9, false), 2)).toBe(true)
    expect(talking.talks('ada', 2)).toBe(false)
  })

  it('the newest news counts, in whatever order they come (R-12)', () => {
    const all = [news(1, true), news(4, false), news(6, true), news(9, false), news(12, true)]
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: 1 }), (some) => {
        const now = whoTalks()
        for (const one of [...some, ...some]) now.note(one, 0)
        const newest = some.toSorted((a, b) => b.sequence - a.sequence)[0]!
        expect(now.talks('ada', 0)).toBe(newest.talks)
      }),
    )
  })

  it('numbers begin again in another conference', () => {
    talking.note(news(90, true), 0)
    expect(talking.note(news(2, false, 'ada', 'another'), 0)).toBe(true)
    expect(talking.talks('ada', 0)).toBe(false)
  })

  it('tells only what can be seen: the same again is no change', () => {
    expect(talking.note(news(1, false), 0)).toBe(false)
    expect(talking.note(news(2, true), 0)).toBe(true)
    expect(talking.note(news(2, true), 0)).toBe(false)
    expect(talking.note(news(3, true), 0)).toBe(false)
  })

  it('ends by itself when the stop never comes', () => {
    talking.note(news(1, true), 0)
    expect(talking.talks('ada', talkMaxMs - 1)).toBe(true)
    expect(talking.talks('ada', talkMaxMs)).toBe(false)
  })

  it('remembers so many calls and no more; the oldest is forgotten', () => {
    for (let n = 0; n <= talkersMax; n++) talking.note(news(1, true, `call ${n}`), 0)
    expect(talking.talks('call 0', 0)).toBe(false)
    expect(talking.talks('call 1', 0)).toBe(true)
    expect(talking.talks(`call ${talkersMax}`, 0)).toBe(true)
  })
})
