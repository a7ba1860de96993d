import { commandLine } from '../conference/staff/audit.ts'
import { inThrees } from '../conference/room/numbers.ts'
import type { Store } from '../conference/ports.ts'
import type { Settings } from '../settings.ts'
import { openSecrets } from '../secrets.ts'
import { openStore } from '../store/open.ts'
import { complain, say } from './command.ts'

/**
 * `rundruf number assign +49… --room <number>|none`: this telephone number leads to one room, or again to all of them. On the
 * database itself: works whether the app runs or not.
 */
export async function giveToRoom(
  settings: Settings,
  phoneNumber: string,
  room: string,
): Promise<number> {
  if (!settings.furtherNumbers.includes(phoneNumber)) {
    complain(`${phoneNumber} is none of PHONE_NUMBERS: add it there first, and restart.`)
    return 1
  }
  process.umask(0o077)
  const pinKey = openSecrets(settings.dataDir).key('pin 1')
  const store = await openStore(settings.store, { pinKey })
  try {
    return room === 'none' ? await take(store, phoneNumber) : await give(store, phoneNumber, room)
  } finally {
    await store.close()
  }
}

async function give(store: Store, phoneNumber: string, roomNumber: string): Promise<number> {
  const room = await store.rooms.byNumber(roomNumber)
  if (room === undefined) {
    complain(`There is no room ${inThrees(roomNumber)}.`)
    return 1
  }
  await store.atomically(async (kept) => {
    await kept.audit.note({ ...noted(), what: 'number.given', object: room.id })
    await kept.rooms.givePhoneNumber(phoneNumber, room.id)
  })
  say(`${phoneNumber} leads to room ${inThrees(roomNumber)} now, and asks for the PIN alone.`)
  return 0
}

async function take(store: Store, phoneNumber: string): Promise<number> {
  await store.atomically(async (kept) => {
    const room = await kept.rooms.byPhoneNumber(phoneNumber)
    if (room === undefined) return
    await kept.audit.note({ ...noted(), what: 'number.taken', object: room.id })
    await kept.rooms.givePhoneNumber(phoneNumber, undefined)
  })
  say(`${phoneNumber} leads to all rooms now.`)
  return 0
}

const noted = () => ({ at: Date.now(), who: commandLine, reason: '' })
