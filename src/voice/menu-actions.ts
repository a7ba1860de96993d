import type { Caller } from '../conference/call/caller.ts'
import type { MenuAction } from '../conference/call/menu.ts'
import { isSamePlace } from '../conference/meeting/meeting.ts'
import type { Kept } from '../conference/ports.ts'
import { insideWithout, waiters, type Company, type Waiter } from './company.ts'
import type { Steer } from './carrier/steer.ts'

/** What a host decided about others becomes true here, in the database; the carrier is told afterwards. */
export async function act(
  kept: Kept,
  company: Company,
  caller: Pick<Caller, 'call'>,
  action: MenuAction,
): Promise<readonly Steer[]> {
  switch (action.do) {
    case 'set-locked':
      return setLocked(kept, company, action.locked)
    case 'admit-one':
      return letIn(kept, waiters(company).slice(0, 1))
    case 'admit-all':
      return letIn(kept, waiters(company))
    case 'mute-others':
      return muteOthers(kept, company, caller.call)
    case 'end-meeting':
      return end(kept, company)
    case 'set-muted':
    case 'set-hand':
    case 'ask-for-help':
      return []
  }
}

/** Locks or unlocks, and tells all; who waits for the door comes in when it opens. */
export async function setLocked(
  kept: Kept,
  company: Company,
  locked: boolean,
): Promise<readonly Steer[]> {
  const { meeting, room } = company
  await kept.meetings.change(meeting.id, { locked })
  const told: Steer = {
    do: 'announce',
    what: locked ? 'locked' : 'unlocked',
    locale: room.locale,
    to: meeting.conferenceName,
  }
  return locked ? [told] : [told, ...nudges(company, 'locked')]
}

/** Mutes everybody else, hosts too; they hear of it and may unmute themselves. */
async function muteOthers(kept: Kept, company: Company, call: string): Promise<readonly Steer[]> {
  const seats = seatsOf(company, call)
  for (const { seat } of seats) {
    const other = company.callers.find((one) => one.call === seat.call)
    if (other === undefined || !('muted' in other.state)) continue
    await kept.callers.move({ ...other, state: { ...other.state, muted: true } }, other.step)
  }
  return seats.map(({ seat, locale }) => ({ do: 'mute', seat, locale }))
}

/** Ends it for all, with a goodbye for each; who waits hears it, too. */
export async function end(kept: Kept, company: Company): Promise<readonly Steer[]> {
  const { id, conferenceName } = company.meeting
  await kept.meetings.change(id, { ended: true })
  return [{ do: 'end', conferenceName }, ...(await decided(kept, waiters(company), 'over'))]
}

/** Lets these in. */
export function letIn(kept: Kept, who: readonly Waiter[]): Promise<readonly Steer[]> {
  return decided(kept, who, 'let-in')
}

/** Sends this one away, with a sentence. */
export function turnAway(kept: Kept, who: Waiter): Promise<readonly Steer[]> {
  return decided(kept, [who], 'turned-away')
}

/** The state first, then the call. */
export async function decided(
  kept: Kept,
  who: readonly Waiter[],
  fate: Waiter['state']['fate'],
): Promise<readonly Steer[]> {
  const called: Steer[] = []
  for (const { state, ...caller } of who) {
    const moved = { ...caller, state: { ...state, fate } }
    if (await kept.callers.move(moved, caller.step))
      called.push({ do: 'call-in', call: caller.call })
  }
  return called
}

/** Those who wait for this may have their turn now. */
export function nudges(company: Company, because: Waiter['state']['because']): readonly Steer[] {
  return waiters(company)
    .filter(({ state }) => state.because === because)
    .map(({ call }) => ({ do: 'call-in', call }))
}

/** Where everybody sits who is inside, without this one. */
export function seatsOf(company: Company, call: string) {
  const inside = insideWithout(company, call)
  const { places, ended } = company.picture
  const { locale } = company.room
  return places
    .filter((place) => place.here && inside.has(place.call) && !ended.has(place.conference))
    .filter((place, at, all) => all.findIndex((other) => isSamePlace(other, place)) === at)
    .map(({ conference, call: sitting }) => ({ seat: { conference, call: sitting }, locale }))
}
