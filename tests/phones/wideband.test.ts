import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pass } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { writeWav } from '../../src/switch/media/sound/wav.ts'
import { heardLevel, sine } from '../../src/telephone/tones.ts'
import { baresip } from '../kit/baresip.ts'
import { hum, unheardUntilDbfs } from '../kit/hearing.ts'
import { running, type Running } from '../kit/running.ts'
import { wideSampleRate, wideSine, wideToneLevel, writeWideWav } from '../kit/wideband.ts'

/** Near enough to where the automatic gain wants voices that it leaves them as they are. */
const saidDbfs = -14
const heardFromDbfs = -15
const says = { ada: 3000, bob: 5200, cy: hum.cy } as const
const seconds = 60
const folder = mkdtempSync(join(tmpdir(), 'rundruf-wide-'))
const microphone = (name: string) => join(folder, `${name}.wav`)
let rundruf: Running

beforeAll(async () => {
  for (const name of ['ada', 'bob'] as const) {
    writeFileSync(microphone(name), writeWideWav(wideSine(says[name], saidDbfs, seconds)))
  }
  writeFileSync(microphone('cy'), writeWav(sine(says.cy, saidDbfs, seconds)))
  rundruf = await running()
})
afterAll(async () => {
  await rundruf[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

const togetherTries = 60
const tryMs = 500
const listenMs = 2500

test('A-13 two G.722 phones hear each other up to 7 kHz, and a G.711 phone beside them what it can', async () => {
  await using phones = new AsyncDisposableStack()
  const phone = async (name: keyof typeof says, codec: 'G722' | 'PCMA', n: number) => {
    const wishes = { name, codec, address: `127.5.0.${20 + n}`, microphone: microphone(name) }
    const one = phones.use(await baresip(wishes))
    await one.dial(rundruf.uri)
    await one.presses(rundruf.room + rundruf.pin)
    return one
  }
  const [ada, bob, cy] = await Promise.all([
    phone('ada', 'G722', 4),
    phone('bob', 'G722', 5),
    phone('cy', 'PCMA', 6),
  ])
  const lately = (sound: Int16Array, rate: number) => sound.slice(-2 * rate, -rate / 2)
  const wideLevel = (one: typeof ada, hz: number) =>
    wideToneLevel(lately(one.heard(), wideSampleRate), hz)
  const narrowLevel = (hz: number) => heardLevel(lately(cy.heard(), 8000), hz)
  const together = () =>
    wideLevel(bob, says.ada) > unheardUntilDbfs &&
    wideLevel(ada, says.bob) > unheardUntilDbfs &&
    narrowLevel(says.ada) > unheardUntilDbfs
  for (let tries = 0; tries < togetherTries && !together(); tries++) await pass(tryMs)
  await pass(listenMs)

  expect(wideLevel(bob, says.ada)).toBeGreaterThanOrEqual(heardFromDbfs)
  expect(wideLevel(ada, says.bob)).toBeGreaterThanOrEqual(heardFromDbfs)
  expect(wideLevel(ada, says.cy)).toBeGreaterThanOrEqual(heardFromDbfs)
  expect(narrowLevel(says.ada)).toBeGreaterThanOrEqual(heardFromDbfs)
  for (const [one, own] of [
    [ada, says.ada],
    [bob, says.bob],
  ] as const) {
    expect(wideLevel(one, own)).toBeLessThanOrEqual(unheardUntilDbfs)
  }
  // Cy's telephone ends at 4 kHz; what Bob says above does not come back folded down.
  expect(narrowLevel(8000 - says.bob)).toBeLessThanOrEqual(unheardUntilDbfs)
  await Promise.all([ada.hangsUp(), bob.hangsUp(), cy.hangsUp()])
}, 90_000)
