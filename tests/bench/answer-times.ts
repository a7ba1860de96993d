// How quick it is at a caller's ear: `npm run build && node tests/bench/answer-times.ts`
// Every figure is taken by real telephones on loopback, with the frame of 20 ms as the grain.

import { setTimeout as pass } from 'node:timers/promises'
import { openHandset, type Handset } from '../../src/telephone/handset.ts'
import { sine } from '../../src/telephone/tones.ts'
import { frameMs } from '../../src/switch/media/frame.ts'
import { soundLevel, toneLevel } from '../../src/switch/media/sound/level.ts'
import { hum } from '../kit/hearing.ts'
import { caller, callerIn } from '../kit/phone.ts'
import { running, type Running } from '../kit/running.ts'

const rounds = 5
/** What we ask for: a second of silence, so that the phone is at the ear before somebody speaks. */
const wantedSilenceMs = 1000
const keyHeldMs = 100

const median = (figures: readonly number[]): number =>
  figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? NaN

async function repeated(measure: () => Promise<number>): Promise<number> {
  const figures: number[] = []
  for (let round = 0; round < rounds; round++) figures.push(await measure())
  return median(figures)
}

/** From the answer to the first sound, without the wanted second. */
async function firstSound(rundruf: Running): Promise<number> {
  await using ada = await caller('ada', rundruf)
  const { handset } = ada.phone
  await handset.until(() => handset.ear.firstSoundMs !== undefined, 10_000)
  return (handset.ear.firstSoundMs ?? NaN) - wantedSilenceMs
}

/** From the moment the sixth key goes down to the first sound of the next prompt. */
async function nextPrompt(rundruf: Running): Promise<number> {
  await using ada = await caller('ada', rundruf)
  const { handset } = ada.phone
  await ada.listens()
  await ada.presses(rundruf.room.slice(0, -1))
  const downMs = handset.ear.nowMs
  await handset.press(rundruf.room.slice(-1), { pressMs: keyHeldMs, gapMs: 0 })
  await handset.until(() => handset.ear.utterance !== undefined, 10_000)
  return (handset.ear.utterance?.fromMs ?? NaN) - downMs
}

const roundsOfHumming = 15
const mean = (figures: readonly number[]): number =>
  figures.reduce((sum, figure) => sum + figure, 0) / figures.length

/** The mean over hums that begin anywhere between two ticks. */
async function humming(mouth: Handset, ear: Handset): Promise<number> {
  const figures: number[] = []
  for (let round = 0; round < roundsOfHumming; round++) figures.push(await mouthToEar(mouth, ear))
  return mean(figures)
}

/** From one beginning to hum to another hearing it. */
async function mouthToEar(mouth: Handset, ear: Handset): Promise<number> {
  mouth.say(undefined)
  await ear.until(() => ear.ear.quietMs > 500, 10_000)
  await pass(Math.random() * frameMs)
  const began = performance.now()
  mouth.say(sine(hum.ada, -10, 1), 'again')
  await ear.until(() => soundLevel(ear.heard.sound(0.02)) > -40, 5000)
  const tookMs = performance.now() - began
  if (toneLevel(ear.heard.sound(0.02), hum.ada) < -40) throw new Error('that was something else')
  return tookMs
}

async function throughTheSwitch(rundruf: Running): Promise<number> {
  await using ada = await callerIn('ada', rundruf)
  await using bob = await callerIn('bob', rundruf)
  await ada.comesToHear('bob')
  await bob.comesToHear('ada')
  bob.isSilent()
  return await humming(ada.phone.handset, bob.phone.handset)
}

/** The same two telephones on one wire: what they need themselves, sending grain and jitter buffer included. */
async function withoutSwitch(): Promise<number> {
  const [mouth, ear] = await Promise.all([openHandset('127.0.0.1'), openHandset('127.0.0.1')])
  const towards = (port: number) =>
    ({ address: '127.0.0.1', port, codec: 'PCMA', direction: 'sendrecv' }) as const
  mouth.agree(towards(ear.port))
  ear.agree(towards(mouth.port))
  try {
    return await humming(mouth, ear)
  } finally {
    mouth.close()
    ear.close()
  }
}

await using rundruf = await running()
const [inOne, bare] = [await throughTheSwitch(rundruf), await withoutSwitch()]
const rows: readonly (readonly [string, number, number])[] = [
  [
    'answer to first sound, after the wanted second',
    await repeated(() => firstSound(rundruf)),
    300,
  ],
  ['last key down to next prompt', await repeated(() => nextPrompt(rundruf)), 250],
  ['mouth to ear inside the switch', inOne - bare, 60],
]
console.log(`median of ${rounds} (hums: mean of ${roundsOfHumming}), in milliseconds\n`)
for (const [what, tookMs, wantedMs] of rows) {
  const verdict = tookMs <= wantedMs ? 'ok' : 'TOO SLOW'
  console.log(
    `${what.padEnd(48)} ${tookMs.toFixed(0).padStart(6)}   at most ${wantedMs}   ${verdict}`,
  )
}
process.exitCode = rows.every(([, tookMs, wantedMs]) => tookMs <= wantedMs) ? 0 : 1
