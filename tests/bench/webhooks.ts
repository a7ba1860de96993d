/*
 * How much of what is possible the way answer → room → PIN → over reaches (npm run bench).
 *
 *   bare               express + urlencoded + validateRequest + one constant document
 *   SQLite             the whole telephone side on a database on disk
 *   Postgres           the same on Postgres, when TEST_POSTGRES_URL names one (.ci/postgres durable)
 *   Postgres, twice    two instances; each webhook of a call goes to the other one
 *
 * Each runs in a process of its own, asked by the same clients in turns; the ratio is what counts, the
 * figures themselves are this machine's.
 */
import { fork, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import type { StoreSettings } from '../../src/store/open.ts'
import { calls } from './webhook-clients.ts'
import { serve } from './webhook-servers.ts'

const rounds = 5
const roundMs = Number(process.env['BENCH_MS'] ?? 3000)
const clients = 32

type Kind = { readonly name: string; readonly instances: number; readonly store?: StoreSettings }
type Server = { readonly child: ChildProcess; readonly port: number }
type Round = {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly cpuUs: number
}

async function measure(): Promise<void> {
  await using places = new AsyncDisposableStack()
  const measured = []
  for (const kind of await kinds(places)) {
    const servers: Server[] = []
    for (let at = 0; at < kind.instances; at++) servers.push(await start(kind.store))
    await round(servers, 1000)
    measured.push({ name: kind.name, servers, rounds: [] as Round[] })
  }
  for (let at = 0; at < rounds; at++) {
    for (const one of measured) one.rounds.push(await round(one.servers, roundMs))
  }
  const figures = measured.map(({ name, rounds: all }) => ({ name, ...middle(all) }))
  const bare = figures[0]!
  for (const { name, perSecond, p50Ms, p99Ms, cpuUs } of figures) {
    console.log(
      `${name.padEnd(16)} ${perSecond.toFixed(0).padStart(6)} webhooks/s   p50 ${p50Ms.toFixed(1)} ms   ` +
        `p99 ${p99Ms.toFixed(1)} ms   ${cpuUs.toFixed(0)} µs of CPU each   ` +
        `ratio ${(perSecond / bare.perSecond).toFixed(2)}, ${(bare.cpuUs / cpuUs).toFixed(2)} in CPU`,
    )
  }
  for (const { servers } of measured) for (const { child } of servers) child.disconnect()
}

async function kinds(places: AsyncDisposableStack): Promise<Kind[]> {
  const folder = mkdtempSync(join(tmpdir(), 'rundruf-bench-'))
  places.defer(() => {
    rmSync(folder, { recursive: true })
  })
  const all: Kind[] = [
    { name: 'bare', instances: 1 },
    { name: 'SQLite', instances: 1, store: { kind: 'sqlite', file: join(folder, 'bench.db') } },
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
    all.push({ name, instances, store: { kind: 'postgres', url: url.href } })
  }
  return all
}

async function start(store: StoreSettings | undefined): Promise<Server> {
  const child = fork(fileURLToPath(import.meta.url), ['serve', JSON.stringify(store ?? null)])
  const [{ port }] = (await once(child, 'message')) as [{ port: number }]
  return { child, port }
}

async function round(servers: readonly Server[], lastsMs: number): Promise<Round> {
  const before = await cpu(servers)
  const begun = performance.now()
  const times: number[] = []
  const ports = servers.map(({ port }) => port)
  await Promise.all(Array.from({ length: clients }, () => calls(ports, begun + lastsMs, times)))
  const seconds = (performance.now() - begun) / 1000
  const spent = (await cpu(servers)) - before
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.floor(times.length * share)] ?? 0
  return {
    perSecond: times.length / seconds,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    cpuUs: spent / times.length,
  }
}

async function cpu(servers: readonly Server[]): Promise<number> {
  let sum = 0
  for (const { child } of servers) {
    child.send('cpu')
    const [usage] = (await once(child, 'message')) as [NodeJS.CpuUsage]
    sum += usage.user + usage.system
  }
  return sum
}

function middle(all: readonly Round[]): Round {
  const of = (name: keyof Round) =>
    all.map((one) => one[name]).sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0
  return { perSecond: of('perSecond'), p50Ms: of('p50Ms'), p99Ms: of('p99Ms'), cpuUs: of('cpuUs') }
}

if (process.argv[2] === 'serve')
  await serve((JSON.parse(process.argv[3] ?? 'null') ?? undefined) as StoreSettings | undefined)
else await measure()
