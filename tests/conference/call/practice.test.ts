import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { isTrivial, lengths } from '../../../src/conference/room/numbers.ts'
import {
  beginPractice,
  practice,
  practiceNumberUsual,
  type PracticeEvent,
  type PracticeMoved,
} from '../../../src/conference/call/practice.ts'

const keys = (typed: string): PracticeEvent => ({ is: 'keys', keys: typed })
const silence: PracticeEvent = { is: 'silence' }
const left: PracticeEvent = { is: 'left' }
const said = ({ prompts }: PracticeMoved) => prompts.map(({ name }) => name)

/** Everything a caller hears who does this, and where they are then. */
function call(events: readonly PracticeEvent[], echo = true) {
  const moves = [beginPractice()]
  for (const event of events) moves.push(practice(moves.at(-1)!.state, event, { echo }))
  return { heard: moves.flatMap(said), last: moves.at(-1)!, moves }
}

describe('the practice line (A-21)', () => {
  it('has a number that no room is given', () => {
    expect(practiceNumberUsual).toHaveLength(lengths.roomNumber)
    expect(practiceNumberUsual).toMatch(/^[1-9]/)
    expect(isTrivial(practiceNumberUsual)).toBe(true)
  })

  it('says every key back at once, also the star and the hash', () => {
    const { last } = call([keys('4'), keys('*')])
    expect(last.prompts).toEqual([{ name: 'practice-you-pressed', values: { keys: '*' } }])
    expect(last.then).toEqual({ do: 'ask', keys: 1 })
    expect(call([keys('#')]).last.prompts).toEqual([
      { name: 'practice-you-pressed', values: { keys: '#' } },
    ])
  })

  it('leads through keys, *6 and the own voice to a goodbye', () => {
    const { heard, last } = call([keys('4'), silence, keys('*6'), keys('*6'), left])
    expect(heard).toEqual([
      'practice-welcome',
      'practice-keys',
      'practice-you-pressed',
      'practice-star-six',
      'practice-right',
      'microphone-off',
      'microphone-how-on',
      'practice-right',
      'microphone-on',
      'practice-echo',
      'practice-goodbye',
    ])
    expect(last.then).toEqual({ do: 'hang-up' })
  })

  it('whoever presses nothing hears that no key came, and hears themselves all the same', () => {
    const { heard, last } = call([silence, silence])
    expect(heard).toContain('practice-no-key')
    expect(last.then).toEqual({ do: 'echo' })
  })

  it('waits for both keys of *6, and explains it again after other keys', () => {
    const { last } = call([keys('4'), silence, keys('6')])
    expect(last.then).toEqual({ do: 'ask', keys: 2 })
    expect(said(last)).toEqual(['practice-you-pressed', 'practice-star-six'])
  })

  it('switches the microphone on again before the own voice is to be heard', () => {
    const { last } = call([keys('4'), silence, keys('*6'), silence])
    expect(said(last)).toEqual(['microphone-on', 'practice-echo'])
  })

  it('where the carrier has no echo it is left out, in words of its own', () => {
    const { heard, last } = call([keys('4'), silence, silence], false)
    expect(heard.slice(-2)).toEqual(['practice-without-echo', 'practice-goodbye'])
    expect(heard).not.toContain('practice-echo')
    expect(last.then).toEqual({ do: 'hang-up' })
  })

  it('ends for everybody, whatever they press', () => {
    const typed = fc.stringMatching(/^[0-9*#]{1,6}$/)
    const event = fc.oneof(typed.map(keys), fc.constant(silence), fc.constant(left))
    fc.assert(
      fc.property(fc.array(event, { minLength: 15, maxLength: 15 }), fc.boolean(), (all, echo) => {
        const { moves } = call(all, echo)
        expect(moves.at(-1)!.state).toEqual({ at: 'ended' })
        if (!echo) expect(moves.some(({ then }) => then.do === 'echo')).toBe(false)
      }),
    )
  })

  it('is over when somebody hangs up', () => {
    expect(call([{ is: 'hung-up' }]).last.state).toEqual({ at: 'ended' })
  })
})
