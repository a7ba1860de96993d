import { describe, expect, it, test } from '@jest/globals'
import fc from 'fast-check'
import { begin, step } from '../../../../src/switch/sip/trunk/registration.ts'
import type {
  Registration,
  RegistrationEvent,
  Trouble,
} from '../../../../src/switch/sip/trunk/registration.ts'

const target = (n: number) => ({ transport: 'TCP', address: `192.0.2.${n}`, port: 5060 }) as const
const [a, b] = [target(1), target(2)]
const never = () => 0

/** What a trunk does, told what happens to it. */
function story(...events: readonly RegistrationEvent[]) {
  let registration: Registration = begin[0]
  let effects: readonly unknown[] = begin.slice(1)
  for (const event of events) [registration, ...effects] = step(registration, event, never)
  return { at: registration.at, registration, effects }
}

const found = { is: 'found', targets: [a, b] } as const
const accepted = { is: 'accepted', expiresSeconds: 600 } as const
const wake = { is: 'wake' } as const
const lost = { is: 'lost' } as const
const failed = (why: Trouble['why'], status?: number): RegistrationEvent => ({
  is: 'failed',
  trouble: { why, ...(status === undefined ? {} : { status }) },
})
const asks = (who: typeof a, expiresSeconds = 600) => [{ do: 'ask', target: who, expiresSeconds }]

describe('R-26: the registration of a trunk', () => {
  it('begins with looking up names, then asks the best machine', () => {
    expect(story()).toMatchObject({ at: 'locating', effects: [{ do: 'locate' }] })
    expect(story(found)).toMatchObject({ at: 'asking', effects: asks(a) })
  })
  it('is refreshed after 80 % of its time', () => {
    const told = story(found, accepted)
    expect(told).toMatchObject({ at: 'registered', effects: [{ do: 'wake-after', ms: 480_000 }] })
    expect(story(found, accepted, wake)).toMatchObject({ at: 'asking', effects: asks(a) })
  })
  it('a registrar that grants little is asked for the usual again', () => {
    const short = { is: 'accepted', expiresSeconds: 120 } as const
    expect(story(found, short)).toMatchObject({ effects: [{ do: 'wake-after', ms: 96_000 }] })
    expect(story(found, short, wake)).toMatchObject({ effects: asks(a, 600) })
  })
  it('423: asks for as long as the registrar wants, and not for more than a day', () => {
    const wants = (minSeconds: number) => ({ is: 'too-brief', minSeconds }) as const
    expect(story(found, wants(3600))).toMatchObject({ at: 'asking', effects: asks(a, 3600) })
    expect(story(found, wants(3600), wants(3600))).toMatchObject({ at: 'waiting' })
    expect(story(found, wants(100_000))).toMatchObject({ at: 'waiting' })
  })
  test.each([
    failed('no-answer'),
    failed('unreachable'),
    failed('certificate'),
    failed('refused', 503),
    failed('refused', 408),
  ])('the next machine is asked after %j', (event) => {
    expect(story(found, event)).toMatchObject({ at: 'asking', effects: asks(b) })
    expect(story(found, event, event)).toMatchObject({ at: 'waiting' })
  })
  test.each([
    failed('refused', 403),
    failed('refused', 404),
    failed('refused', 603),
    failed('password', 401),
    failed('other-realm', 401),
    failed('weaker-digest', 401),
  ])('nobody else is asked after %j', (event) => {
    expect(story(found, event)).toMatchObject({ at: 'waiting' })
  })
  it('a lost connection is no reason to wait; if the machine is gone, names are looked up anew', () => {
    expect(story(found, accepted, lost)).toMatchObject({ at: 'asking', effects: asks(a) })
    expect(story(found, accepted, lost, failed('no-answer'))).toMatchObject({
      at: 'locating',
      effects: [{ do: 'locate' }],
    })
  })
  it('pauses grow from 5 s to 5 min and begin anew after a success', () => {
    const round = [found, failed('refused', 403), wake]
    const pauses = Array.from({ length: 9 }, (_, n) => {
      const rounds = Array.from({ length: n }, () => round).flat()
      return story(...rounds, found, failed('refused', 403)).effects
    }).map(([effect]) => (effect as { ms: number }).ms / 1000)
    expect(pauses).toEqual([5, 10, 20, 40, 80, 160, 300, 300, 300])
    const recovered = story(...round, ...round, found, accepted, wake, failed('no-answer'))
    expect(recovered.registration).toMatchObject({ at: 'locating', failures: 0 })
  })
  it('a name that leads nowhere is trouble, too, and looked up again after the pause', () => {
    const none = { is: 'not-found', trouble: { why: 'name', code: 'ENOTFOUND' } } as const
    expect(story(none)).toMatchObject({ at: 'waiting', effects: [{ ms: 5000 }] })
    expect(story(none, wake)).toMatchObject({ at: 'locating', effects: [{ do: 'locate' }] })
    expect(story({ is: 'found', targets: [] })).toMatchObject({
      registration: { trouble: { why: 'name' } },
    })
  })
  it('Retry-After is kept, up to 5 min', () => {
    const busy = (retryAfterSeconds: number): RegistrationEvent => ({
      is: 'failed',
      trouble: { why: 'refused', status: 480, retryAfterSeconds },
    })
    expect(story(found, busy(60))).toMatchObject({ effects: [{ ms: 60_000 }] })
    expect(story(found, busy(86_400))).toMatchObject({ effects: [{ ms: 300_000 }] })
  })

  it('whatever happens in whatever order: there is always something to wait for', () => {
    const events: fc.Arbitrary<RegistrationEvent> = fc.oneof(
      fc.constantFrom<RegistrationEvent>(found, wake, lost, { is: 'found', targets: [] }),
      fc.record({ is: fc.constant('accepted' as const), expiresSeconds: fc.nat(1e9) }),
      fc.record({ is: fc.constant('too-brief' as const), minSeconds: fc.nat(200_000) }),
      fc.constantFrom(failed('no-answer'), failed('refused', 403), failed('refused', 500)),
      fc.constant<RegistrationEvent>({ is: 'not-found', trouble: { why: 'name' } }),
    )
    const lot = fc.double({ min: 0, max: 0.999, noNaN: true })
    fc.assert(
      fc.property(fc.array(events, { maxLength: 30 }), lot, (all, random) => {
        let registration: Registration = begin[0]
        for (const event of all) {
          const before = registration
          const [next, ...effects] = step(registration, event, () => random)
          registration = next
          if (next !== before) expect(effects).toHaveLength(1)
          for (const effect of effects) {
            if (effect.do !== 'wake-after') continue
            expect(effect.ms).toBeGreaterThanOrEqual(5_000)
            expect(effect.ms).toBeLessThanOrEqual(24 * 3_600_000)
          }
        }
      }),
    )
  })
})
