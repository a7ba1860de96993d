import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { admission, type Situation } from '../../../src/conference/call/admission.ts'
import { usualOptions, type Room } from '../../../src/conference/room/room.ts'

const room: Room = {
  ...usualOptions,
  id: 'r',
  number: '471108',
  guestPin: '352964',
  hostPin: '802517',
  locale: 'de',
}
const usual: Situation = {
  room,
  role: 'guest',
  openness: { is: 'open' },
  inside: 0,
  locked: false,
  hostInside: false,
  limited: false,
  letIn: false,
  banned: false,
}
const goes = (different: Partial<Situation>) => admission({ ...usual, ...different })

const situation: fc.Arbitrary<Situation> = fc.record({
  room: fc
    .record({
      waitForHost: fc.boolean(),
      waitingRoom: fc.boolean(),
      guestPin: fc.constantFrom(undefined, '352964'),
      callersMax: fc.integer({ min: 1, max: 5 }),
    })
    .map((options) => ({ ...room, ...options })),
  role: fc.constantFrom('guest', 'host'),
  openness: fc.constantFrom(
    { is: 'open' },
    { is: 'soon', startsAt: 1, doorsOpen: false },
    { is: 'soon', startsAt: 1, doorsOpen: true },
    { is: 'closed', next: undefined },
  ),
  inside: fc.nat(6),
  locked: fc.boolean(),
  hostInside: fc.boolean(),
  limited: fc.boolean(),
  letIn: fc.boolean(),
  banned: fc.boolean(),
})

describe('where the right PIN leads', () => {
  it('into the room, if nothing was decided about it', () => {
    expect(goes({})).toEqual({ to: 'room' })
  })

  it.each<[string, Partial<Situation>, string]>([
    ['a limit', { limited: true }, 'asked'],
    ['a waiting room', { room: { ...room, waitingRoom: true } }, 'asked'],
    ['no PIN', { room: { ...room, guestPin: undefined } }, 'asked'],
    ['a lock', { locked: true }, 'locked'],
    ['no host', { room: { ...room, waitForHost: true } }, 'host'],
    ['half an hour before', { openness: { is: 'soon', startsAt: 1, doorsOpen: false } }, 'early'],
  ])('to the waiting room: %s', (_, different, because) => {
    expect(goes(different)).toEqual({ to: 'waiting', because })
  })

  it('a full or closed room says so, to whoever has the right PIN', () => {
    expect(goes({ inside: 20 })).toEqual({ to: 'goodbye', because: 'full' })
    expect(goes({ openness: { is: 'closed', next: 5 } })).toEqual({
      to: 'goodbye',
      because: 'closed',
    })
  })

  it('nobody gets past a limit, not even with the host PIN (S-32)', () => {
    fc.assert(
      fc.property(situation, (now) => {
        expect(admission({ ...now, limited: true, letIn: false }).to).not.toBe('room')
      }),
    )
  })

  it('a host waits for nobody; whoever was let in waits no more', () => {
    fc.assert(
      fc.property(situation, (now) => {
        const open: Situation = { ...now, openness: { is: 'open' }, inside: 0, banned: false }
        expect(admission({ ...open, role: 'host', limited: false }).to).toBe('room')
        expect(admission({ ...open, letIn: true }).to).toBe('room')
      }),
    )
  })

  it('whoever was removed stays out, whoever lets them in (S-37)', () => {
    expect(goes({ banned: true })).toEqual({ to: 'goodbye', because: 'banned' })
    fc.assert(
      fc.property(situation, (now) => {
        expect(admission({ ...now, banned: true }).to).toBe('goodbye')
      }),
    )
  })

  it('never more inside than there is room for', () => {
    fc.assert(
      fc.property(situation, (now) => {
        if (now.inside >= now.room.callersMax) expect(admission(now).to).toBe('goodbye')
      }),
    )
  })
})
