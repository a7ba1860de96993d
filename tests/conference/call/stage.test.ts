import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { begin } from '../../../src/conference/call/callflow.ts'
import { freeLine, shownAfter, stageOf } from '../../../src/conference/call/stage.ts'

const [greeted] = begin()

describe('where a call is', () => {
  it('hears the greeting until it answers the first question in some way', () => {
    expect(stageOf(greeted)).toBe('greeting')
    if (greeted.at !== 'asking-room-number') throw new Error('the first question is another one')
    expect(stageOf({ ...greeted, typed: '4' })).toBe('room')
    const again = { ...greeted.patience, asks: 2 }
    expect(stageOf({ ...greeted, patience: again })).toBe('room')
  })
  it('another stage begins when it is reached, and no other step begins it anew', () => {
    const shown = { line: 4, kind: 'mobile', began: 10, since: 10 } as const
    const ended = { at: 'ended' } as const
    expect(shownAfter(shown, greeted, greeted, 20)).toEqual(shown)
    expect(shownAfter(shown, greeted, ended, 20)).toEqual({ ...shown, since: 20 })
  })
})

describe('lines', () => {
  it('the smallest number that is free, whatever is taken', () => {
    expect([freeLine([]), freeLine([1, 2, 4]), freeLine([2, 3])]).toEqual([1, 3, 1])
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 50 })), (taken) => {
        const free = freeLine(taken)
        expect(taken).not.toContain(free)
        for (let line = 1; line < free; line++) expect(taken).toContain(line)
      }),
    )
  })
})
