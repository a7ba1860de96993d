import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { sql, type Kysely } from 'kysely'
import pg from 'pg'

/**
 * How instances on one Postgres tell one another whose evening has changed: a word that Postgres passes on when the
 * transaction is committed, and not at all when it is rolled back.
 *
 *   instance A  begin · writes · tell(room) · commit ──▶ Postgres ──▶ B and C hear it; A knows it already
 *
 *   connecting ──▶ listening ──▶ missed(): what was told before may have been missed, so everything is looked at anew
 *       ▲             │ broken
 *       └── waits ◀───┘ 0.25 s, 0.5 s, … 5 s
 *
 * Listening comes first and looking second: a change in between is seen twice, never missed.
 */
export type Notices = {
  /** Inside the transaction that changes them. */
  readonly tell: (db: Kysely<unknown>, rooms: ReadonlySet<string>) => Promise<void>
  readonly listen: (hears: Hears) => AsyncDisposable
}

export type Hears = {
  readonly told: (rooms: ReadonlySet<string>) => void
  readonly missed: () => void
}

/** Longer words Postgres does not take (8000 bytes); then it is said that anything may have changed. */
const wordMax = 7000
const anything = '*'
const pauseMs = 250
const pauseMaxMs = 5000
/** A connection on which nothing is ever said looks the same when it is dead; so it is asked. */
const askedEveryMs = 10_000
const goodbyeMaxMs = 500

/** Channels are one list for the whole database; ours has our place in its name. */
const channel = sql`'rundruf_' || md5(current_schema())`

export function notices(settings: pg.ClientConfig): Notices {
  const us = randomUUID()
  return {
    async tell(db, rooms) {
      const word = [us, ...rooms].join(' ')
      const told = word.length > wordMax ? `${us} ${anything}` : word
      await sql`select pg_notify(${channel}, ${told})`.execute(db)
    },
    listen: (hears) =>
      keepListening(
        settings,
        (word, { told, missed }) => {
          const [from, ...rooms] = word.split(' ')
          if (from === us) return
          if (rooms.includes(anything)) missed()
          else told(new Set(rooms))
        },
        hears,
      ),
  }
}

function keepListening(
  settings: pg.ClientConfig,
  read: (word: string, hears: Hears) => void,
  hears: Hears,
): AsyncDisposable {
  const stopped = new AbortController()
  const { signal } = stopped
  let pause = pauseMs

  async function listen(): Promise<void> {
    const client = new pg.Client(settings)
    const { promise: over, resolve: end } = Promise.withResolvers<undefined>()
    const finish = () => {
      end(undefined)
    }
    client.on('error', finish).on('end', finish)
    client.on('notification', ({ payload = '' }) => {
      read(payload, hears)
    })
    signal.addEventListener('abort', finish)
    try {
      await client.connect()
      const { rows } = await client.query<{ name: string }>(
        `select 'rundruf_' || md5(current_schema()) as name`,
      )
      await client.query(`listen ${client.escapeIdentifier(rows[0]?.name ?? '')}`)
      pause = pauseMs
      hears.missed()
      const asking = setInterval(() => {
        client.query('select').catch(finish)
      }, askedEveryMs)
      await over
      clearInterval(asking)
    } finally {
      signal.removeEventListener('abort', finish)
      // On a dead wire there is nobody to say goodbye.
      await Promise.race([client.end().catch(() => undefined), wait(goodbyeMaxMs)])
    }
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      await listen().catch(() => undefined)
      await wait(pause, undefined, { signal }).catch(() => undefined)
      pause = Math.min(pause * 2, pauseMaxMs)
    }
  }

  const running = run()
  return {
    async [Symbol.asyncDispose]() {
      stopped.abort()
      await running
    },
  }
}
