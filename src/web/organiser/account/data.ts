import type { Account } from '../../../conference/organiser/organising.ts'
import type { Store } from '../../../conference/ports.ts'
import { usualOptions, type Room, type RoomOptions } from '../../../conference/room/room.ts'

/**
 * Everything that is kept about an organiser, for themselves (P-08, GDPR 15 and 20). Not in it: PINs, which stand in the
 * invitation and are let out nowhere else, and the addresses of others, which are theirs.
 */
export type AccountData = {
  readonly account: {
    readonly address: string
    readonly language: string
    readonly created: string
    readonly lastUsed: string
    /** Absent: not since this is noted. */
    readonly lastSignIn?: string
  }
  readonly sessions: readonly {
    readonly device: string
    readonly begun: string
    readonly lastUsed: string
  }[]
  readonly rooms: readonly RoomData[]
  /** Mails of the last day that this account sent to others. */
  readonly mails: readonly {
    readonly about: string
    readonly to: string
    readonly state: 'waiting' | 'sent' | 'failed'
  }[]
}

export type RoomData = {
  readonly number: string
  /** Where a telephone number leads to this room alone. */
  readonly phoneNumber: string | undefined
  readonly name: string
  readonly language: string
  readonly options: Omit<RoomOptions, 'name'>
  readonly otherOrganisers: number
  readonly invited: readonly string[]
  readonly meetings: readonly {
    readonly started: string
    readonly ended: string
    readonly mostCallersAtOnce: number
    readonly callerMinutes: number
  }[]
}

export type AccountDataStore = Pick<
  Store,
  'sessions' | 'organised' | 'organiserInvitations' | 'pastMeetings' | 'mails'
>

export async function accountData(
  store: AccountDataStore,
  { id, address, locale, created, lastSeen, lastSignIn }: Account,
  at: number,
): Promise<AccountData> {
  const rooms = await store.organised.of(id)
  return {
    account: {
      address,
      language: locale,
      created: iso(created),
      lastUsed: iso(lastSeen),
      ...(lastSignIn !== undefined && { lastSignIn: iso(lastSignIn) }),
    },
    sessions: (await store.sessions.of(id)).map((session) => ({
      device: session.device,
      begun: iso(session.created),
      lastUsed: iso(session.lastSeen),
    })),
    rooms: await Promise.all(rooms.map((room) => roomData(store, room, at))),
    mails: (await store.mails.of(id)).map(({ about, toMasked: to, is: state }) => ({
      about,
      to,
      state,
    })),
  }
}

async function roomData(store: AccountDataStore, room: Room, at: number): Promise<RoomData> {
  const { id, number, phoneNumber, name, locale: language } = room
  const organisers = await store.organised.organisers(id)
  const invited = await store.organiserInvitations.of(id, at)
  const meetings = await store.pastMeetings.of(id, 0, at + 1)
  return {
    number,
    phoneNumber,
    name,
    language,
    options: optionsOf(room),
    otherOrganisers: organisers.length - 1,
    invited: invited.map(({ toMasked }) => toMasked),
    meetings: meetings.map(({ started, ended, mostCallersAtOnce, callerMinutes }) => ({
      started: iso(started),
      ended: iso(ended),
      mostCallersAtOnce,
      callerMinutes,
    })),
  }
}

/** Whatever options there are, now and later. */
function optionsOf(room: Room): Omit<RoomOptions, 'name'> {
  const names = Object.keys(usualOptions).filter((name) => name !== 'name')
  const entries = names.map((name) => [name, room[name as keyof RoomOptions]] as const)
  return Object.fromEntries(entries) as Omit<RoomOptions, 'name'>
}

const iso = (at: number) => new Date(at).toISOString()
