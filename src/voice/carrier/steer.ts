import type { Locale } from '../../conference/room/room.ts'
import type { Announce, Callers } from '../../conference/ports.ts'
import type { Addresses } from '../addresses.ts'
import type { Announcement } from '../announcements.ts'
import type { Farewell } from '../farewells.ts'
import type { Outcome } from './patience.ts'
import type { Phone, Seat } from './phone.ts'

/**
 * What the carrier is asked to do once a step is on the disk. All of it only hastens what is so already: a
 * waiting caller who could not be called in comes in with the next round of the loop.
 */
export type Steer =
  /** Switches a microphone off and says so. */
  | { readonly do: 'mute'; readonly seat: Seat; readonly locale: Locale }
  /** Without a word. */
  | { readonly do: 'switch-off'; readonly seat: Seat }
  /** The waiting caller looks again at once. */
  | { readonly do: 'call-in'; readonly call: string }
  | {
      readonly do: 'announce'
      readonly what: Announcement
      readonly locale: Locale
      /** A seat, or the name of the whole conference. */
      readonly to: Seat | string
    }
  /** Out of the conference if they are in it; wherever the call is, it hears a last sentence. */
  | {
      readonly do: 'send-out'
      readonly call: string
      readonly seat: Seat | undefined
      readonly farewell: Farewell
      readonly locale: Locale
    }
  /** A last sentence and the end of the call, at once and whatever it is doing. */
  | {
      readonly do: 'say-goodbye'
      readonly call: string
      readonly farewell: Farewell
      readonly locale: Locale
    }
  | { readonly do: 'end'; readonly conferenceName: string }

export type Steering = {
  readonly store: { readonly callers: Pick<Callers, 'find'> }
  readonly phone: Phone
  readonly announce: Announce
  readonly addresses: Addresses
}

/** Does one after the other; what the carrier refuses is told and keeps nothing else from happening. */
export async function steer(has: Steering, wishes: readonly Steer[]): Promise<void> {
  for (const wish of wishes) {
    try {
      await carryOut(has, wish)
    } catch (error) {
      has.announce({ event: 'carrier.unreachable', error })
    }
  }
}

/** @throws the carrier's error when it is not so in the end */
export async function carryOut(
  { store, phone, addresses }: Steering,
  wish: Steer,
): Promise<Outcome> {
  switch (wish.do) {
    case 'mute': {
      const outcome = await phone.setMuted(wish.seat, true)
      await phone.announceTo(wish.seat, addresses.announcement('muted-by-host', wish.locale))
      return outcome
    }
    case 'switch-off':
      return phone.setMuted(wish.seat, true)
    case 'call-in': {
      const caller = await store.callers.find(wish.call)
      if (caller?.state.at !== 'waiting') return caller === undefined ? 'gone' : 'done'
      return phone.redirect(wish.call, addresses.step('waiting-room', caller.step))
    }
    case 'announce': {
      const url = addresses.announcement(wish.what, wish.locale)
      return typeof wish.to === 'string'
        ? phone.announceToAll(wish.to, url)
        : phone.announceTo(wish.to, url)
    }
    case 'send-out': {
      const left = wish.seat === undefined ? 'gone' : await phone.remove(wish.seat)
      // Not there any more: in the menu by now, or the call is over.
      if (left === 'done') return left
      return phone.redirect(wish.call, addresses.farewell(wish.farewell, wish.locale))
    }
    case 'say-goodbye':
      return phone.redirect(wish.call, addresses.farewell(wish.farewell, wish.locale))
    case 'end':
      return phone.endConference(wish.conferenceName)
  }
}
