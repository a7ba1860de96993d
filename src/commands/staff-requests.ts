import { commandLine } from '../conference/staff/audit.ts'
import type { HelpRequest, HelpStage } from '../conference/staff/help-request.ts'
import { finishRequest, takeRequest } from '../conference/staff/helping.ts'
import { inThrees } from '../conference/room/numbers.ts'
import type { Store } from '../conference/ports.ts'
import type { Settings } from '../settings.ts'
import { complain, say } from './command.ts'
import type { StaffAction } from './staff-action.ts'

/** Callers who asked for help: from the terminal, as at the console (web/staff/help-show.tsx). */
export const requestActions = {
  requests: { usage: '', run: requests },
  take: { usage: '<request>', run: take },
  done: { usage: '<request>', run: done },
} satisfies Record<string, StaffAction>

async function requests(store: Store, _: readonly string[], settings: Settings): Promise<number> {
  const open = await store.helpRequests.open(Date.now())
  if (open.length === 0) say('Nobody asks for help.')
  for (const request of open) say(oneLine(request, clockOf(settings)))
  return 0
}

const stages: Readonly<Record<HelpStage, string>> = {
  'room-number': 'while keying the room number',
  pin: 'while keying the PIN',
  meeting: 'in a meeting',
}

type Time = (at: number) => string

function oneLine(request: HelpRequest, time: Time): string {
  const { id, stage, hasNumber, created, taken } = request
  const number = hasNumber ? 'left a number' : 'left no number'
  const by = taken === undefined ? '' : `  taken ${time(taken)}`
  return `${id}  ${time(created)}  ${stages[stage]}, ${number}${by}`
}

/** The number is shown to whoever takes the request, and to nobody after them. */
async function take(
  store: Store,
  [id = '']: readonly string[],
  settings: Settings,
): Promise<number> {
  if (id === '') return whichOne()
  const taken = await store.atomically((kept) => takeRequest(kept, id, whoNow()))
  if (taken.is === 'unknown') return unknown(id)
  if (taken.is === 'taken-before') {
    complain(`Somebody has taken this request already, ${clockOf(settings)(taken.at)}.`)
    return 1
  }
  const { number } = taken
  say(number === undefined ? 'No number was left.' : `Call back    ${inThrees(number)}`)
  say(`Afterwards   npx rundruf staff done ${id}`)
  return 0
}

async function done(store: Store, [id = '']: readonly string[]): Promise<number> {
  if (id === '') return whichOne()
  const known = await store.atomically((kept) => finishRequest(kept, id, whoNow()))
  if (!known) return unknown(id)
  say('Done. Nothing of this request is left.')
  return 0
}

const whoNow = () => ({ who: commandLine, at: Date.now() })

function clockOf({ timeZone }: Settings): Time {
  const clock = new Intl.DateTimeFormat('en-GB', {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone,
  })
  return (at) => clock.format(at)
}

function unknown(id: string): number {
  complain(`There is no request ${id}. Requests are gone when they are done, or after a day.`)
  return 1
}

function whichOne(): number {
  complain('Which request? Its name is the first word of its line: npx rundruf staff requests')
  return 2
}
