import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Returning } from '../conference/limit-ports.ts'
import { isOpen, returnMaxMs, ticketFor, type Ticket } from '../conference/returning.ts'
import type { Role } from '../conference/room.ts'
import { nameOf, pseudonyms } from './number-key.ts'
import type { Seal } from './sealed.ts'
import type { Tables, TicketRow } from './tables.ts'

/** Tickets kept for one number: a house with one line and several telephones. */
const ticketsMax = 5

/** Tickets of callers who were cut off, known by a pseudonym of their number. */
export function returning(db: Kysely<Tables>, seal: Seal): Returning {
  const open = (keys: readonly string[]) =>
    db
      .selectFrom('ticket')
      .selectAll()
      .where('number_key', 'in', [...keys])
      .orderBy('until', 'desc')
      .execute()

  return {
    async keep(leaving) {
      const ticket = ticketFor(leaving)
      const name = nameOf(leaving.from)
      if (ticket === undefined || name === undefined) return
      const { today, known } = await pseudonyms(db, seal, leaving.at)
      const older = (await open(known('ticket', name))).slice(ticketsMax - 1)
      await remove(db, older)
      await db
        .insertInto('ticket')
        .values({
          ...ticket,
          id: randomUUID(),
          number_key: today('ticket', name),
          muted: Number(ticket.muted),
          hand: Number(ticket.hand),
        })
        .execute()
    },
    async take(from, at) {
      const name = nameOf(from)
      if (name === undefined) return undefined
      const { known } = await pseudonyms(db, seal, at)
      for (const row of await open(known('ticket', name))) {
        if (isOpen(toTicket(row), at) && (await remove(db, [row])) === 1) return toTicket(row)
      }
      return undefined
    },
    async drop(from, meeting, at) {
      const name = nameOf(from)
      if (name === undefined) return
      const { known } = await pseudonyms(db, seal, at)
      const rows = await open(known('ticket', name))
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
