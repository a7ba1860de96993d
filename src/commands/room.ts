import { inThrees } from '../conference/room/numbers.ts'
import type { Store } from '../conference/ports.ts'
import { whoIsHere } from '../conference/meeting/meeting.ts'
import type { Room } from '../conference/room/room.ts'
import { describeSchedule } from '../conference/room/schedule-words.ts'
import { openSecrets } from '../secrets.ts'
import { readSettings, variables } from '../settings.ts'
import type { Settings } from '../settings.ts'
import { openStore } from '../store/open.ts'
import { companyOf, waiters } from '../voice/company.ts'
import { letIn } from '../voice/menu-actions.ts'
import { complain, say } from './command.ts'
import { add, locales } from './room-add.ts'

const actions: Readonly<Record<string, Action>> = { list, add, remove, 'let-in': letEverybodyIn }
type Action = (store: Store, words: readonly string[], settings: Settings) => Promise<number>

/** `rundruf room list|add|remove|let-in`, on the database itself: works whether the app runs or not. */
export async function room([action = 'list', ...words]: readonly string[]): Promise<number> {
  const act = Object.hasOwn(actions, action) ? actions[action] : undefined
  if (act === undefined) return wrongWords(`There is no "room ${action}".`)
  const settings = readSettings(variables())
  process.umask(0o077)
  const secrets = openSecrets(settings.dataDir)
  const store = await openStore(settings.store, { pinKey: secrets.key('pin 1') })
  try {
    return await act(store, words, settings)
  } finally {
    await store.close()
  }
}

/** Rooms by number, and how many callers are in each now. PINs are shown only when a room is made. */
async function list(store: Store): Promise<number> {
  const rooms = await store.rooms.all()
  if (rooms.length === 0) say('There is no room yet. Make one: npx rundruf room add')
  for (const { id, number, locale, schedule, archived } of rooms) {
    const callers = await callersIn(store, id)
    const now = `${callers} ${callers === 1 ? 'caller' : 'callers'} now`
    const when = archived ? 'archived' : describeSchedule(schedule, 'en')
    say(`${inThrees(number)}  ${locale}  ${now}  ${when}`)
  }
  return 0
}

async function callersIn(store: Store, room: string): Promise<number> {
  const meeting = await store.meetings.openIn(room)
  if (meeting === undefined) return 0
  return whoIsHere(await store.meetings.picture(meeting.id)).size
}

/** Lets everybody in who waits, at the next turn of their waiting: for a room in protection with nobody inside. */
async function letEverybodyIn(store: Store, words: readonly string[]): Promise<number> {
  const found = await named(store, words)
  if (typeof found === 'number') return found
  const wishes = await store.atomically(async (kept) => {
    const meeting = await kept.meetings.openIn(found.id)
    return letIn(kept, waiters(await companyOf(kept, meeting?.id)))
  })
  say(
    `${wishes.length} ${wishes.length === 1 ? 'caller comes' : 'callers come'} in within half a minute.`,
  )
  return 0
}

/** The room these words name, or the exit code when there is none. */
async function named(store: Store, words: readonly string[]): Promise<Room | number> {
  const number = words.join('').replace(/\s/g, '')
  if (!/^\d+$/.test(number)) return wrongWords('Which room? Give its number, such as 471 108.')
  const found = await store.rooms.byNumber(number)
  if (found !== undefined) return found
  complain(`There is no room ${inThrees(number)}.`)
  return 1
}

async function remove(store: Store, words: readonly string[]): Promise<number> {
  const found = await named(store, words)
  if (typeof found === 'number') return found
  const callers = await callersIn(store, found.id)
  if (callers > 0) {
    complain(`There are ${callers} callers in this room now. Try again when they have hung up.`)
    return 1
  }
  await store.rooms.remove(found.id)
  say(`Room ${inThrees(found.number)} is gone.`)
  return 0
}

function wrongWords(mistake: string): number {
  complain(mistake)
  complain(
    `Say: npx rundruf room list | add [--locale ${locales.join('|')} …] | remove <number> | let-in <number>`,
  )
  return 2
}
