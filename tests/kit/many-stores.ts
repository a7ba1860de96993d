import type { Place } from './databases.ts'

/* Several instances on one database. */

/** Waits until this is written, or until the database holds it up because somebody else has the tables. */
export async function doneOrHeldUp(
  work: Promise<unknown>,
  place: Place & { readonly name: string },
) {
  let isDone = false as boolean
  const end = () => {
    isDone = true
  }
  work.then(end, end)
  const waiting = `select 1 from pg_stat_activity
    where wait_event_type = 'Lock' and application_name = '${place.name}'`
  while (!isDone && (await place.ask(waiting)).length === 0);
}

/** So many instances on this database. */
export async function opened(place: Place, many: number) {
  const all = await Promise.all(Array.from({ length: many }, () => place.open()))
  return {
    all,
    async [Symbol.asyncDispose]() {
      for (const store of all) await store.close()
    },
  }
}
