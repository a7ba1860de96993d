import { describe, expect, it, test } from '@jest/globals'
import { callbackAsksMax } from '../../../src/conference/call/callback.ts'
import { begin, step, type Effect, type Moved } from '../../../src/conference/call/callflow.ts'
import type { Inside, Means } from '../../../src/conference/call/flow-parts.ts'
import { withoutHuman } from '../../../src/conference/call/flow-parts.ts'

/** The call after these keys; an empty piece is ten seconds of silence. */
function after(start: Moved, means: Means, ...pieces: readonly string[]) {
  let moved = start
  const did: Effect[] = []
  for (const keys of pieces) {
    moved = step(moved[0], keys === '' ? { is: 'silence' } : { is: 'keys', keys }, means)
    const [, ...effects] = moved
    did.push(...effects)
  }
  const [state, ...effects] = moved
  const said = effects.flatMap((effect) => ('prompts' in effect ? effect.prompts : []))
  const requests = did.filter((effect) => effect.do === 'request-help')
  return { state, said: said.map(({ name }) => name), values: said, requests }
}

const call = (...pieces: readonly string[]) => after(begin(), withoutHuman, '0', '0', ...pieces)
const numbers = ({ requests }: ReturnType<typeof call>) => requests.map(({ number }) => number)

describe('whoever needs a human where none can be connected (A-06)', () => {
  it('is noted at once, hears that somebody may call back, and may leave a number', () => {
    const { state, said, requests } = call()
    expect(state).toMatchObject({ at: 'leaving-number' })
    expect(said).toEqual(['help-from-inviter', 'callback-offer', 'callback-number'])
    expect(requests).toEqual([{ do: 'request-help', stage: 'room-number', number: undefined }])
  })

  it('hears the number that is read back in groups, and confirms it with 1', () => {
    const asked = call('030987654#')
    expect(asked.said).toEqual(['callback-number-was', 'callback-right'])
    expect(asked.values[0]?.values).toEqual({ callbackNumber: '030 987 654' })
    expect(numbers(asked)).toEqual([undefined])
    const noted = call('030987654#', '1')
    expect(numbers(noted)).toEqual([undefined, '030987654'])
    expect(noted.said).toEqual(['callback-noted', 'ask-room-number-patiently'])
    expect(noted.state).toMatchObject({ at: 'asking-room-number', typed: '' })
  })

  it('ends the number with # or with silence, which is the same piece without #', () => {
    expect(call('030987654').said).toEqual(['callback-number-was', 'callback-right'])
  })

  it('keys it again after 2, and after *', () => {
    const again = call('030987654#', '2')
    expect(again.said).toEqual(['callback-number-again'])
    expect(numbers(call('030987654#', '2', '0401234567#', '1'))).toEqual([undefined, '0401234567'])
    expect(numbers(call('0309*0401234567#', '1'))).toEqual([undefined, '0401234567'])
    expect(call('0309*').said).toEqual(['callback-number-again'])
  })

  test.each([
    ['silence', ['']],
    ['#', ['#']],
    ['a number that is confirmed by nothing', ['030987654#', '', '']],
    ['a number and other keys', ['030987654#', '5', '7']],
  ])('leaves none with %s, and the call goes on where it was', (_, pieces) => {
    const left = call(...pieces)
    expect(numbers(left)).toEqual([undefined])
    expect(left.said).toEqual(['callback-without', 'ask-room-number-patiently'])
    expect(left.state).toMatchObject({ at: 'asking-room-number' })
  })

  it('hears the number once more after silence, because the handset was not at the ear (A-20)', () => {
    expect(call('030987654#', '').said).toEqual(['callback-number-was', 'callback-right'])
    expect(numbers(call('030987654#', '', '1'))).toEqual([undefined, '030987654'])
  })

  test.each([
    ['too short', '03098#'],
    ['as long as a PIN', '352964#'],
    ['room and PIN in one go', '471108352964#'],
    ['room and PIN of a confidential room', '97110835296418#'],
  ])('is asked for the whole number when it is %s, and nothing is read back (A-08)', (_, keys) => {
    expect(call(keys).said).toEqual(['callback-number-again'])
  })

  it('is not asked for ever', () => {
    const short = Array.from({ length: callbackAsksMax }, () => '1#')
    expect(call(...short).said).toEqual(['callback-without', 'ask-room-number-patiently'])
  })

  it('hears the number of help first where there is one that cannot be dialled', () => {
    const told: Means = { human: { is: 'told', number: '030 12' } }
    const { said } = after(begin(), told, '0', '0')
    expect(said).toEqual(['help-number-is', 'callback-offer', 'callback-number'])
  })

  it('keeps the PIN question and its explanation, when it was there', () => {
    const [pin] = step(...pinAsked())
    const explained = after([pin], withoutHuman, '0')
    expect(explained.said).toEqual(['help-pin', 'ask-pin-patiently'])
    const noted = after([pin], withoutHuman, '0', '0', '030987654#', '1')
    expect(noted.state).toMatchObject({ at: 'asking-pin', roomNumber: '471108' })
    expect(noted.requests.map(({ stage }) => stage)).toEqual(['pin', 'pin'])
  })
})

describe('in the meeting', () => {
  const inside: Inside = {
    role: 'guest',
    locale: 'de',
    muted: true,
    hand: true,
    returns: 1,
    until: 9,
  }
  const [inMenu] = [
    { at: 'in-menu', menu: { at: 'open', helped: true, wrongKeys: 0 }, ...inside },
  ] as const
  const who = {
    role: 'guest',
    muted: true,
    hand: true,
    locked: false,
    waiting: 0,
    others: 2,
  } as const
  const asks = () =>
    step(inMenu, { is: 'in-menu', press: { is: 'keys', keys: '0' }, who }, withoutHuman)

  it('*00 leads there, and back as they were, quietly', () => {
    const { state, requests } = after(asks(), withoutHuman, '030987654#', '1')
    expect(state).toEqual({ at: 'joining', ...inside })
    expect(requests).toEqual([{ do: 'request-help', stage: 'meeting', number: '030987654' }])
    const [, ...effects] = step(asks()[0], { is: 'silence' }, withoutHuman)
    expect(effects.at(-1)).toEqual({ do: 'join', muted: true, quiet: true })
  })

  it('a meeting that ends meanwhile ends the call with its sentence', () => {
    const left = { is: 'left', sentOut: 'meeting', timeIsUp: false, who } as const
    const [state, ...effects] = step(asks()[0], left, withoutHuman)
    expect(state.at).toBe('ended')
    expect(effects[0]).toEqual({ do: 'say', prompts: [{ name: 'meeting-over' }] })
  })
})

function pinAsked(): Parameters<typeof step> {
  const [looking] = step(begin()[0], { is: 'keys', keys: '471108' }, withoutHuman)
  return [looking, { is: 'looked-up', pin: 'needed' }, withoutHuman]
}
