import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import {
  asksMax,
  begin,
  step,
  type Effect,
  type Event,
  type State,
} from '../../src/conference/callflow.ts'

const event: fc.Arbitrary<Event> = fc.oneof(
  fc.record({ is: fc.constant('keys' as const), keys: fc.stringMatching(/^[0-9*#]{1,20}$/) }),
  fc.constantFrom<Event>(
    { is: 'silence' },
    { is: 'refused' },
    { is: 'admitted', role: 'guest', locale: 'de', others: 3 },
    { is: 'full' },
    { is: 'here' },
    { is: 'left', sentOut: undefined },
    { is: 'left', sentOut: 'caller' },
    { is: 'hung-up' },
  ),
)

/** What a carrier can do with the effects: one of these ends a document. */
const answers = (effects: readonly Effect[]) =>
  effects.length === 0 || ['ask', 'check', 'join', 'hang-up'].includes(effects.at(-1)!.do)

describe('the flow', () => {
  it('always has an answer, and never a bare goodbye', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        let [state]: readonly [State, ...Effect[]] = begin()
        for (const it of events) {
          const [next, ...effects] = step(state, it)
          expect(answers(effects)).toBe(true)
          if (effects.at(-1)?.do === 'hang-up') expect(effects[0]?.do).toBe('say')
          if (it.is === 'silence' && 'patience' in state && 'patience' in next) {
            expect(next.patience.tries).toBe(state.patience.tries)
          }
          state = next
        }
      }),
    )
  })

  it('however the keys are cut into pieces, the same numbers are checked', () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 12, maxLength: 12 })
    fc.assert(
      fc.property(cuts, (lengths) => {
        let rest = '471108352964'
        let [state]: readonly [State, ...Effect[]] = begin()
        let checked: Effect | undefined
        for (const length of lengths) {
          if (rest === '' || state.at === 'checking') break
          // A carrier ends a piece at the keys it was asked for; what is left over waits.
          const wanted =
            state.at === 'asking-room-number' || state.at === 'asking-pin'
              ? 6 - state.typed.length
              : 0
          const piece = rest.slice(0, Math.max(wanted, length))
          rest = rest.slice(piece.length)
          const [next, ...effects] = step(state, { is: 'keys', keys: piece })
          checked = effects.find((effect) => effect.do === 'check') ?? checked
          state = next
        }
        expect(checked).toEqual({ do: 'check', roomNumber: '471108', pin: '352964' })
      }),
    )
  })

  it('a confidential room has a longer PIN, known or not', () => {
    const [start] = begin()
    const [asking] = step(start, { is: 'keys', keys: '971108' })
    const [, effect] = step(asking, { is: 'keys', keys: '35296418' })
    expect(effect).toMatchObject({ do: 'check', pin: '35296418' })
  })

  it('nobody plays with the keys for ever', () => {
    let [state]: readonly [State, ...Effect[]] = begin()
    let asks = 1
    for (; state.at !== 'ended'; asks++) [state] = step(state, { is: 'keys', keys: '0' })
    expect(asks).toBe(asksMax + 1)
  })
})
