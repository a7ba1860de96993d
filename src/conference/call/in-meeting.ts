import { offerCallback } from './callback.ts'
import type { Admitted, At, Is, Moved } from './callflow.ts'
import { goodbye, say, type Inside, type Means } from './flow-parts.ts'
import { menu, menuKeysWanted, microphoneIs, openMenu, type MenuMoved } from './menu.ts'
import type { Prompt } from './prompts.ts'

/* From the door to the meeting and back: the moves of everybody who was let in. */

/** How often a call may come back into the meeting after `*`. */
export const returnsMax = 200

/** In by the PIN, from the waiting room, or straight back after a cut line. */
export function letIn(_: unknown, admitted: Admitted): Moved {
  const { role, locale, muted, hand, until } = admitted
  const inside: Inside = { role, locale, muted, hand, until, returns: 0 }
  return join(inside, welcome(admitted), { quiet: false })
}

/** The one sentence about recording comes first, and is heard by everybody who keyed a PIN. */
export function welcome({ role, others, muted, back }: Admitted): readonly Prompt[] {
  if (back) return [{ name: 'welcome-back' }, ...(muted ? microphoneIs(true) : [])]
  const prompts: Prompt[] = [{ name: 'not-recorded' }, { name: 'you-are-in' }]
  if (role === 'host') prompts.push({ name: 'you-are-host' })
  if (others === 1) prompts.push({ name: 'one-other-here' })
  if (others !== undefined && others > 1)
    prompts.push({ name: 'others-here', values: { count: others } })
  if (muted) prompts.push(...microphoneIs(true))
  return prompts
}

export function join(
  inside: Inside,
  prompts: readonly Prompt[],
  { quiet }: { readonly quiet: boolean },
): Moved {
  const { role, locale, muted, hand, until, returns } = inside
  return [
    { at: 'joining', role, locale, muted, hand, until, returns },
    ...(prompts.length === 0 ? [] : [say(...prompts)]),
    { do: 'join', muted, quiet },
  ]
}

/** Only those with the right PIN are told why they cannot come in. */
export function stopAtTheDoor(_: unknown, event: Is<'full'> | Is<'closed'> | Is<'banned'>): Moved {
  if (event.is === 'banned') return goodbye('turned-away')
  if (event.is === 'full') return goodbye('room-full')
  if (event.next === undefined) return goodbye('closed-for-now')
  return goodbye('closed-until', { when: event.next })
}

export function arrive(state: At<'joining'>): Moved {
  return [{ ...state, at: 'in-meeting' }]
}

/** Out of the conference: sent out, time over, or a `*`, which opens the menu. In the menu: the meeting was ended. */
export function leave(state: Inside, left: Is<'left'>): Moved {
  if (left.sentOut === 'caller') return goodbye('removed')
  if (left.sentOut === 'meeting' || state.returns >= returnsMax) return goodbye('meeting-over')
  const inside: Inside = { ...insideOf(state), muted: left.who.muted, returns: state.returns + 1 }
  if (left.timeIsUp) {
    const prompts: Prompt[] = [{ name: 'stay-question' }]
    return [
      { at: 'staying', ...inside },
      { do: 'ask', prompts, keys: 1, manner: 'number' },
    ]
  }
  return comeBack(inside, openMenu(left.who))
}

/** The same for whoever is with a human or asks for one meanwhile: they were sent out, or the meeting is over. */
export function sendAway(_: unknown, { sentOut }: Is<'left'>): Moved {
  return goodbye(sentOut === 'caller' ? 'removed' : 'meeting-over')
}

export function pressInMenu(
  state: At<'in-menu'>,
  { press, who }: Is<'in-menu'>,
  means: Means,
): Moved {
  const moved = menu(state.menu, press, who)
  const { state: at, actions, prompts } = moved
  const others = actions.map((action) => ({ do: 'act' as const, action }))
  if (at.at === 'closed' && at.to === 'goodbye') {
    const [ended, ...effects] = goodbye('meeting-over')
    return [ended, ...others, ...effects]
  }
  if (at.at === 'closed' && at.to === 'human') return callHuman(insideOf(state), prompts, means)
  const [next, ...effects] = comeBack(changed(insideOf(state), moved), moved)
  return [next, ...others, ...effects]
}

/** Asks on in the menu, or takes the caller back to the others as they were. */
export function comeBack(inside: Inside, { state, prompts }: MenuMoved): Moved {
  if (state.at === 'closed') return join(inside, prompts, { quiet: true })
  return [
    { at: 'in-menu', menu: state, ...inside },
    { do: 'ask', prompts, keys: menuKeysWanted, manner: 'menu' },
  ]
}

/** What the caller decided about themselves. */
function changed(inside: Inside, { actions }: MenuMoved): Inside {
  return actions.reduce((now, action) => {
    if (action.do === 'set-muted') return { ...now, muted: action.muted }
    return action.do === 'set-hand' ? { ...now, hand: action.up } : now
  }, inside)
}

function callHuman(inside: Inside, prompts: readonly Prompt[], means: Means): Moved {
  if (means.human.is !== 'dialled') return offerCallback(inside, prompts, means)
  const connecting = say(...prompts, { name: 'connecting-help' })
  return [
    { at: 'with-human', then: inside },
    { do: 'ask-for-help' },
    connecting,
    { do: 'dial-human' },
  ]
}

/** Pressing 1 stays; forgotten receivers say nothing and are hung up. */
export function stayOrGo(state: At<'staying'>, { keys, until }: Is<'stays'>): Moved {
  if (!keys.includes('1')) return goodbye('meeting-over')
  return join({ ...insideOf(state), until }, [{ name: 'back-in' }], { quiet: true })
}

function insideOf({ role, locale, muted, hand, returns, until }: Inside): Inside {
  return { role, locale, muted, hand, returns, until }
}
