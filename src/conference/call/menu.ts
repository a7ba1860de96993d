import type { Prompt, PromptName } from './prompts.ts'
import type { Role } from '../room/room.ts'

/*
 * The keys in the meeting (PRODUCT, "Keys in the meeting"). A single digit does nothing there, because
 * cheeks press keys. `*` lets the caller out of the conference for the seconds of this menu; whoever types
 * on quickly never hears it.
 */

/**
 * Where somebody is in the menu.
 *
 *    *             0: all keys      ┌───────────────┐ 1
 *    │  wrong key: the whole menu   │ asking-to-end │─────▶ closed, to goodbye
 *    ▼       ┌──────┐               └───────────────┘
 *   (read) ─▶│ open │── 8, host ───────▲    │ anything else
 *            │      │                       ▼
 *            │      │── a command, #, silence, wrong again ─▶ closed, to the meeting
 *            │      │                       ▲
 *            │      │── 1, host, ──▶┌───────────┐
 *            └──────┘  several wait │ admitting │ 1: and again, while somebody waits
 *               │ 0 again           └───────────┘
 *               ▼
 *      closed, to a human
 *
 *   open           Some choices are read; every key of the keypad counts.
 *   asking-to-end  The host pressed 8; only 1 ends the meeting.
 *   admitting      Several people wait: the next one, or all.
 *   closed         Back to the meeting, or out of it.
 */
export type Menu =
  | { readonly at: 'open'; readonly helped: boolean; readonly wrongKeys: number }
  | { readonly at: 'asking-to-end' }
  | { readonly at: 'admitting' }
  | { readonly at: 'closed'; readonly to: 'meeting' | 'goodbye' | 'human' }

type Open = Extract<Menu, { at: 'open' }>

/** What is so at this moment, for this caller. */
export type Who = {
  readonly role: Role
  readonly muted: boolean
  readonly hand: boolean
  /** New callers wait outside. */
  readonly locked: boolean
  /** How many wait to be let in. */
  readonly waiting: number
  /** How many are in the meeting besides this caller. */
  readonly others: number
}

export type MenuEvent = { readonly is: 'keys'; readonly keys: string } | { readonly is: 'silence' }

/** What the caller has decided; carried out before they are back. */
export type MenuAction =
  | { readonly do: 'set-muted'; readonly muted: boolean }
  | { readonly do: 'set-hand'; readonly up: boolean }
  | { readonly do: 'set-locked'; readonly locked: boolean }
  | { readonly do: 'mute-others' }
  | { readonly do: 'admit-one' }
  | { readonly do: 'admit-all' }
  | { readonly do: 'end-meeting' }
  | { readonly do: 'ask-for-help' }

export type MenuMoved = {
  readonly state: Menu
  readonly actions: readonly MenuAction[]
  /** Said before the next key is waited for, or on the way back. */
  readonly prompts: readonly Prompt[]
}

/** Keys that are waited for in every state of the menu. */
export const menuKeysWanted = 1
/** Wrong keys before the caller is back in the meeting: the menu is read for the first only. */
const wrongKeysMax = 1
/** Commands read at first; with help there are three choices. */
const commandsReadFirst = 2

/** The caller pressed `*`. What is said is only heard by whoever does not type on. */
export function openMenu(who: Who): MenuMoved {
  const names = choices(who).slice(0, commandsReadFirst)
  return moved({ at: 'open', helped: false, wrongKeys: 0 }, ...names, 'menu-help')
}

/** Where the caller is after these keys, and what is to be done. Keys behind the last that is needed are dropped. */
export function menu(state: Menu, event: MenuEvent, who: Who): MenuMoved {
  if (event.is === 'silence') return state.at === 'closed' ? moved(state) : back(who, 'back-in')
  const actions: MenuAction[] = []
  let last = moved(state)
  let now = who
  for (const key of event.keys) {
    if (last.state.at === 'closed') break
    last = pressed(last.state, key, now)
    actions.push(...last.actions)
    if (last.actions.some((action) => action.do === 'admit-one'))
      now = { ...now, waiting: now.waiting - 1 }
  }
  return { ...last, actions }
}

type Press = (who: Who, open: Open) => MenuMoved

/** The keypad, as a telephone has it. */
const keypad = ['123', '456', '789', '*0#'] as const
const presses: readonly (readonly [Press, Press, Press])[] = [
  [host(letIn), wrong, count],
  [wrong, host(lock), microphone],
  [host(muteOthers), host(askToEnd), hand],
  [again, help, (who) => back(who)],
]

const pressOf: ReadonlyMap<string, Press> = new Map(
  keypad.flatMap((row, at) =>
    Array.from(row, (key, place) => [key, presses[at]?.[place] ?? wrong] as const),
  ),
)

function pressed(state: Menu, key: string, who: Who): MenuMoved {
  switch (state.at) {
    case 'open':
      return (pressOf.get(key) ?? wrong)(who, state)
    case 'asking-to-end':
      return key === '1' ? done([{ do: 'end-meeting' }], 'goodbye') : back(who, 'back-in')
    case 'admitting':
      return admit(key, who)
    case 'closed':
      return moved(state)
  }
}

function microphone({ muted }: Who): MenuMoved {
  return { ...done([{ do: 'set-muted', muted: !muted }]), prompts: microphoneIs(!muted) }
}

function hand({ hand: up }: Who): MenuMoved {
  return done([{ do: 'set-hand', up: !up }], 'meeting', up ? 'hand-down' : 'hand-up')
}

function count({ role, others, waiting }: Who): MenuMoved {
  const waiters = role === 'host' && waiting > 0 ? [howManyWait(waiting)] : []
  return { ...done([]), prompts: [howMany(others), ...waiters] }
}

function lock({ locked }: Who): MenuMoved {
  const said = locked ? 'unlocked' : 'locked'
  return done([{ do: 'set-locked', locked: !locked }], 'meeting', said)
}

function muteOthers({ others }: Who): MenuMoved {
  if (others === 0) return done([], 'meeting', 'nobody-else-here')
  return done([{ do: 'mute-others' }], 'meeting', 'all-muted')
}

function askToEnd(): MenuMoved {
  return moved({ at: 'asking-to-end' }, 'end-question')
}

function letIn({ waiting }: Who): MenuMoved {
  if (waiting <= 0) return done([], 'meeting', 'nobody-waits')
  if (waiting === 1) return done([{ do: 'admit-one' }], 'meeting', 'let-in-one')
  return { ...moved({ at: 'admitting' }), prompts: whomToAdmit(waiting) }
}

function admit(key: string, who: Who): MenuMoved {
  if (key === '2') return done([{ do: 'admit-all' }], 'meeting', 'let-in-all')
  if (key !== '1') return back(who, 'back-in')
  const left = who.waiting - 1
  if (left <= 0) return done([{ do: 'admit-one' }], 'meeting', 'let-in-one')
  return {
    state: { at: 'admitting' },
    actions: [{ do: 'admit-one' }],
    prompts: [{ name: 'let-in-one' }, ...whomToAdmit(left)],
  }
}

/** All keys at once; the same key again is for a human, now or by a call back. */
function help(who: Who, open: Open): MenuMoved {
  if (open.helped) return done([{ do: 'ask-for-help' }], 'human')
  const names: PromptName[] = ['keys-help']
  if (who.role === 'host') names.push('keys-help-host')
  return moved({ ...open, helped: true }, ...names, 'menu-help')
}

/** `*` once more: from the beginning, but not for ever. */
function again(who: Who, { wrongKeys }: Open): MenuMoved {
  if (wrongKeys >= wrongKeysMax) return back(who, 'back-in')
  const opened = openMenu(who)
  return { ...opened, state: { at: 'open', helped: false, wrongKeys: wrongKeys + 1 } }
}

/** A key that means nothing: the whole menu is read once, then the caller is back. */
function wrong(who: Who, open: Open): MenuMoved {
  return readAll(who, open, 'menu-nothing')
}

/** A guest is told whose key this is, and then what they can choose. */
function host(press: Press): Press {
  return (who, open) =>
    who.role === 'host' ? press(who, open) : readAll(who, open, 'menu-host-only')
}

function readAll(who: Who, { helped, wrongKeys }: Open, first: PromptName): MenuMoved {
  if (wrongKeys >= wrongKeysMax) return back(who, 'back-in')
  const open: Open = { at: 'open', helped, wrongKeys: wrongKeys + 1 }
  return moved(open, first, ...choices(who), 'menu-back')
}

/** What this caller may choose now, most used first. */
function choices({ role, muted, hand: up, locked, waiting }: Who): readonly PromptName[] {
  const everyone: readonly PromptName[] = [
    muted ? 'menu-microphone-on' : 'menu-microphone-off',
    up ? 'menu-hand-down' : 'menu-hand-up',
  ]
  if (role === 'guest') return [...everyone, 'menu-count']
  const first: readonly PromptName[] = waiting > 0 ? ['menu-let-in'] : []
  const lockOrUnlock = locked ? 'menu-unlock' : 'menu-lock'
  return [...first, ...everyone, 'menu-mute-all', lockOrUnlock, 'menu-end', 'menu-count']
}

/** Whoever goes back with the microphone off is reminded of it. */
function back({ muted }: Who, said?: PromptName): MenuMoved {
  if (muted) return { ...done([]), prompts: microphoneIs(true) }
  return said === undefined ? done([]) : done([], 'meeting', said)
}

function done(
  actions: readonly MenuAction[],
  to: 'meeting' | 'goodbye' | 'human' = 'meeting',
  ...said: readonly PromptName[]
): MenuMoved {
  return { ...moved({ at: 'closed', to }, ...said), actions }
}

function moved(state: Menu, ...said: readonly PromptName[]): MenuMoved {
  return { state, actions: [], prompts: said.map((name) => ({ name })) }
}

/** Said in the same words wherever somebody's microphone was switched. */
export function microphoneIs(muted: boolean): readonly Prompt[] {
  return muted
    ? [{ name: 'microphone-off' }, { name: 'microphone-how-on' }]
    : [{ name: 'microphone-on' }]
}

function howMany(others: number): Prompt {
  if (others === 0) return { name: 'nobody-else-here' }
  return others === 1
    ? { name: 'one-other-here' }
    : { name: 'others-here', values: { count: others } }
}

function howManyWait(waiting: number): Prompt {
  return waiting === 1 ? { name: 'one-waits' } : { name: 'some-wait', values: { count: waiting } }
}

function whomToAdmit(waiting: number): readonly Prompt[] {
  return [howManyWait(waiting), { name: 'let-in-question' }]
}
