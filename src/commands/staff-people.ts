import { randomBytes, randomInt } from 'node:crypto'
import { commandLine, type Audited } from '../conference/staff/audit.ts'
import type { Kept, Randomness, Store } from '../conference/ports.ts'
import { invitationPath, invite, reset } from '../conference/staff/staff-inviting.ts'
import { isLastAdmin, staffNameMax, type StaffMember } from '../conference/staff/staffing.ts'
import type { Settings } from '../settings.ts'
import { complain, say } from './command.ts'
import type { StaffAction } from './staff-action.ts'

/** Who may sit at the staff console, from the terminal: for the first one, and for when nobody comes in any more. */
export const peopleActions = {
  list: { usage: '', run: list },
  add: { usage: '<name> [--admin]', run: add },
  reset: { usage: '<name>', run: begunAnew },
  remove: { usage: '<name>', run: remove },
} satisfies Record<string, StaffAction>

const randomness: Randomness = {
  below: (max) => randomInt(max),
  token: () => randomBytes(16).toString('hex'),
}

async function list({ staff }: Store): Promise<number> {
  const members = await staff.members.all()
  const invitations = await staff.invitations.open(Date.now())
  if (members.length === 0)
    say('Nobody is staff yet. Add somebody: npx rundruf staff add <name> --admin')
  for (const { name, role, lastSignIn } of members) {
    say(
      `${name}  ${role}  ${lastSignIn === undefined ? 'never signed in' : `last signed in ${day(lastSignIn)}`}`,
    )
  }
  for (const { name = '(first sign-in)', role, until } of invitations) {
    say(
      `${name}  ${role}  invited, until ${new Date(until).toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    )
  }
  return 0
}

async function add(store: Store, words: readonly string[], settings: Settings): Promise<number> {
  const name = words
    .filter((word) => word !== '--admin')
    .join(' ')
    .trim()
  const role = words.includes('--admin') ? 'admin' : 'staff'
  if (name === '' || name.length > staffNameMax || name.startsWith('--')) {
    return wrongWords(`Who? Give a name of at most ${String(staffNameMax)} characters.`)
  }
  const token = await store.atomically(async (kept) => {
    if (await kept.staff.members.byName(name)) return undefined
    await note(kept, 'staff.invited', name)
    return invite(kept, randomness, { name, role }, Date.now())
  })
  if (token === undefined) return refused(`There is ${name} already.`)
  return link(settings, token)
}

async function begunAnew(
  store: Store,
  words: readonly string[],
  settings: Settings,
): Promise<number> {
  return withMember(store, words, async (kept, member) => {
    await note(kept, 'staff.reset', member.name)
    const token = await reset(kept, randomness, member, Date.now())
    return () => link(settings, token)
  })
}

async function remove(store: Store, words: readonly string[]): Promise<number> {
  return withMember(store, words, async (kept, member) => {
    const { name, id } = member
    if (isLastAdmin(await kept.staff.members.all(), id)) {
      return () => refused(`${name} is the last admin. Nobody could let others in; add one first.`)
    }
    await note(kept, 'staff.removed', name)
    await kept.staff.members.remove(id)
    return () => told(`${name} is no longer staff.`)
  })
}

/** Does it for the member of this name, as a whole, and says so afterwards. */
async function withMember(
  store: Store,
  words: readonly string[],
  work: (kept: Kept, member: StaffMember) => Promise<() => number>,
): Promise<number> {
  const name = words.join(' ').trim()
  if (name === '') return wrongWords('Who? Give the name.')
  const answer = await store.atomically(async (kept) => {
    const member = await kept.staff.members.byName(name)
    return member && (await work(kept, member))
  })
  return answer === undefined ? refused(`Nobody here is called ${name}.`) : answer()
}

function note({ audit }: Kept, what: Audited, object: string): Promise<void> {
  return audit.note({ at: Date.now(), who: commandLine, what, object, reason: '' })
}

function link({ staff }: Settings, token: string): number {
  const address = new URL(invitationPath(token), staff.url).href
  return told('This link is good for a day, and once. Hand it on in person or encrypted:', address)
}

const day = (at: number) => new Date(at).toISOString().slice(0, 10)

function told(...sentences: readonly string[]): number {
  for (const sentence of sentences) say(sentence)
  return 0
}

function refused(sentence: string): number {
  complain(sentence)
  return 1
}

function wrongWords(sentence: string): number {
  complain(sentence)
  return 2
}
