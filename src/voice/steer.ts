import type { Locale } from '../conference/room.ts'
import type { Announce, Store } from '../conference/ports.ts'
import type { Addresses } from './addresses.ts'
import type { Announcement } from './announcements.ts'
import type { Phone, Seat } from './phone.ts'

/**
 * What the carrier is asked to do once a step is on the disk. All of it only hastens what is so already: a
 * waiting caller who could not be called in comes in with the next round of the loop.
 */
export type Steer =
  | { readonly do: 'mute'; readonly seat: Seat; readonly locale: Locale }
  /** The waiting caller looks again at once. */
  | { readonly do: 'call-in'; readonly call: string }
  | {
      readonly do: 'announce'
      readonly what: Announcement
      readonly locale: Locale
      /** A seat, or the name of the whole conference. */
      readonly to: Seat | string
    }
  | { readonly do: 'end'; readonly conferenceName: string }

export type Steering = {
  readonly store: Store
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

async function carryOut({ store, phone, addresses }: Steering, wish: Steer): Promise<void> {
  switch (wish.do) {
    case 'mute':
      await phone.setMuted(wish.seat, true)
      await phone.announceTo(wish.seat, addresses.announcement('muted-by-host', wish.locale))
      return
    case 'call-in': {
      const caller = await store.callers.find(wish.call)
      if (caller?.state.at !== 'waiting') return
      await phone.redirect(wish.call, addresses.step('waiting-room', caller.step))
      return
    }
    case 'announce': {
      const url = addresses.announcement(wish.what, wish.locale)
      if (typeof wish.to === 'string') await phone.announceToAll(wish.to, url)
      else await phone.announceTo(wish.to, url)
      return
    }
    case 'end':
      await phone.endConference(wish.conferenceName)
  }
}
