/*
 * npm run bench:flood [-- SECONDS]: a whole Rundruf as `npm start` runs it, two callers who hum to each other in a room, and
 * rubbish from another process. Three floods, a minute each but for the last:
 *
 *   2,000 SIP messages/s from addresses that may not talk to us    │  memory of the switch grows by ≤ 50 MB,
 *   2,000 SIP messages/s from addresses that may                   │  and the two hear each other
 *   10,000 packets/s on the ports of the call and on others        │  without a gap of > 60 ms     (S-65, S-66, S-68)
 *
 * SECONDS is how long the SIP floods last (60); the last takes half of it. Exit code 1 when an aim is missed.
 */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpus, loadavg } from 'node:os'
import { setTimeout as pass } from 'node:timers/promises'
import { running, type Running } from '../../kit/running.ts'
import { computedUs, residentMb } from '../webhook-servers.ts'
import { beside, inRealTime } from './beside.ts'
import type { Flood, Flooded } from './flooder.ts'
import type { Asked, Report, Told } from './talkers.ts'

const seconds = Number(process.argv[2] ?? 60)
const gapMsMax = 60
const growthMbMax = 50
const lookEveryMs = 250
/** What a flood leaves behind for half a minute is still a part of it; this long it is watched afterwards. */
const afterMs = 3000
const sipPerSecond = 2000
const rtpPerSecond = 10_000
const loopback = '127.0.0.1'

type Told2<Is extends Told['is']> = Extract<Told, { is: Is }>

async function told<Is extends Told['is']>(by: ChildProcess, is: Is): Promise<Told2<Is>> {
  for (;;) {
    const [said] = (await once(by, 'message')) as [Told]
    if (said.is === is) return said as Told2<Is>
  }
}

type Row = Report & {
  readonly name: string
  readonly sent: number
  readonly answers: number
  readonly beforeMb: number
  readonly mostMb: number
  readonly corePercent: number
}

async function under(name: string, flood: Flood | undefined, parts: Parts): Promise<Row> {
  const { rundruf, talkers } = parts
  const pid = rundruf.pidOf('switch') ?? 0
  const beforeMb = residentMb(pid)
  const before = computedUs([pid])
  let mostMb = beforeMb
  const looking = setInterval(() => {
    mostMb = Math.max(mostMb, residentMb(pid))
  }, lookEveryMs)
  ask(talkers, { is: 'watch' })
  const lasts = flood?.seconds ?? seconds / 4
  const flooded = await (flood ? flooding(flood) : pass(lasts * 1000, undefined))
  const used = computedUs([pid]) - before
  await pass(afterMs)
  clearInterval(looking)
  ask(talkers, { is: 'report' })
  const { report } = await told(talkers, 'report')
  const { sent = 0, answers = 0 } = flooded ?? {}
  return {
    ...{ ...report, name, sent: sent / lasts, answers, beforeMb, mostMb },
    corePercent: used / (lasts * 10_000),
  }
}

async function flooding(flood: Flood): Promise<Flooded> {
  const flooder = beside('flooder.ts')
  flooder.send(flood)
  const [flooded] = (await once(flooder, 'message')) as [Flooded]
  flooder.disconnect()
  return flooded
}

type Parts = { readonly rundruf: Running; readonly talkers: ChildProcess }
const ask = (talkers: ChildProcess, asked: Asked) => talkers.send(asked)

const passes = ({ longestGapMs, beforeMb, mostMb }: Row): boolean =>
  longestGapMs <= gapMsMax && mostMb - beforeMb <= growthMbMax

function printed(row: Row): string {
  const cells = [
    ...[row.name, row.sent.toFixed(0), row.answers, `${row.corePercent.toFixed(0)} %`],
    `${row.beforeMb.toFixed(0)} → ${row.mostMb.toFixed(0)} (+${(row.mostMb - row.beforeMb).toFixed(0)})`,
    ...[row.longestGapMs.toFixed(0), row.longestQuietMs.toFixed(0)],
    ...[`${row.missing} of ${row.packets + row.missing}`, row.ownDelayMs.toFixed(0)],
    passes(row) ? 'pass' : 'FAIL',
  ]
  return `| ${cells.join(' | ')} |`
}

async function measure(): Promise<boolean> {
  await using rundruf = await running({ SIP_ALLOW: '127.5.0.0/16', LOG_LEVEL: 'error' })
  const talkers = beside('talkers.ts')
  inRealTime(talkers)
  const { telephone: to, room, pin } = rundruf
  ask(talkers, {
    is: 'talk',
    talk: { to, keys: room + pin, addresses: ['127.5.1.1', '127.5.1.2'] },
  })
  const { wires } = await told(talkers, 'talking')
  const sip = { address: to.host, port: to.port }
  const calls = wires.flatMap(({ theirs }) => theirs ?? [])
  const others = calls.flatMap(({ port }) =>
    [1, 2, 4].map((by) => ({ address: loopback, port: port + by })),
  )
  const from = (net: string) => [1, 2, 3, 4].map((host) => ({ address: `${net}.${host}`, port: 0 }))
  const floods: readonly [string, Flood | undefined][] = [
    ['no flood', undefined],
    [
      'SIP from strangers',
      { what: 'SIP', from: from('127.9.0'), to: [sip], tcp: sip, perSecond: sipPerSecond, seconds },
    ],
    [
      'SIP from neighbours',
      { what: 'SIP', from: from('127.5.2'), to: [sip], tcp: sip, perSecond: sipPerSecond, seconds },
    ],
    [
      'RTP',
      {
        what: 'RTP',
        from: [...wires.map(({ ours }) => ours), ...from('127.9.0').slice(0, 2)],
        to: [...calls, ...calls, ...others],
        perSecond: rtpPerSecond,
        seconds: seconds / 2,
      },
    ],
  ]
  console.log(`${cpus().length} cores, load before ${loadavg()[0]?.toFixed(1) ?? ''}\n`)
  console.log(
    '| flood | sent/s | answers | core | memory, MB | longest gap, ms | longest quiet, ms | packets missing | own delay, ms | |',
  )
  console.log(`| --- |${' ---: |'.repeat(9)}`)
  let all = true
  for (const [name, flood] of floods) {
    const row = await under(name, flood, { rundruf, talkers })
    console.log(printed(row))
    all &&= passes(row)
  }
  talkers.disconnect()
  return all
}

process.exitCode = (await measure()) ? 0 : 1
