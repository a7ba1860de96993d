import { createHash } from 'node:crypto'
import type { PostgresPool, PostgresPoolClient } from 'kysely'
import pg from 'pg'

/** Statements of which each connection keeps the plan; our own texts are far fewer. */
const plansMax = 300
/** What Postgres says of a plan that was made before a migration changed its table (SQLSTATE). */
const planIsOld = '0A000'

/**
 * The connections of this pool plan each statement once: it gets a name, and a name that Postgres knows already is
 * neither read nor planned again. When a newer instance has migrated the database meanwhile, the plans that were made
 * before are left behind with their names.
 */
export function planned(pool: pg.Pool): PostgresPool {
  const names = new Map<string, string>()
  let generation = 0

  function nameOf(text: string): string | undefined {
    const known = names.get(text)
    if (known !== undefined || names.size >= plansMax) return known
    const hash = createHash('sha256').update(text).digest('base64url').slice(0, 32)
    const name = `${generation} ${hash}`
    names.set(text, name)
    return name
  }

  function heed(error: unknown): void {
    if (!(error instanceof pg.DatabaseError) || error.code !== planIsOld) return
    generation += 1
    names.clear()
  }

  function connection(client: pg.PoolClient) {
    async function ask(text: string, values: readonly unknown[]): Promise<pg.QueryResult> {
      // What has no values (begin, commit, a migration) is not asked often enough to be kept.
      const name = values.length === 0 ? undefined : nameOf(text)
      try {
        return await client.query({
          text,
          values: [...values],
          ...(name !== undefined && { name }),
        })
      } catch (error) {
        heed(error)
        throw error
      }
    }
    return {
      // Cursors would come this way too, were Kysely given their driver.
      query: ask as unknown as PostgresPoolClient['query'],
      release: (destroy?: boolean) => {
        client.release(destroy)
      },
    }
  }

  const known = new WeakMap<pg.PoolClient, ReturnType<typeof connection>>()
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const client = await pool.connect()
      const made = known.get(client) ?? connection(client)
      known.set(client, made)
      return made
    },
  }
}
