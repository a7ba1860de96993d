import { randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import {
  dueAheadMaxMs,
  masked,
  mailStateKeptMs,
  type DueMail,
  type Mail,
  type MailQueue,
  type Mails,
  type MailState,
} from '../../conference/organiser/mails.ts'
import { claimed } from '../dialects/claim.ts'
import type { Seal } from '../sealed.ts'
import type { MailRow, Tables } from '../tables.ts'

/** Mails that wait, and for a day what became of them. */
export function mails(db: Kysely<Tables>, seal: Seal): Mails {
  const all = () => db.selectFrom('mail').selectAll()
  return {
    async send(mail, { about, at, until, of = null }) {
      const id = randomBytes(16).toString('hex')
      await db
        .insertInto('mail')
        .values({
          id,
          mail_sealed: seal.seal(JSON.stringify(mail), ownerOf(id)),
          to_sealed: seal.seal(masked(mail.to), ownerOfMask(id)),
          about,
          account: of,
          state: 'waiting',
          tries: 0,
          next_try: 0,
          until,
          queued: at,
        })
        .execute()
      return id
    },
    async find(id) {
      const row = await all().where('id', '=', id).executeTakeFirst()
      return row && toState(row, seal)
    },
    async of(account, about) {
      const theirs = all().where('account', '=', account).orderBy('next_try')
      const rows = await (
        about === undefined ? theirs : theirs.where('about', '=', about)
      ).execute()
      return rows.map((row) => toState(row, seal))
    },
  }
}

/** Where the sender takes them out. */
export function mailQueue(db: Kysely<Tables>, seal: Seal): MailQueue {
  const finish = async (id: string, state: 'sent' | 'failed', at: number) => {
    await db
      .updateTable('mail')
      .set({ state, mail_sealed: '', next_try: at })
      .where('id', '=', id)
      .where('state', '=', 'waiting')
      .execute()
  }
  return {
    async take(at, heldUntil) {
      // One statement, so that two who take at once never take the same.
      const row = await db
        .updateTable('mail')
        .set({ next_try: heldUntil })
        .where('id', '=', (is) =>
          claimed(
            db,
            is
              .selectFrom('mail')
              .select('id')
              .where('state', '=', 'waiting')
              .where((due) =>
                due.or([due('next_try', '<=', at), due('next_try', '>', at + dueAheadMaxMs)]),
              )
              .orderBy('next_try')
              .limit(1),
          ),
        )
        .returningAll()
        .executeTakeFirst()
      return row && toDue(row, seal)
    },
    sent: (id, at) => finish(id, 'sent', at),
    givenUp: (id, at) => finish(id, 'failed', at),
    async later(id, nextTry) {
      await db
        .updateTable('mail')
        .set((is) => ({ next_try: nextTry, tries: is('tries', '+', 1) }))
        .where('id', '=', id)
        .where('state', '=', 'waiting')
        .execute()
    },
    async counts(at) {
      const rows = await db
        .selectFrom('mail')
        .select((is) => ['state', is.fn.countAll().as('count'), is.fn.min('queued').as('oldest')])
        .where('state', '!=', 'sent')
        .groupBy('state')
        .execute()
      const of = (state: MailRow['state']) => rows.find((row) => row.state === state)
      const oldest = of('waiting')?.oldest ?? at
      return {
        waiting: Number(of('waiting')?.count ?? 0),
        failed: Number(of('failed')?.count ?? 0),
        // Mails from before this was written down have waited for a time nobody knows.
        oldestMs: oldest === 0 ? 0 : Math.max(0, at - oldest),
      }
    },
    async sweep(at) {
      await db
        .deleteFrom('mail')
        .where('state', '!=', 'waiting')
        .where('next_try', '<', at - mailStateKeptMs)
        .execute()
    },
  }
}

function toDue({ id, mail_sealed, about, tries, until }: MailRow, seal: Seal): DueMail {
  // Written by us as a Mail.
  const mail = JSON.parse(seal.open(mail_sealed, ownerOf(id))) as Mail
  return { id, mail, about, tries, until }
}

function toState({ id, state, about, tries, to_sealed }: MailRow, seal: Seal): MailState {
  return { id, is: state, about, tries, toMasked: seal.open(to_sealed, ownerOfMask(id)) }
}

const ownerOf = (id: string) => `${id} mail`
const ownerOfMask = (id: string) => `${id} to`
