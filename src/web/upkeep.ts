import { auditKeptMs } from '../conference/staff/audit.ts'
import { sessionFormsMs, type Account } from '../conference/organiser/organising.ts'
import type { Announce, Clock, Kept, Store } from '../conference/ports.ts'
import {
  dueFor,
  idleDeletedMs,
  idleToldMs,
  noticeMs,
  sweepOverdue,
} from '../conference/kept/retention.ts'
import { staffSessionMaxMs, staffTriesKeptMs } from '../conference/staff/staffing.ts'
import { pageLocaleOf } from './language.ts'
import { writtenDay } from './moments.ts'
import { fill, type AllTexts } from './texts.ts'

/*
 * What becomes due in accounts without anybody opening a page, looked for every minute and right after every start:
 *
 *   codes, sessions, states of mails, tombstones that are over   ──▶ deleted
 *   invitations, sessions, tries and deeds of staff              ──▶ deleted
 *   rooms whose last organiser has gone, when they are empty     ──▶ deleted
 *   accounts that nobody uses                                    ──▶ told, a month later deleted
 *
 * All of it may be done twice, or by two instances at once, with the same end (P-05).
 */

export type AccountUpkeepParts = {
  readonly store: Store
  readonly clock: Clock
  readonly announce: Announce
  readonly texts: AllTexts
  readonly organisation: string
  readonly publicUrl: URL
  readonly timeZone: string
}

const minuteMs = 60_000
const everyMs = minuteMs
/** Accounts looked at in one round; the rest are in the next. */
const accountsMax = 50
/** A mail about an idle account is tried for so long. */
const mailTriedMs = 7 * 24 * 60 * minuteMs

/** One round. @throws when the database cannot be reached */
export async function lookAfterAccounts(parts: AccountUpkeepParts): Promise<void> {
  const { store, clock, announce } = parts
  const at = clock()
  await store.atomically(async (kept) => {
    await kept.signIns.sweep(at)
    await kept.sessions.sweep(at - sessionFormsMs)
    await kept.mailQueue.sweep(at)
    await kept.deletions.sweep(at)
    await kept.idleAccounts.noteMeetings(at)
    await kept.deletions.removeForsakenRooms()
    await sweepStaff(kept, at)
  })
  for (const account of await store.idleAccounts.since(at - idleToldMs, accountsMax)) {
    const due = await store.atomically((kept) => dealWith(kept, parts, account, at))
    if (due === 'delete')
      announce({ event: 'organiser.deleted', account: account.id, by: 'idleness' })
  }
}

/** What is over of those at the console: invitations, sessions, tries, and what they did a year ago. */
async function sweepStaff({ staff, audit }: Kept, at: number): Promise<void> {
  await staff.invitations.sweep(at)
  await staff.sessions.sweep(at - staffSessionMaxMs)
  await staff.tries.sweep(at - staffTriesKeptMs)
  await audit.sweep(at - auditKeptMs)
}

/** Decided where it is written down, so that nobody is told twice and nobody deleted who has just come back. */
async function dealWith(kept: Kept, parts: AccountUpkeepParts, account: Account, at: number) {
  const use = await kept.idleAccounts.useOf(account.id)
  const due = use === undefined ? 'nothing' : dueFor(use, at)
  if (due === 'tell') {
    const mail = idleMail(parts, account, at)
    await kept.mails.send(mail, { about: 'idle', at, until: at + mailTriedMs })
    await kept.idleAccounts.told(account.id, at)
  }
  if (due === 'delete') await kept.deletions.remove(account.id, at)
  return due
}

function idleMail(parts: AccountUpkeepParts, { address, locale, lastSeen }: Account, at: number) {
  const spoken = pageLocaleOf(locale)
  const { subject, text } = parts.texts[spoken].account.idleMail
  const end = Math.max(lastSeen + idleDeletedMs, at + noticeMs)
  const values = {
    day: writtenDay(end, parts.timeZone, spoken),
    link: new URL('/sign-in', parts.publicUrl).href,
    organisation: parts.organisation,
  }
  return { to: address, locale: spoken, subject, text: `${fill(text.join('\n'), values)}\n` }
}

/** A round at once and then every minute until stopped; what fails is told and done in the next. */
export function keepLookingAfterAccounts(parts: AccountUpkeepParts): AsyncDisposable {
  let doneAt = parts.clock()
  let running = Promise.resolve()
  const round = () => {
    running = running.then(async () => {
      try {
        await lookAfterAccounts(parts)
        doneAt = parts.clock()
      } catch (error) {
        parts.announce({ event: 'upkeep.failed', error })
        const overdue = sweepOverdue(doneAt, parts.clock())
        if (overdue !== undefined) parts.announce(overdue)
      }
    })
  }
  const timer = setInterval(round, everyMs)
  round()
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
      await running
    },
  }
}
