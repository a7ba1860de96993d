import { describe, expect, it, test } from '@jest/globals'
import fc from 'fast-check'
import {
  menu,
  openMenu,
  type Menu,
  type MenuEvent,
  type MenuMoved,
  type Who,
} from '../../../src/conference/call/menu.ts'

const guest: Who = {
  role: 'guest',
  muted: false,
  hand: false,
  locked: false,
  waiting: 0,
  others: 4,
}
const host: Who = { ...guest, role: 'host' }

const keys = (typed: string): MenuEvent => ({ is: 'keys', keys: typed })
const silence: MenuEvent = { is: 'silence' }
const said = ({ prompts }: MenuMoved) => prompts.map(({ name }) => name)

/** `*`, then these keys, typed without waiting for the words. */
const star = (who: Who, ...typed: string[]): MenuMoved =>
  typed.reduce<MenuMoved>((moved, key) => menu(moved.state, keys(key), who), openMenu(who))

// | keys      | who      | what                                                     |  (PRODUCT, "Keys in the meeting")
describe('the keys in the meeting', () => {
  test.each<[string, Who, MenuMoved['actions'], string[]]>([
    ['6', guest, [{ do: 'set-muted', muted: true }], ['microphone-off', 'microphone-how-on']],
    ['6', { ...guest, muted: true }, [{ do: 'set-muted', muted: false }], ['microphone-on']],
    ['9', guest, [{ do: 'set-hand', up: true }], ['hand-up']],
    ['9', { ...guest, hand: true }, [{ do: 'set-hand', up: false }], ['hand-down']],
    ['3', guest, [], ['others-here']],
    ['3', { ...guest, others: 1 }, [], ['one-other-here']],
    ['3', { ...guest, others: 0 }, [], ['nobody-else-here']],
    ['3', { ...guest, waiting: 2 }, [], ['others-here']],
    ['3', { ...host, waiting: 2 }, [], ['others-here', 'some-wait']],
    ['#', guest, [], []],
    ['1', host, [], ['nobody-waits']],
    ['1', { ...host, waiting: 1 }, [{ do: 'admit-one' }], ['let-in-one']],
    ['5', host, [{ do: 'set-locked', locked: true }], ['locked']],
    ['5', { ...host, locked: true }, [{ do: 'set-locked', locked: false }], ['unlocked']],
    ['7', host, [{ do: 'mute-others' }], ['all-muted']],
    ['7', { ...host, others: 0 }, [], ['nobody-else-here']],
  ])('*%s for %j: away for one key and back', (key, who, actions, prompts) => {
    const moved = star(who, key)
    expect(moved.state).toEqual({ at: 'closed', to: 'meeting' })
    expect(moved.actions).toEqual(actions)
    expect(said(moved)).toEqual(prompts)
  })

  it('says how many are here', () => {
    expect(star(guest, '3').prompts).toEqual([{ name: 'others-here', values: { count: 4 } }])
  })

  it('*8 and then 1 ends the meeting for all; anything else does not', () => {
    const asked = star(host, '8')
    expect(said(asked)).toEqual(['end-question'])
    expect(menu(asked.state, keys('1'), host)).toEqual({
      state: { at: 'closed', to: 'goodbye' },
      actions: [{ do: 'end-meeting' }],
      prompts: [],
    })
    for (const event of [keys('2'), keys('#'), keys('8'), silence]) {
      const moved = menu(asked.state, event, host)
      expect(moved.actions).toEqual([])
      expect(moved.state).toEqual({ at: 'closed', to: 'meeting' })
    }
  })

  it('*1 lets in one by one, while somebody waits', () => {
    const asked = star({ ...host, waiting: 2 }, '1')
    expect(asked.prompts).toEqual([
      { name: 'some-wait', values: { count: 2 } },
      { name: 'let-in-question' },
    ])
    const first = menu(asked.state, keys('1'), { ...host, waiting: 2 })
    expect(first.actions).toEqual([{ do: 'admit-one' }])
    expect(said(first)).toEqual(['let-in-one', 'one-waits', 'let-in-question'])
    const second = menu(first.state, keys('1'), { ...host, waiting: 1 })
    expect(second).toMatchObject({ state: { at: 'closed' }, actions: [{ do: 'admit-one' }] })
  })

  it('*1 and then 2 lets everybody in', () => {
    const asked = star({ ...host, waiting: 7 }, '1')
    const moved = menu(asked.state, keys('2'), { ...host, waiting: 7 })
    expect(moved.actions).toEqual([{ do: 'admit-all' }])
    expect(said(moved)).toEqual(['let-in-all'])
  })

  it('keys that come in one go do the same as one by one', () => {
    const waiting = { ...host, waiting: 2 }
    const moved = menu(openMenu(waiting).state, keys('111'), waiting)
    expect(moved.actions).toEqual([{ do: 'admit-one' }, { do: 'admit-one' }])
    expect(moved.state).toEqual({ at: 'closed', to: 'meeting' })
    expect(menu(openMenu(host).state, keys('81'), host).actions).toEqual([{ do: 'end-meeting' }])
  })

  it('what is typed behind a command does nothing more', () => {
    expect(menu(openMenu(guest).state, keys('669'), guest).actions).toEqual([
      { do: 'set-muted', muted: true },
    ])
  })
})

describe('the spoken menu', () => {
  it('A-02: reads three choices at most, most used first', () => {
    expect(said(openMenu(guest))).toEqual(['menu-microphone-off', 'menu-hand-up', 'menu-help'])
    expect(said(openMenu({ ...guest, muted: true, hand: true }))).toEqual([
      'menu-microphone-on',
      'menu-hand-down',
      'menu-help',
    ])
    expect(said(openMenu({ ...host, waiting: 1 }))[0]).toBe('menu-let-in')
  })

  it('nothing is pressed: back to the meeting', () => {
    const moved = menu(openMenu(guest).state, silence, guest)
    expect(moved).toMatchObject({ state: { at: 'closed', to: 'meeting' }, actions: [] })
    expect(said(moved)).toEqual(['back-in'])
  })

  it('whoever goes back with the microphone off is reminded of it', () => {
    const muted = { ...guest, muted: true }
    for (const event of [silence, keys('#')])
      expect(said(menu(openMenu(muted).state, event, muted))).toEqual([
        'microphone-off',
        'microphone-how-on',
      ])
  })

  it('a wrong key: the whole menu is read once, then back', () => {
    const once = star(guest, '4')
    expect(once.state).toMatchObject({ at: 'open' })
    expect(said(once)).toEqual([
      'menu-nothing',
      'menu-microphone-off',
      'menu-hand-up',
      'menu-count',
      'menu-back',
    ])
    expect(menu(once.state, keys('2'), guest).state).toEqual({ at: 'closed', to: 'meeting' })
    expect(menu(once.state, keys('6'), guest).actions).toHaveLength(1)
  })

  test.each(['1', '5', '7', '8'])('*%s by a guest: a polite word and their own menu', (key) => {
    const moved = star(guest, key)
    expect(moved.actions).toEqual([])
    expect(said(moved)).toEqual([
      'menu-host-only',
      'menu-microphone-off',
      'menu-hand-up',
      'menu-count',
      'menu-back',
    ])
  })

  it('A-06: *0 tells all the keys, and once more 0 is for a human', () => {
    expect(said(star(guest, '0'))).toEqual(['keys-help', 'menu-help'])
    expect(said(star(host, '0'))).toEqual(['keys-help', 'keys-help-host', 'menu-help'])
    expect(star(guest, '0', '0')).toMatchObject({
      state: { at: 'closed', to: 'human' },
      actions: [{ do: 'ask-for-help' }],
    })
  })

  it('* once more begins again, but not for ever', () => {
    expect(star(guest, '*').state).toMatchObject({ at: 'open' })
    expect(star(guest, '*', '6').actions).toEqual([{ do: 'set-muted', muted: true }])
    expect(star(guest, '*', '*').state).toEqual({ at: 'closed', to: 'meeting' })
  })
})

describe('whatever is pressed', () => {
  const key = fc.constantFrom(...Array.from('0123456789*#'))
  const who = fc.record<Who>({
    role: fc.constantFrom('guest', 'host'),
    muted: fc.boolean(),
    hand: fc.boolean(),
    locked: fc.boolean(),
    waiting: fc.nat(5),
    others: fc.nat(5),
  })
  const hostActions = ['set-locked', 'mute-others', 'admit-one', 'admit-all', 'end-meeting']

  /** Presses the keys one by one until the menu is closed; somebody who is let in waits no longer. */
  function press(who: Who, pressed: readonly string[]) {
    let now = who
    let moved = openMenu(now)
    const actions = []
    let presses = 0
    for (const one of pressed) {
      if (moved.state.at === 'closed') break
      presses++
      moved = menu(moved.state, keys(one), now)
      actions.push(...moved.actions)
      if (moved.actions.some((action) => action.do === 'admit-one'))
        now = { ...now, waiting: now.waiting - 1 }
    }
    return { state: moved.state, actions, presses }
  }

  it('a guest never does what is the host’s', () => {
    fc.assert(
      fc.property(who, fc.array(key), (one, pressed) => {
        const { actions } = press({ ...one, role: 'guest' }, pressed)
        expect(actions.filter((action) => hostActions.includes(action.do))).toEqual([])
      }),
    )
  })

  it('nobody stays longer than a few keys, or lets in more than wait', () => {
    fc.assert(
      fc.property(who, fc.array(key, { minLength: 20, maxLength: 20 }), (one, pressed) => {
        const { state, actions, presses } = press(one, pressed)
        expect(state.at).toBe('closed')
        expect(presses).toBeLessThanOrEqual(4 + one.waiting)
        const letIn = actions.filter((action) => action.do === 'admit-one').length
        expect(letIn).toBeLessThanOrEqual(one.waiting)
      }),
    )
  })

  it('typed in one go or one by one is the same, and a closed menu stays closed', () => {
    fc.assert(
      fc.property(who, fc.array(key, { maxLength: 8 }), (one, pressed) => {
        const together = menu(openMenu(one).state, keys(pressed.join('')), one)
        const { state, actions } = press(one, pressed)
        expect(together.state).toEqual(state)
        expect(together.actions).toEqual(actions)
        const closed: Menu = { at: 'closed', to: 'meeting' }
        expect(menu(closed, keys(pressed.join('')), one)).toEqual({
          state: closed,
          actions: [],
          prompts: [],
        })
      }),
    )
  })
})
