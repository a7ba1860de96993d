import { randomBytes, randomInt } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { inThrees } from '../conference/room/numbers.ts'
import { roomsOfAccountMax, type Account } from '../conference/organiser/organising.ts'
import type { Kept, Store } from '../conference/ports.ts'
import { makeRoom, NoFreeNumber, type NewRoom } from '../conference/room/room-making.ts'
import type { Room } from '../conference/room/room.ts'
import { localesIn } from '../sound/catalogue.ts'
import type { Settings } from '../settings.ts'
import { complain, say } from './command.ts'
import { addUsage, readRoomWish } from './room-words.ts'

/** Languages that callers can have. */
export const locales = localesIn(fileURLToPath(new URL('../../config', import.meta.url)))

/** `rundruf room add`: a room with fresh numbers, for an organiser if one is named. */
export async function add(
  store: Store,
  words: readonly string[],
  settings: Settings,
): Promise<number> {
  const wish = readRoomWish(words, locales, settings.timeZone)
  if (wish === undefined) {
    complain('These words cannot be meant. A room is made so:')
    for (const line of addUsage) complain(line)
    return 2
  }
  const { organiser } = wish
  const wanted = { ...wish, id: randomToken(), locale: wish.locale ?? settings.locale }
  try {
    const room = await store.atomically((kept) => make(kept, wanted, organiser, settings.locale))
    tell(room, organiser)
    return 0
  } catch (error) {
    if (!(error instanceof NoFreeNumber || error instanceof TooManyRooms)) throw error
    complain(`${error.message}.`)
    return 1
  }
}

async function make(
  kept: Kept,
  wish: NewRoom,
  organiser: string | undefined,
  locale: string,
): Promise<Room> {
  const room = await makeRoom(kept.rooms, { below: randomInt }, wish)
  if (organiser === undefined) return room
  const now = Date.now()
  const { id } = await accountOf(kept, organiser, locale, now)
  if ((await kept.organised.of(id)).length >= roomsOfAccountMax) {
    throw new TooManyRooms(`They have ${roomsOfAccountMax} rooms already`)
  }
  await kept.organised.join(id, room.id, now)
  return room
}

class TooManyRooms extends Error {
  override readonly name = 'TooManyRooms'
}

/** Made when there is none: they sign in with a code that comes to this address, as everybody does. */
async function accountOf(
  { accounts }: Kept,
  address: string,
  locale: string,
  now: number,
): Promise<Account> {
  const known = await accounts.byAddress(address)
  if (known !== undefined) return known
  const account = { id: randomToken(), address, locale, created: now, lastSeen: now }
  await accounts.add(account)
  return account
}

function tell({ number, guestPin, hostPin }: Room, organiser: string | undefined): void {
  say(`Room      ${inThrees(number)}`)
  if (guestPin !== undefined) say(`PIN       ${inThrees(guestPin)}`)
  say(`Host PIN  ${inThrees(hostPin)}`)
  if (organiser !== undefined) say(`It is among the rooms of ${organiser}.`)
}

const randomToken = () => randomBytes(16).toString('hex')
