import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { OrganiserInvitations } from '../../conference/organiser/organising.ts'
import type { Seal } from '../sealed.ts'
import type { OrganiserInvitationRow, Tables } from '../tables.ts'

/** Links that make somebody an organiser. They are random with 128 bits, so a plain hash of one tells nothing. */
export function organiserInvitations(db: Kysely<Tables>, seal: Seal): OrganiserInvitations {
  const toInvitation = ({ id, room, to_sealed: to, until }: OrganiserInvitationRow) => ({
    id,
    room,
    toMasked: seal.open(to, ownerOf(id)),
    until,
  })
  const all = () => db.selectFrom('organiser_invitation').selectAll()
  return {
    async add({ id, room, toMasked, until }, token) {
      await db
        .insertInto('organiser_invitation')
        .values({
          id,
          room,
          to_sealed: seal.seal(toMasked, ownerOf(id)),
          until,
          token_hash: hashOf(token),
        })
        .execute()
    },
    async of(room, at) {
      const rows = await all()
        .where('room', '=', room)
        .where('until', '>', at)
        .orderBy('until')
        .execute()
      return rows.map(toInvitation)
    },
    async byToken(token, at) {
      const row = await all()
        .where('token_hash', '=', hashOf(token))
        .where('until', '>', at)
        .executeTakeFirst()
      return row && toInvitation(row)
    },
    async remove(room, id) {
      const removed = await db
        .deleteFrom('organiser_invitation')
        .where('room', '=', room)
        .where('id', '=', id)
        .executeTakeFirst()
      return removed.numDeletedRows === 1n
    },
    async sweep(at) {
      await db.deleteFrom('organiser_invitation').where('until', '<=', at).execute()
    },
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

const ownerOf = (id: string) => `organiser invitation ${id}`
