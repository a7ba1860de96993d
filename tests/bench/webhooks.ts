/*
 * What the telephone side can do of what is possible (npm run bench).
 *
 *   bare               express + urlencoded + validateRequest + one constant document
 *   SQLite             the whole application (`rundruf app`) on a file, synchronous=FULL
 *   Postgres           the same on Postgres, when TEST_POSTGRES_URL names one (.ci/postgres durable)
 *   Postgres, twice    two instances; each webhook of a call goes to the other one
 *
 *   calls              whole calls: answer, room, PIN, alone, in, speaks, is silent, out, over; seven of ten change rows
 *   readings           what changes no row: the document of whoever is alone, who speaks, the last request once more
 *   500/s              calls that begin at an even pace, 50 a second: times from the moment each webhook was due
 *   200 callers        within ten seconds
 *
 * Each runs in a process of its own, asked by the same clients in turns; the ratio is what counts, the
 * figures themselves are this machine's.
 */
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import {
  arrivals,
  calls,
  readings,
  webhookKinds,
  type Heard,
  type WebhookKind,
} from './webhook-clients.ts'
import { bare, computedUs, rundruf, type Servers } from './webhook-servers.ts'

const rounds = 5
const roundMs = Number(process.env['BENCH_MS'] ?? 3000)
const clients = 32
const steady = { callsMax: 500, everyMs: 20, stepMs: 100 }
const rush = { callsMax: 200, everyMs: 50, stepMs: 1000 }

const works = { calls, readings }
type Work = keyof typeof works

type Kind = { readonly name: string; readonly start: () => Promise<Servers> }
type Round = { readonly perSecond: number; readonly cpuUs: number; readonly times: Times }
type Measured = {
  readonly name: string
  readonly work: Work
  readonly servers: Servers
  readonly rounds: Round[]
}
type Times = Map<WebhookKind, number[]>

async function measure(): Promise<void> {
  await using places = new AsyncDisposableStack()
  const measured: Measured[] = []
  for (const { name, start } of await kinds(places)) {
    const servers = places.use(await start())
    for (const work of Object.keys(works) as Work[]) {
      await round(servers, work, 1000)
      measured.push({ name, work, servers, rounds: [] })
    }
  }
  for (let at = 0; at < rounds; at++) {
    for (const one of measured) one.rounds.push(await round(one.servers, one.work, roundMs))
  }
  const bareOf = (work: Work) => middle(measured.find((one) => one.work === work)?.rounds ?? [])
  for (const { name, work, rounds: all } of measured) {
    const { perSecond, cpuUs } = middle(all)
    const possible = bareOf(work)
    const kindsAsked = new Set(all.flatMap(({ times }) => [...times.keys()])).size
    say(name, work, [
      `${perSecond.toFixed(0).padStart(6)} webhooks/s`,
      ...(work === 'calls' ? [`${(perSecond / kindsAsked).toFixed(0).padStart(5)} calls/s`] : []),
      `${cpuUs.toFixed(0).padStart(5)} µs of CPU each`,
      `ratio ${(perSecond / possible.perSecond).toFixed(2)}, ${(possible.cpuUs / cpuUs).toFixed(2)} in CPU`,
    ])
    if (servesCalls(name)) sayTimes(all.map(({ times }) => times))
  }
  for (const { name, work, servers } of measured) {
    if (!servesCalls(name) || work !== 'calls' || servers.ports.length > 1) continue
    for (const [what, pace] of Object.entries({ '500/s': steady, '200 callers': rush })) {
      const times: Times = new Map()
      await arrivals(servers.ports[0] ?? 0, pace, noting(times))
      const all = sorted([...times.values()].flat())
      say(name, what, [`${String(all.length)} webhooks`, ...quantiles(all)])
    }
  }
}

const servesCalls = (name: string): boolean => name !== 'bare'

function say(name: string, what: string, figures: readonly string[]): void {
  console.log(`${name.padEnd(16)} ${what.padEnd(11)} ${figures.join('   ')}`)
}

function sayTimes(all: readonly Times[]): void {
  for (const kind of webhookKinds) {
    const times = sorted(all.flatMap((one) => one.get(kind) ?? []))
    if (times.length > 0) console.log(`    ${kind.padEnd(12)} ${quantiles(times).join('   ')}`)
  }
}

function quantiles(times: readonly number[]): string[] {
  const at = (share: number) => (times[Math.floor(times.length * share)] ?? NaN).toFixed(1)
  return [`p50 ${at(0.5)} ms`, `p99 ${at(0.99)} ms`, `at most ${times.at(-1)?.toFixed(1) ?? ''} ms`]
}

async function kinds(places: AsyncDisposableStack): Promise<Kind[]> {
  const all: Kind[] = [
    { name: 'bare', start: bare },
    { name: 'SQLite', start: () => rundruf({ instances: 1 }) },
  ]
  const database = process.env['TEST_POSTGRES_URL']
  if (database === undefined) return all
  const client = new pg.Client(database)
  await client.connect()
  places.defer(() => client.end())
  for (const [name, instances] of [
    ['Postgres', 1],
    ['Postgres, twice', 2],
  ] as const) {
    const schema = `bench_${randomBytes(6).toString('hex')}`
    await client.query(`create schema ${schema}`)
    places.defer(async () => {
      await client.query(`drop schema ${schema} cascade`)
    })
    const url = new URL(database)
    url.searchParams.set('options', `-c search_path=${schema}`)
    all.push({ name, start: () => rundruf({ instances, database: url.href }) })
  }
  return all
}

async function round({ ports, pids }: Servers, work: Work, lastsMs: number): Promise<Round> {
  const before = computedUs(pids)
  const begun = performance.now()
  const times: Times = new Map()
  const goesOn = () => performance.now() < begun + lastsMs
  await Promise.all(
    Array.from({ length: clients }, () => works[work](ports, goesOn, noting(times))),
  )
  const seconds = (performance.now() - begun) / 1000
  const spent = computedUs(pids) - before
  const asked = [...times.values()].flat().length
  return { perSecond: asked / seconds, cpuUs: spent / asked, times }
}

function noting(times: Times): Heard {
  return (kind, ms) => {
    const known = times.get(kind)
    if (known === undefined) times.set(kind, [ms])
    else known.push(ms)
  }
}

const sorted = (figures: readonly number[]) => figures.toSorted((a, b) => a - b)

function middle(all: readonly Round[]) {
  const of = (name: 'perSecond' | 'cpuUs') =>
    sorted(all.map((one) => one[name]))[Math.floor(all.length / 2)] ?? NaN
  return { perSecond: of('perSecond'), cpuUs: of('cpuUs') }
}

await measure()
