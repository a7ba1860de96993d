import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, jest, test } from '@jest/globals'
import { sampleRate, type Sound } from '../../src/switch/media/frame.ts'
import { toneLevel } from '../../src/switch/media/sound/level.ts'
import { stay } from '../../src/telephone/manners.ts'
import { heardFromDbfs, hum, readRecording, type Name } from '../kit/hearing.ts'
import { callerIn } from '../kit/phone.ts'
import { running, type Running } from '../kit/running.ts'

const gapMaxMs = 60
const talkSeconds = 45
/** Until the carrier has let go of somebody who pressed `*`. */
const goneWithinSeconds = 1
const entryHertz = 660
const entryFromDbfs = -35

/** A telephone in a process of its own, so that nothing this test does can delay its packets. Resolves with its report. */
const called = (rundruf: Running, name: Name, record: string): Promise<string> =>
  rundruf.command(
    ...['call', rundruf.uri, '--from', name, '--keys', rundruf.room + rundruf.pin],
    ...['--tone', String(hum[name]), '--seconds', String(talkSeconds), '--record', record],
  )

/** Levels of a tone in each 100 ms of a sound. */
function levels(sound: Sound, hertz: number): number[] {
  const block = sampleRate / 10
  return Array.from({ length: Math.floor(sound.length / block) }, (_, n) =>
    toneLevel(sound.subarray(n * block, (n + 1) * block), hertz),
  )
}

/** How often a tone begins. */
const beginnings = (heard: readonly boolean[]): number =>
  heard.filter((now, n) => now && heard[n - 1] !== true).length

jest.retryTimes(2)

test('somebody in the menu does not disturb the others: no tone, no gap, no music', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rundruf-undisturbed-'))
  const record = join(folder, 'ada.wav')
  try {
    await using rundruf = await running()
    const reports = [
      called(rundruf, 'ada', record),
      called(rundruf, 'bob', join(folder, 'bob.wav')),
    ]
    await using cy = await callerIn('cy', rundruf)
    await cy.comesToHear('ada', 'bob')
    for (const keys of ['*6', '*#', '*3', '*6']) {
      await cy.presses(keys)
      await stay(cy.phone.handset, goneWithinSeconds)
      await cy.comesToHear('ada', 'bob')
    }
    for (const report of await Promise.all(reports)) {
      const [, gapMs] = /longest wait between two packets: (\d+) ms/.exec(report) ?? []
      expect(Number(gapMs)).toBeLessThan(gapMaxMs)
    }
    const sound = readRecording(record)
    const bob = levels(sound, hum.bob).map((dbfs) => dbfs >= heardFromDbfs)
    const [from, until] = [bob.indexOf(true), bob.lastIndexOf(true)]
    // From his first sound to his last Bob is heard all the time.
    expect(beginnings(bob.slice(from, until))).toBe(1)
    const entries = levels(sound, entryHertz).map((dbfs) => dbfs >= entryFromDbfs)
    // One soft note: when Cy came. None each time Cy came back.
    expect(beginnings(entries.slice(from, until))).toBeLessThanOrEqual(1)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}, 120_000)
