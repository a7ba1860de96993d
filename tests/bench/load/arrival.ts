/*
 * npm run bench:arrival [-- CALLERS SECONDS]: so many callers (200) dial in within so many seconds (10), to a whole Rundruf as
 * `npm start` runs it, on SQLite; each keys a room and its PIN, eight to a room. Aims: all are answered and get into their
 * rooms, and the first word comes at most 1.5 s after the answer for 95 of 100. A second of that is silence on purpose: the telephone has to get to the ear.
 */
import { once } from 'node:events'
import { loadavg } from 'node:os'
import { running } from '../../kit/running.ts'
import { beside, inRealTime } from './beside.ts'
import type { Arrival, Arrived } from './arrivers.ts'

const callers = Number(process.argv[2] ?? 200)
const withinSeconds = Number(process.argv[3] ?? 10)
const callersPerRoom = 8
const firstWordMsMax = 1500
const soundPorts = { first: 12_000, perCaller: 2, spare: 100 }

const quantile = (figures: readonly number[], of: number): number =>
  figures.toSorted((a, b) => a - b)[
    Math.min(figures.length - 1, Math.floor(figures.length * of))
  ] ?? NaN

async function measure(): Promise<boolean> {
  const last = soundPorts.first + callers * soundPorts.perCaller + soundPorts.spare
  await using rundruf = await running({
    ...{ SIP_ALLOW: '127.5.0.0/16', LOG_LEVEL: 'error' },
    RTP_PORTS: `${soundPorts.first}-${last}`,
  })
  const rooms: Arrival['rooms'][number][] = []
  for (let at = 0; at < callers; at += callersPerRoom) rooms.push(await rundruf.newRoom())
  const loadBefore = loadavg()[0] ?? NaN
  const arrivers = beside('arrivers.ts')
  inRealTime(arrivers)
  const wish: Arrival = { to: rundruf.telephone, callers, withinSeconds, rooms }
  arrivers.send(wish)
  const [arrived] = (await once(arrivers, 'message')) as [readonly Arrived[]]
  const listed = await rundruf.command('room', 'list')
  const inRooms = [...listed.matchAll(/(\d+) callers? now/g)].map(([, count]) => Number(count))
  const inRoomsAtLast = inRooms.reduce((sum, one) => sum + one, 0)
  arrivers.disconnect()
  const answered = arrived.filter(({ status }) => status === 200)
  const of = (figure: keyof Arrived) => answered.map((one) => one[figure])
  const row = (name: string, figures: readonly number[]) =>
    `| ${name} | ${[0.5, 0.95, 1].map((one) => quantile(figures, one).toFixed(0)).join(' | ')} |`
  console.log(
    `${callers} callers within ${withinSeconds} s; load before ${loadBefore.toFixed(1)}\n`,
  )
  console.log(
    `answered: ${answered.length}; heard a word: ${of('fromAnswerMs').filter(Number.isFinite).length}`,
  )
  console.log(`in their rooms in the end: ${inRoomsAtLast}\n`)
  console.log('| ms | p50 | p95 | most |\n| --- | ---: | ---: | ---: |')
  console.log(row('INVITE to 200', of('answeredMs')))
  console.log(row('INVITE to first word', of('fromInviteMs')))
  console.log(row('200 to first word', of('fromAnswerMs')))
  console.log(row('longest gap between two packets', of('longestGapMs')))
  console.log(row('packets missing', of('missing')))
  const allAreIn = answered.length === callers && inRoomsAtLast === callers
  return allAreIn && quantile(of('fromAnswerMs'), 0.95) <= firstWordMsMax
}

const passed = await measure()
console.log(`\n${passed ? 'pass' : 'FAIL'}`)
process.exitCode = passed ? 0 : 1
