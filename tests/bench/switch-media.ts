/**
 * The media plane as the switch runs it, in a process of its own: lines, jitter buffers, noise gates, gain and guards, one
 * mixer a conference, every caller's playout, one ticker. Only SIP and documents are missing, which do nothing while people
 * talk.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { keepLoudest } from '../../src/switch/conference/loudest.ts'
import { playout, type Playout } from '../../src/switch/media/sound/ear.ts'
import type { Frame } from '../../src/switch/media/frame.ts'
import { soundGuard, type Guard } from '../../src/switch/media/sound/guard.ts'
import { silenceDbfs } from '../../src/switch/media/sound/level.ts'
import { openLine, type Line } from '../../src/switch/media/line.ts'
import { mixer, type Mixer } from '../../src/switch/media/sound/mix.ts'
import { portPool } from '../../src/switch/media/wire/ports.ts'
import { ticker } from '../../src/switch/media/ticker.ts'
import { voice, type Voice } from '../../src/switch/media/sound/voice.ts'
import { codec, legsPerConference, listen, say } from './switch-talk.ts'

type Leg = { line: Line; voice: Voice; guard: Guard; ear: Playout }
type Conference = {
  legs: Leg[]
  mix: Mixer
  voices: (Frame | undefined)[]
  talkers: { tone: undefined; loudnessDbfs: number }[]
}

const address = '127.0.0.1'
const wide = codec === 'G722'
const ports = portPool(32_000, 39_999)
const legs: Leg[] = []
const conferences: Conference[] = []

const clock = ticker(() => {
  for (const conference of conferences) mixed(conference)
  return true
})

/** As room-sound.ts does it. */
function mixed({ legs, mix, voices, talkers }: Conference) {
  let speakers = 0
  for (let at = 0; at < legs.length; at++) {
    const leg = legs[at]!
    voices[at] = leg.voice.hear(leg.line.listen())
    leg.guard.hear(voices[at])
    if (voices[at]) speakers++
  }
  keepLoudest(talkers, voices, speakers)
  mix.begin()
  for (const voice of voices) if (voice) mix.add(voice)
  for (let at = 0; at < legs.length; at++) {
    const { line, ear } = legs[at]!
    line.speak(ear.next(mix.everyoneBut(voices[at], wide), wide))
  }
}

async function open(count: number) {
  for (let i = 0; i < count; i++) {
    const line = await openLine({ address, ports, listener: { pressed: () => undefined } })
    legs.push({ line, voice: voice(), guard: soundGuard(), ear: playout() })
  }
  for (let i = 0; i < count; i += legsPerConference) {
    const inRoom = legs.slice(i, i + legsPerConference)
    const talkers = inRoom.map(() => ({ tone: undefined, loudnessDbfs: silenceDbfs }))
    conferences.push({ legs: inRoom, mix: mixer(), voices: [], talkers })
  }
  say({ is: 'ports', ports: legs.map(({ line }) => line.port) })
}

const total = (of: (line: Line) => number) => legs.reduce((sum, { line }) => sum + of(line), 0)
const concealed = () => total((line) => line.statistics().packetsLost)
const refused = () => total((line) => line.statistics().packetsRefused)

async function measure(seconds: number) {
  const before = { cpu: process.cpuUsage(), ticks: clock.ticks, skipped: clock.ticksSkipped }
  const lost = { concealed: concealed(), refused: refused() }
  clock.lateness.reset()
  await wait(seconds * 1000)
  const { user, system } = process.cpuUsage(before.cpu)
  const waiting = legs.map(({ line }) => Number(/jitter (\S+) ms/.exec(line.describe())?.[1]))
  say({
    is: 'media report',
    report: {
      cpuMicros: user + system,
      ticks: clock.ticks - before.ticks,
      ticksSkipped: clock.ticksSkipped - before.skipped,
      latenessP50Ms: clock.lateness.quantile(0.5),
      latenessP99Ms: clock.lateness.quantile(0.99),
      framesConcealed: concealed() - lost.concealed,
      packetsRefused: refused() - lost.refused,
      bufferP50Ms: waiting.sort((a, b) => a - b)[legs.length >> 1] ?? 0,
      memoryMb: process.memoryUsage.rss() / 2 ** 20,
    },
  })
}

listen((told) => {
  if (told.is === 'open') void open(told.legs)
  if (told.is === 'measure') void measure(told.seconds)
  if (told.is === 'callers') {
    told.callers.forEach((caller, place) => {
      legs[place]!.line.agree({
        ...{ ...caller, codec, direction: 'sendrecv', telephoneEventPayloadType: 101 },
      })
    })
    clock.wake()
  }
})
