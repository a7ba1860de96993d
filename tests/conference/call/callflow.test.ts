import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { callbackAsksMax } from '../../../src/conference/call/callback.ts'
import type { Means } from '../../../src/conference/call/flow-parts.ts'
import { withoutHuman } from '../../../src/conference/call/flow-parts.ts'
import type { Who } from '../../../src/conference/call/menu.ts'
import type { Turn, Waiting } from '../../../src/conference/call/waiting.ts'
import {
  asksMax,
  begin,
  step as stepWith,
  type Admitted,
  type Effect,
  type Event,
  type State,
} from '../../../src/conference/call/callflow.ts'

const who: Who = {
  role: 'guest',
  muted: false,
  hand: false,
  locked: false,
  waiting: 2,
  others: 3,
}
const admitted: Admitted = {
  role: 'guest',
  locale: 'de',
  others: 3,
  muted: false,
  hand: false,
  until: 1,
  back: false,
}
const waiting: Waiting = {
  because: 'asked',
  role: 'guest',
  locale: 'de',
  since: 0,
  turns: 0,
  limit: undefined,
  fate: 'waits',
}
const turn: Turn = {
  to: 'waiting',
  admitted,
  because: 'locked',
  ahead: 1,
  all: 2,
  starts: undefined,
}
const step = (state: State, event: Event, means: Means = withoutHuman) =>
  stepWith(state, event, means)

/** What the telephone side looks up by itself before it answers. */
const lookedUp = (moved: readonly [State, ...Effect[]]) =>
  moved[0].at === 'looking-up' ? step(moved[0], { is: 'looked-up', pin: 'needed' }) : moved

const event: fc.Arbitrary<Event> = fc.oneof(
  fc.record({ is: fc.constant('keys' as const), keys: fc.stringMatching(/^[0-9*#]{1,20}$/) }),
  fc.constantFrom<Event>(
    { is: 'silence' },
    { is: 'refused' },
    { is: 'looked-up', pin: 'needed' },
    { is: 'looked-up', pin: 'optional' },
    { is: 'looked-up', pin: 'practice' },
    { is: 'queued', seconds: 3 },
    { is: 'your-turn' },
    { is: 'admitted', ...admitted },
    { is: 'to-wait', waiting, turn },
    { is: 'turn', ...turn },
    { is: 'turn', ...turn, to: 'room' },
    { is: 'turn', ...turn, to: 'given-up' },
    { is: 'full' },
    { is: 'closed', next: undefined },
    { is: 'here' },
    { is: 'left', sentOut: undefined, timeIsUp: false, who },
    { is: 'left', sentOut: undefined, timeIsUp: true, who },
    { is: 'left', sentOut: 'caller', timeIsUp: false, who },
    { is: 'in-menu', press: { is: 'silence' }, who },
    { is: 'in-menu', press: { is: 'keys', keys: '6' }, who },
    { is: 'in-menu', press: { is: 'keys', keys: '81' }, who: { ...who, role: 'host' } },
    { is: 'in-menu', press: { is: 'keys', keys: '00' }, who },
    { is: 'stays', keys: '1', until: 5 },
    { is: 'stays', keys: '', until: 5 },
    { is: 'human-gone', talked: false },
    { is: 'hung-up' },
  ),
)

/** What a carrier can do with the effects: one of these ends a document. */
const answers = (effects: readonly Effect[]) =>
  effects.length === 0 ||
  [
    'ask',
    'look-up',
    'check',
    'join',
    'wait',
    'pause',
    'dial-human',
    'practise',
    'hang-up',
  ].includes(effects.at(-1)!.do)

describe('the flow', () => {
  it('always has an answer, and never a bare goodbye', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        let [state]: readonly [State, ...Effect[]] = begin()
        for (const it of events) {
          const [next, ...effects] = step(state, it)
          expect(answers(effects)).toBe(true)
          if (effects.at(-1)?.do === 'hang-up' && next.at === 'ended')
            expect(effects.some((effect) => effect.do === 'say')).toBe(true)
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
          const [next, ...effects] = lookedUp(step(state, { is: 'keys', keys: piece }))
          checked = effects.find((effect) => effect.do === 'check') ?? checked
          state = next
        }
        expect(checked).toEqual({ do: 'check', roomNumber: '471108', pin: '352964' })
      }),
    )
  })

  it('a confidential room has a longer PIN, known or not', () => {
    const [start] = begin()
    const [asking] = lookedUp(step(start, { is: 'keys', keys: '971108' }))
    const [, effect] = step(asking, { is: 'keys', keys: '35296418' })
    expect(effect).toMatchObject({ do: 'check', pin: '35296418' })
  })

  it('nobody plays with the keys for ever', () => {
    let [state]: readonly [State, ...Effect[]] = begin()
    let asks = 1
    for (; state.at !== 'ended'; asks++) [state] = step(state, { is: 'keys', keys: '0' })
    expect(asks).toBeLessThanOrEqual(asksMax + callbackAsksMax)
  })
})
