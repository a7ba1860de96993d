/**
 * How many callers one core carries: `npm run bench:switch`, or with rungs of your own: `npm run bench:switch -- 800 960`; in big
 * rooms and with wide sound: `npm run bench:switch -- 250 --room=250`, `npm run bench:switch -- 160 --codec=G722`; on all cores, as
 * the switch does it: `npm run bench:switch -- 960 --threads=2`.
 *
 *   core 1: callers ──RTP──▶ core 0: lines ▶ jitter ▶ mixer ▶ ear ▶ lines ──RTP──▶ core 1: callers compare
 *                         bare: lines ───────────────────────▶ lines
 *
 * Every rung is climbed twice in a row, by ours and by bare UDP in Node (switch-bare.ts): the machine is not as fast in every
 * minute, so only the ratio of the two says how good ours is.
 *
 * A rung is clean when no packet is missing, arrival spacing is off by less than 5 ms at p99, every caller was heard by all
 * others of the conference, and nobody heard themselves. Bare UDP carries no conference: only its packets count.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { availableParallelism, loadavg } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { frameMs } from '../../src/switch/media/frame.ts'
import {
  codec,
  legsPerConference,
  options,
  threads,
  type Answered,
  type CallersReport,
  type MediaReport,
  type Told,
} from './switch-talk.ts'

const rungsOfLadder = [80, 240, 480, 640, 800, 960, 1120, 1280, 1440]
/** Until the program is compiled, and jitter buffers that grew meanwhile are short again. */
const warmUpMs = 12_000
const measuredSeconds = 8
const ticksPerSecond = 1000 / frameMs
const spacingP99MsMax = 5

const pins = spawnSync('taskset', ['-V']).status === 0 && availableParallelism() > 1

/** Starts a part on a core of its own, if the machine can do that. */
function start(file: string, core: number): ChildProcess {
  const node = [process.execPath, fileURLToPath(new URL(file, import.meta.url)), ...options]
  const [command, ...args] = pins && threads === 0 ? ['taskset', '-c', String(core), ...node] : node
  return spawn(command!, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
}

/** Tells a part something and waits for the answer of that name. */
function ask<Name extends Answered['is']>(
  part: ChildProcess,
  told: Told,
  name: Name,
): Promise<Extract<Answered, { is: Name }>> {
  return new Promise((resolve, reject) => {
    part.once('exit', () => {
      reject(new Error('a part of the bench has ended'))
    })
    part.on('message', function hear(message) {
      const answered = message as Answered
      if (answered.is === name) resolve(answered as Extract<Answered, { is: Name }>)
    })
    part.send(told)
  })
}

const planes = { bare: 'switch-bare.ts', ours: 'switch-media.ts' } as const
type Plane = keyof typeof planes
type Rung = {
  readonly plane: Plane
  readonly legs: number
  readonly media: MediaReport
  readonly callers: CallersReport
}

async function rung(plane: Plane, legs: number): Promise<Rung> {
  const media = start(planes[plane], 0)
  const callers = start('switch-callers.ts', 1)
  try {
    const [{ ports }, answered] = await Promise.all([
      ask(media, { is: 'open', legs }, 'ports'),
      ask(callers, { is: 'open', legs }, 'callers'),
    ])
    media.send({ is: 'callers', callers: answered.callers })
    callers.send({ is: 'call', ports })
    await wait(warmUpMs)
    const measure: Told = { is: 'measure', seconds: measuredSeconds }
    const [of, by] = await Promise.all([
      ask(media, measure, 'media report'),
      ask(callers, measure, 'callers report'),
    ])
    return { plane, legs, media: of.report, callers: by.report }
  } finally {
    media.kill()
    callers.kill()
  }
}

function isClean({ plane, callers }: Rung): boolean {
  const evenly =
    callers.packetsMissing === 0 &&
    callers.legsStalled === 0 &&
    callers.spacingP99Ms < spacingP99MsMax
  const wellMixed = callers.pulsesHeard === callers.pulsesExpected && callers.ownPulsesHeard === 0
  return evenly && (plane === 'bare' || wellMixed)
}

const microsPerLegTick = ({ legs, media }: Rung) =>
  media.cpuMicros / (legs * measuredSeconds * ticksPerSecond)

function row(rung: Rung): string {
  const { plane, legs, media, callers } = rung
  const missing =
    (100 * callers.packetsMissing) / (callers.packetsMissing + callers.packetsReceived)
  const ofConference = [
    `${callers.delayP50Ms} / ${callers.delayP99Ms}`,
    ((100 * callers.pulsesHeard) / callers.pulsesExpected).toFixed(2) + ' %',
    callers.ownPulsesHeard,
  ]
  const cells = [
    ...[legs, plane, (media.cpuMicros / measuredSeconds / 10_000).toFixed(0) + ' %'],
    microsPerLegTick(rung).toFixed(1),
    missing.toFixed(2) + ' %',
    `${callers.spacingP50Ms} / ${callers.spacingP99Ms}`,
    `${media.latenessP50Ms} / ${media.latenessP99Ms}`,
    ...(plane === 'ours' ? ofConference : ['', '', '']),
    ...[media.ticksSkipped, media.framesConcealed, media.memoryMb.toFixed(0)],
    isClean(rung) ? 'yes' : 'no',
  ]
  return `| ${cells.join(' | ')} |`
}

const median = (numbers: number[]) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? NaN

/** Whether all its work was done; a plane that drowns does less, and looks cheap. */
const keptUp = ({ media, callers }: Rung) =>
  media.ticksSkipped === 0 && callers.packetsMissing === 0

/** What the ladder says in two numbers. */
function conclusion(climbed: Rung[]): string {
  const of = (wanted: Plane) => climbed.filter(({ plane }) => plane === wanted)
  const best = (plane: Plane) =>
    Math.max(0, ...of(plane).flatMap((rung) => (isClean(rung) ? [rung.legs] : [])))
  const ratios = of('ours').flatMap((ours, place) => {
    const bare = of('bare')[place]!
    return keptUp(ours) && keptUp(bare) ? [microsPerLegTick(ours) / microsPerLegTick(bare)] : []
  })
  return [
    `most callers still clean: ours ${best('ours')}, bare ${best('bare')}: ${(best('ours') / best('bare')).toFixed(2)}`,
    `µs per leg-tick, ours / bare, median of ${ratios.length} rungs where both kept up: ${median(ratios).toFixed(2)}`,
  ].join('\n')
}

const asked = process.argv
  .slice(2)
  .filter((argument) => !options.includes(argument))
  .map(Number)
const rungs = (asked.length > 0 ? asked : rungsOfLadder).map(
  (legs) => Math.max(1, Math.round(legs / legsPerConference)) * legsPerConference,
)
console.log(`conferences of ${legsPerConference}, ${codec}, ${measuredSeconds} s a rung`)
console.log(pins ? 'media on core 0, callers on core 1' : 'nothing pinned: figures mean less')
console.log(`load of the machine before: ${loadavg()[0]!.toFixed(1)}\n`)
console.log(
  '| legs | plane | core | µs per leg-tick | missing | spacing off by p50 / p99 ms | tick late p50 / p99 ms | delay p50 / p99 ms | heard | own heard | ticks skipped | concealed | MB | clean |',
)
console.log(`|${' ---: |'.repeat(14)}`)
const climbed: Rung[] = []
for (const legs of rungs) {
  for (const plane of ['bare', 'ours'] as const) {
    const result = await rung(plane, legs)
    console.log(row(result))
    climbed.push(result)
  }
}
console.log(`\n${conclusion(climbed)}`)
