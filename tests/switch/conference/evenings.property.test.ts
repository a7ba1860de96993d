import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { end } from '../../../src/switch/conference/conference.ts'
import { change, kick } from '../../../src/switch/conference/steering.ts'
import type { Caller, Name } from './kit.ts'
import { makeCaller, makeRoom, settled } from './kit.ts'

/**
 * Any evening at all, against a model that is as simple as can be: per name a list of who is in, and for each whether they
 * are muted or held. Two conferences, six callers who come again as new calls.
 */
type Person = { caller: Caller; muted: boolean; hold: boolean; may: boolean; takesAll: boolean }
type Model = Map<string, { started: boolean; people: Person[] }>

const who = fc.constantFrom<Name>('ada', 'bob', 'cy', 'dee', 'eve', 'fay')
const step = fc.oneof(
  fc.record({
    does: fc.constant('join' as const),
    who,
    name: fc.constantFrom('red', 'blue'),
    muted: fc.boolean(),
    may: fc.boolean(),
    takesAll: fc.boolean(),
  }),
  fc.record({
    does: fc.constantFrom('mute' as const, 'unmute', 'hold', 'unhold', 'kick', 'hang up', 'end'),
    who,
  }),
)
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never

function makeEvening() {
  const room = makeRoom()
  const model: Model = new Map()
  const here = new Map<Name, { person: Person; name: string; left: Promise<unknown> }>()
  const seats: Promise<unknown>[] = []

  function gone(name: string, person: Person): void {
    const conference = model.get(name)
    if (conference === undefined) return
    conference.people = conference.people.filter((one) => one !== person)
    here.delete(person.caller.name)
    if (person.takesAll) for (const one of conference.people) here.delete(one.caller.name)
    if (person.takesAll || conference.people.length === 0) model.delete(name)
  }

  function join(asked: Extract<Step, { does: 'join' }>): void {
    if (here.has(asked.who)) return
    const { muted, may, takesAll, name } = asked
    const person = { caller: makeCaller(asked.who), muted, hold: false, may, takesAll }
    const { left } = room.joins(person.caller, {
      name,
      muted,
      startConferenceOnEnter: may,
      endConferenceOnExit: takesAll,
      wait: { url: '', method: 'POST' },
    })
    seats.push(left)
    here.set(asked.who, { person, name, left })
    const conference = model.get(name) ?? { started: false, people: [] }
    model.set(name, conference)
    conference.people.push(person)
    if (conference.people.length > 1 && conference.people.some((one) => one.may)) {
      conference.started = true
    }
  }

  function steer(asked: Exclude<Step, { does: 'join' }>): void {
    const seat = here.get(asked.who)
    if (seat === undefined) return
    const { person, name } = seat
    const conference = room.conferences.running().find((one) => one.friendlyName === name)
    const participant = conference?.participants.find((one) => one.leg === person.caller.leg)
    if (conference === undefined || participant === undefined)
      throw new Error('not where it should be')
    const holdDocument = { url: '', method: 'GET' } as const
    const does: Record<typeof asked.does, () => void> = {
      mute: () => {
        change(conference, participant, { muted: true })
        person.muted = true
      },
      unmute: () => {
        change(conference, participant, { muted: false })
        person.muted = false
      },
      hold: () => {
        change(conference, participant, { hold: true, holdDocument })
        person.hold = true
      },
      unhold: () => {
        change(conference, participant, { hold: false })
        person.hold = false
      },
      kick: () => {
        kick(conference, participant)
        gone(name, person)
      },
      'hang up': () => {
        person.caller.hangsUp()
        gone(name, person)
      },
      end: () => {
        end(conference)
        for (const one of model.get(name)?.people ?? []) here.delete(one.caller.name)
        model.delete(name)
      },
    }
    does[asked.does]()
  }

  return {
    room,
    model,
    seats,
    step: (asked: Step) => {
      if (asked.does === 'join') join(asked)
      else steer(asked)
    },
    lightsOut: () => {
      for (const { person, name } of [...here.values()]) {
        person.caller.hangsUp()
        gone(name, person)
      }
    },
  }
}

function expectedToHear(model: Model, listener: Person): string[] {
  const conference = [...model.values()].find(({ people }) => people.includes(listener))
  if (conference === undefined || !conference.started || listener.hold) return []
  return conference.people
    .filter((one) => one !== listener && !one.muted && !one.hold)
    .map((one) => one.caller.name)
    .sort()
}

describe('any evening', () => {
  it('everybody hears exactly whom they should, at every moment', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const evening = makeEvening()
        for (const asked of steps) {
          evening.step(asked)
          evening.room.tick()
          for (const { people } of evening.model.values()) {
            for (const person of people) {
              expect([person.caller.hears()].flat().sort()).toEqual(
                expectedToHear(evening.model, person),
              )
            }
          }
          const running = evening.room.conferences.list().filter((one) => one.over === undefined)
          expect(running.map((one) => one.friendlyName).sort()).toEqual(
            [...evening.model.keys()].sort(),
          )
        }
      }),
      { numRuns: 150 },
    )
  })

  it('per conference the numbers go up by one, it ends once and last, and every join has one leave', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const evening = makeEvening()
        for (const asked of steps) evening.step(asked)
        evening.lightsOut()
        await Promise.all(evening.seats)
        await settled()
        for (let turn = 0; turn < 4; turn++) await settled()
        const conferences = evening.room.conferences.list()
        for (const { sid } of conferences) {
          const told = evening.room.told.filter((one) => one['ConferenceSid'] === sid)
          expect(told.map((one) => Number(one['SequenceNumber']))).toEqual(
            told.map((_one, at) => at + 1),
          )
          const events = told.map((one) => one['StatusCallbackEvent'])
          expect(events.filter((one) => one === 'conference-end')).toHaveLength(1)
          expect(events.at(-1)).toBe('conference-end')
          const calls = (event: string) =>
            told
              .filter((one) => one['StatusCallbackEvent'] === event)
              .map((one) => one['CallSid'])
              .sort()
          expect(calls('participant-leave')).toEqual(calls('participant-join'))
        }
      }),
      { numRuns: 100 },
    )
  })
})
