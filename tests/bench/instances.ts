/*
 * What further instances on one Postgres carry (npm run bench:instances, with TEST_POSTGRES_URL="$(.ci/postgres durable)").
 *
 * Whole calls, as in npm run bench, each webhook at the next instance. On a machine with two cores the clients and Postgres take
 * most of them; so each instance gets a small share of a core (control groups, as root on Linux), and what a second one
 * adds can be seen. From outside it is looked at who has the turn (store/dialects/postgres.ts):
 *
 *   instance 1   [ turn: reads, writes, commits ]············[ turn ]··········
 *   instance 2   ·········· waits ···············[ turn      ]· waits [ turn …
 *                │ share of looks at which somebody has it; at which somebody else waits │
 */
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { calls } from './webhook-clients.ts'
import { computedUs, rundruf } from './webhook-servers.ts'

const many = [1, 2, 3] as const
const rounds = 3
const roundMs = Number(process.env['BENCH_MS'] ?? 5000)
/** Compiled code is quicker; until then nothing is counted. */
const warmUpMs = 6000
const clients = 24
const lookEveryMs = 10
/** Of one core, for each instance. */
const shareOfCore = Number(process.env['BENCH_SHARE'] ?? 0.3)
const periodUs = 10_000

type Round = Readonly<
  Record<
    'perSecond' | 'appUs' | 'postgresUs' | 'transactions' | 'again' | 'held' | 'waited',
    number
  >
>

async function measure(database: string): Promise<void> {
  await using asking = new AsyncDisposableStack()
  const client = new pg.Client(database)
  await client.connect()
  asking.defer(() => client.end())
  let one: number | undefined
  for (const instances of many) {
    const schema = `bench_${randomBytes(6).toString('hex')}`
    await client.query(`create schema ${schema}`)
    try {
      const all = await roundsOf(instances, client, database, schema)
      const of = (name: keyof Round) =>
        all.map((round) => round[name]).toSorted((a, b) => a - b)[rounds >> 1] ?? NaN
      one ??= of('perSecond')
      console.log(
        `${String(instances)} instances   ${of('perSecond').toFixed(0).padStart(5)} webhooks/s, ${(of('perSecond') / one).toFixed(2)} of one   ` +
          `${of('appUs').toFixed(0)} µs of CPU each, Postgres ${of('postgresUs').toFixed(0)} µs   ` +
          `${of('transactions').toFixed(2)} transactions each, ${of('again').toFixed(3)} began again   ` +
          `turn taken ${percent(of('held'))}, waited for ${percent(of('waited'))}`,
      )
    } finally {
      await client.query(`drop schema ${schema} cascade`)
    }
  }
}

const percent = (share: number) => `${(share * 100).toFixed(0)} %`

async function roundsOf(instances: number, client: pg.Client, database: string, schema: string) {
  const url = new URL(database)
  url.searchParams.set('options', `-c search_path=${schema}`)
  await using servers = await rundruf({ instances, database: url.href })
  await calling(servers.ports, warmUpMs)
  using limits = new DisposableStack()
  for (const pid of servers.pids) limits.adopt(limited(pid), release)
  await calling(servers.ports, 1000)
  const all: Round[] = []
  for (let at = 0; at < rounds; at++) all.push(await round(servers, client, schema))
  return all
}

async function round(
  { ports, pids }: { readonly ports: readonly number[]; readonly pids: readonly number[] },
  client: pg.Client,
  schema: string,
): Promise<Round> {
  const before = { app: computedUs(pids), postgres: postgresUs(), ...(await transactions(client)) }
  const done = new AbortController()
  const looking = looks(client, schema, done.signal)
  const { asked, seconds } = await calling(ports, roundMs)
  done.abort()
  const [app, postgres] = [computedUs(pids), postgresUs()]
  const seen = await looking
  const after = await transactions(client)
  return {
    perSecond: asked / seconds,
    appUs: (app - before.app) / asked,
    postgresUs: (postgres - before.postgres) / asked,
    transactions: (after.committed - before.committed) / asked,
    again: (after.rolledBack - before.rolledBack) / asked,
    ...seen,
  }
}

async function calling(ports: readonly number[], lastsMs: number) {
  const begun = performance.now()
  let asked = 0
  const goesOn = () => performance.now() < begun + lastsMs
  const one = () => calls(ports, goesOn, () => (asked += 1))
  await Promise.all(Array.from({ length: clients }, one))
  return { asked, seconds: (performance.now() - begun) / 1000 }
}

/** How often somebody had the turn, and somebody waited for it. */
async function looks(client: pg.Client, schema: string, done: AbortSignal) {
  let [times, held, waited] = [0, 0, 0]
  while (!done.aborted) {
    const { rows } = await client.query<{ granted: boolean }>(
      `select granted from pg_locks where relation = '${schema}.rundruf_schema'::regclass
       and mode = 'ShareUpdateExclusiveLock'`,
    )
    times += 1
    if (rows.some(({ granted }) => granted)) held += 1
    if (rows.some(({ granted }) => !granted)) waited += 1
    await pause(lookEveryMs)
  }
  return { held: held / times, waited: waited / times }
}

async function transactions(client: pg.Client) {
  // What a connection did is counted a second after it has nothing to do.
  await pause(1200)
  const { rows } = await client.query<{ committed: string; back: string }>(
    `select xact_commit as committed, xact_rollback as back from pg_stat_database
     where datname = current_database()`,
  )
  return { committed: Number(rows[0]?.committed), rolledBack: Number(rows[0]?.back) }
}

/** Of all its processes on this machine. */
function postgresUs(): number {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .reduce((sum, pid) => sum + ifPostgres(Number(pid)), 0)
}

function ifPostgres(pid: number): number {
  try {
    const name = readFileSync(`/proc/${String(pid)}/comm`, 'latin1')
    return name.startsWith('postgres') ? computedUs([pid]) : 0
  } catch {
    return 0 // It has just ended.
  }
}

const groups = '/sys/fs/cgroup'

/** Gives a process its share; answers what has to be taken away again, nothing where there are no control groups. */
function limited(pid: number): string | undefined {
  const isFirstVersion = existsSync(`${groups}/cpu/cpu.cfs_quota_us`)
  const folder = `${groups}/${isFirstVersion ? 'cpu/' : ''}rundruf-bench-${String(pid)}`
  const quotaUs = shareOfCore * periodUs
  try {
    mkdirSync(folder)
    if (isFirstVersion) {
      writeFileSync(`${folder}/cpu.cfs_period_us`, String(periodUs))
      writeFileSync(`${folder}/cpu.cfs_quota_us`, String(quotaUs))
    } else writeFileSync(`${folder}/cpu.max`, `${String(quotaUs)} ${String(periodUs)}`)
    writeFileSync(`${folder}/cgroup.procs`, String(pid))
    return folder
  } catch (error) {
    console.log(`no share of a core: ${String(error)}`)
    return undefined
  }
}

/** A group goes when its process is gone or elsewhere. */
function release(folder: string | undefined): void {
  if (folder === undefined) return
  const pids = readFileSync(`${folder}/cgroup.procs`, 'latin1').split('\n').filter(Boolean)
  for (const pid of pids) writeFileSync(`${folder}/../cgroup.procs`, pid)
  rmdirSync(folder)
}

const database = process.env['TEST_POSTGRES_URL']
if (database === undefined) throw new Error('TEST_POSTGRES_URL says where Postgres is')
await measure(database)
