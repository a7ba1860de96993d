import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { begin, step, triesMax, type State } from '../../../src/conference/call/callflow.ts'
import { withoutHuman } from '../../../src/conference/call/flow-parts.ts'
import { askedAt, calledNumber, type OwnNumber } from '../../../src/conference/call/own-number.ts'
import { aRoom } from '../../kit/rooms.ts'

describe('which number was dialled', () => {
  it.each([
    ['+4930998', '+4930998'],
    ['sip:+4930998@trunk.example', '+4930998'],
    ['sips:+4930998@trunk.example', '+4930998'],
    ['sip:rundruf@192.0.2.1', undefined],
    ['030998', undefined],
    ['+4930998ToCity', undefined],
    ['x+4930998', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%s → %s', (to, number) => {
    expect(calledNumber(to)).toBe(number)
  })
})

describe('what is asked there', () => {
  it('the PIN; a room without one may be waited for; an archived room has no number any more', () => {
    const roomNumber = '471108'
    expect(askedAt(aRoom())).toEqual({ roomNumber, pin: 'needed' })
    expect(askedAt(aRoom({ guestPin: undefined }))).toEqual({ roomNumber, pin: 'optional' })
    expect(askedAt(aRoom({ archived: true }))).toBeUndefined()
    expect(askedAt(undefined)).toBeUndefined()
  })
})

const own: OwnNumber = { roomNumber: '471108', pin: 'needed' }
const said = ([, ...effects]: readonly unknown[]) => JSON.stringify(effects)

describe('a call to the number of one room', () => {
  it('is greeted and asked for the PIN alone', () => {
    const moved = begin(own)
    expect(moved[0]).toMatchObject({ at: 'asking-pin', roomNumber: '471108', optional: false })
    expect(said(moved)).toContain('"greeting"')
    expect(said(moved)).toContain('"ask-pin-patiently"')
    expect(said(moved)).not.toContain('ask-room-number')
  })
  it('goes on with the PIN as if the room number had been keyed', () => {
    const [state, effect] = step(begin(own)[0], { is: 'keys', keys: '352964' }, withoutHuman)
    expect(state).toMatchObject({ at: 'checking', roomNumber: '471108', pin: '352964' })
    expect(effect).toMatchObject({ do: 'check', roomNumber: '471108', pin: '352964' })
  })
  it('asks for the PIN again when it was wrong, and not more often than anywhere', () => {
    let [state]: readonly [State, ...unknown[]] = begin(own)
    for (let tries = 1; tries < triesMax; tries++) {
      state = step(state, { is: 'keys', keys: '111222' }, withoutHuman)[0]
      const moved = step(state, { is: 'refused' }, withoutHuman)
      expect(moved[0]).toMatchObject({ at: 'asking-pin', patience: { tries } })
      expect(said(moved)).not.toMatch(/room-number/)
      state = moved[0]
    }
    state = step(state, { is: 'keys', keys: '111222' }, withoutHuman)[0]
    expect(step(state, { is: 'refused' }, withoutHuman)[0].at).toBe('ended')
  })
  it('goes on without a PIN where there is none, also after a wrong one', () => {
    const [first] = begin({ ...own, pin: 'optional' })
    const silence = { is: 'silence' } as const
    expect(step(first, silence, withoutHuman)[0]).toMatchObject({ at: 'checking', pin: '' })
    const [checking] = step(first, { is: 'keys', keys: '111222' }, withoutHuman)
    const [again] = step(checking, { is: 'refused' }, withoutHuman)
    expect(step(again, silence, withoutHuman)[0]).toMatchObject({ at: 'checking', pin: '' })
  })
  it('is never asked for a room number, whatever is keyed', () => {
    const keys = fc.array(fc.stringMatching(/^[0-9*#]{1,8}$/), { maxLength: 30 })
    fc.assert(
      fc.property(keys, (all) => {
        let [state]: readonly [State, ...unknown[]] = begin(own)
        for (const typed of all) {
          state = step(state, { is: 'keys', keys: typed }, withoutHuman)[0]
          if (state.at === 'checking') state = step(state, { is: 'refused' }, withoutHuman)[0]
          expect(state.at).not.toBe('asking-room-number')
        }
      }),
    )
  })
})
