/*
 * npm run bench:soak [-- MINUTES]: a day of calls in half an hour (30), to a whole Rundruf as `npm start` runs it. Callers meet, err,
 * leave, cancel, fall silent, and lose their power, three a second, and afterwards nothing of them is left (R-31).
 *
 *   ├─ a quarter: warm-up ─┤ settle, look ├─ a quarter ─┤ settle, look ├─ … ─┤ settle, look
 *
 * Settled is when the last of those who vanished has been given up: 60 s without sound, 32 s without an answer. A look is what is
 * left in the switch after a collection. Exit code 1 when something has grown. What is kept of calls and conferences that are
 * over (1,000 of each) is full after some 4,000 calls, and only then is growth a fault; a run that is much shorter than half an
 * hour still sees that grow, and says so.
 */
import { once } from 'node:events'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { loadavg } from 'node:os'
import { setTimeout as pass } from 'node:timers/promises'
import { running, type Running } from '../../kit/running.ts'
import { openInspector, slopeOf, type Inside, type Inspector } from '../inside.ts'
import { computedUs, residentMb } from '../webhook-servers.ts'
import { beside } from './beside.ts'
import type { Soak, Soaked } from './soakers.ts'

const minutes = Number(process.argv[2] ?? 30)
const callsPerSecond = Number(process.argv[3] ?? 3)
const parts = 4
const settledMs = 130_000
const roomsThere = 20
const slopeMbMax = 1
/** By then a thousand conferences are over. */
const callsUntilFull = 4000
const msIn10Minutes = 600_000
/** What may be a little more or less at any look: keep-alive connections, a timer of the pool. */
const wobble: Readonly<Record<string, number>> = {
  'entries of Maps': 400,
  'entries of Sets': 100,
  'waited for': 20,
  'open files': 20,
  'UDP sockets': 0,
}

type Look = { readonly atMs: number; readonly inside: Inside }

/** Sockets of this process, by the inodes in its folder of open files (proc(5)). */
function udpSockets(pid: number): number {
  const inodes = new Set(
    ['udp', 'udp6'].flatMap((file) =>
      readFileSync(`/proc/${pid}/net/${file}`, 'utf8')
        .split('\n')
        .slice(1)
        .map((line) => line.trim().split(/\s+/)[9]),
    ),
  )
  return readdirSync(`/proc/${pid}/fd`).filter((fd) => {
    const [, inode] = /^socket:\[(\d+)\]$/.exec(linkOf(pid, fd)) ?? []
    return inode !== undefined && inodes.has(inode)
  }).length
}

/** Empty when it has been closed meanwhile. */
function linkOf(pid: number, fd: string): string {
  try {
    return readlinkSync(`/proc/${pid}/fd/${fd}`)
  } catch {
    return ''
  }
}

async function measure(): Promise<boolean> {
  await using rundruf = await running({
    ...{ SIP_ALLOW: '127.5.0.0/16', LOG_LEVEL: 'error', RTP_PORTS: '12000-12999' },
    NODE_OPTIONS: '--inspect=127.0.0.1:0',
  })
  const rooms: Soak['rooms'][number][] = []
  for (let at = 0; at < roomsThere; at++) rooms.push(await rundruf.newRoom())
  const pid = rundruf.pidOf('switch') ?? 0
  await using inspector = await inspectorOf(rundruf, pid)
  const looks: Look[] = []
  const done: Record<string, number> = {}
  let soakedMs = 0
  const load = loadavg()[0]?.toFixed(1) ?? ''
  console.log(`${minutes} minutes, ${callsPerSecond} calls a second; load before ${load}`)
  for (let part = 0; part < parts; part++) {
    const before = computedUs([pid])
    const partMs = (minutes * 60_000) / parts
    for (const [kind, times] of Object.entries(
      await soaked({ to: rundruf.telephone, rooms, callsPerSecond }, partMs),
    ))
      done[kind] = (done[kind] ?? 0) + times
    soakedMs += partMs
    const core = (computedUs([pid]) - before) / (partMs * 10)
    await pass(settledMs)
    const inside = {
      ...(await inspector.look()),
      'open files': openFiles(pid),
      'UDP sockets': udpSockets(pid),
      'held in all, MB': residentMb(pid),
    }
    looks.push({ atMs: soakedMs, inside })
    console.log(
      `${(soakedMs / 60_000).toFixed(1)} min, ${core.toFixed(0)} % of a core, ${Object.entries(
        inside,
      )
        .map(([what, is]) => `${what} ${is.toFixed(1)}`)
        .join('; ')}`,
    )
  }
  console.log(
    Object.entries(done)
      .map(([kind, times]) => `${kind} ${times}`)
      .join(', '),
  )
  return judged(looks)
}

async function soaked(wish: Soak, forMs: number): Promise<Soaked> {
  const soakers = beside('soakers.ts')
  soakers.send(wish)
  await pass(forMs)
  soakers.send('stop')
  const [done] = (await once(soakers, 'message')) as [Soaked]
  // Those who are still in a call vanish with their process.
  soakers.disconnect()
  return done
}

/** From the first look on at which what is kept is full, nothing has grown beyond its wobble, and memory not faster than it may. */
function judged(all: readonly Look[]): boolean {
  const full = all.filter(({ atMs }) => (atMs / 1000) * callsPerSecond >= callsUntilFull)
  const looks = full.length > 1 ? full : all
  if (looks === all) console.log('too short: what is kept of calls that are over still grows')
  const [first, last] = [looks[0]?.inside ?? {}, looks.at(-1)?.inside ?? {}]
  const slope =
    slopeOf(
      looks,
      ({ atMs }) => atMs,
      ({ inside }) => inside['held in all, MB'] ?? 0,
    ) * msIn10Minutes
  console.log(`memory held: ${slope.toFixed(2)} MB in 10 minutes of this`)
  const grown = Object.entries(wobble).filter(
    ([what, may]) => (last[what] ?? 0) - (first[what] ?? 0) > may,
  )
  for (const [what] of grown) console.log(`${what}: ${first[what] ?? ''} ─▶ ${last[what] ?? ''}`)
  return grown.length === 0 && slope <= slopeMbMax
}

const openFiles = (pid: number) => readdirSync(`/proc/${pid}/fd`).length

/** All processes of this Rundruf have one; which is whose they say themselves. */
async function inspectorOf(rundruf: Running, pid: number): Promise<Inspector> {
  for (const [address] of rundruf.printed().matchAll(/ws:\/\/[^\s"\\]+/g)) {
    const inspector = await openInspector(address)
    if ((await inspector.valueOf('process.pid')) === pid) return inspector
    await inspector[Symbol.asyncDispose]()
  }
  throw new Error('the switch has no inspector')
}

const passed = await measure()
console.log(passed ? 'pass' : 'FAIL')
process.exitCode = passed ? 0 : 1
