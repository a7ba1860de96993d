import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { CallerNumber } from '../../conference/call/caller-number.ts'
import type { Returning } from '../../conference/limits/limit-ports.ts'
import { isOpen, returnMaxMs, ticketFor, type Ticket } from '../../conference/call/returning.ts'
import type { Role } from '../../conference/room/room.ts'
import { nameOf, type NumberKeys, type Pseudonym } from './number-key.ts'
import { statement } from '../statement.ts'
import type { Tables, TicketRow } from '../tables.ts'

/** Tickets kept for one number: a house with one line and several telephones. */
const ticketsMax = 5

const ticketsOf = statement((db, { today, yesterday }: Pseudonym) =>
  db
    .selectFrom('ticket')
    .selectAll()
    .where('number_key', 'in', [today, yesterday])
    .orderBy('until', 'desc'),
)
const add = statement((db, row: TicketRow) => db.insertInto('ticket').values(row))

/** Tickets of callers who were cut off, known by a pseudonym of their number. */
export function returning(db: Kysely<Tables>, keys: NumberKeys): Returning {
  async function known(from: CallerNumber, at: number): Promise<Pseudonym | undefined> {
    const name = nameOf(from)
    return name === undefined ? undefined : (await keys.pseudonyms(db, at))('ticket', name)
  }

  return {
    async keep(leaving) {
      const ticket = ticketFor(leaving)
      if (ticket === undefined) return
      const key = await known(leaving.from, leaving.at)
      if (key === undefined) return
      await remove(db, (await ticketsOf.rows(db, key)).slice(ticketsMax - 1))
      await add.changes(db, {
        ...ticket,
        id: randomUUID(),
        number_key: key.today,
        muted: Number(ticket.muted),
        hand: Number(ticket.hand),
      })
    },
    async take(from, at) {
      const key = await known(from, at)
      if (key === undefined) return undefined
      for (const row of await ticketsOf.rows(db, key)) {
        if (isOpen(toTicket(row), at) && (await remove(db, [row])) === 1) return toTicket(row)
      }
      return undefined
    },
    async drop(from, meeting, at) {
      const key = await known(from, at)
      if (key === undefined) return
      const rows = await ticketsOf.rows(db, key)
      await remove(
        db,
        rows.filter((row) => row.meeting === meeting),
      )
    },
    async sweep(at) {
      const swept = await db
        .deleteFrom('ticket')
        .where((is) => is.or([is('until', '<=', at), is('until', '>', at + returnMaxMs)]))
        .executeTakeFirst()
      return Number(swept.numDeletedRows)
    },
  }
}

/** Answers how many were still there; another instance may have been faster. */
async function remove(db: Kysely<Tables>, rows: readonly TicketRow[]): Promise<number> {
  if (rows.length === 0) return 0
  const removed = await db
    .deleteFrom('ticket')
    .where(
      'id',
      'in',
      rows.map(({ id }) => id),
    )
    .executeTakeFirst()
  return Number(removed.numDeletedRows)
}

function toTicket({ room, meeting, role, muted, hand, line, until }: TicketRow): Ticket {
  return { room, meeting, role: role as Role, muted: muted === 1, hand: hand === 1, line, until }
}
