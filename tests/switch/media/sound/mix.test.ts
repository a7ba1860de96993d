import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { frameMs, type Frame } from '../../../../src/switch/media/frame.ts'
import { toneLevel } from '../../../../src/switch/media/sound/level.ts'
import { limited } from '../../../../src/switch/media/sound/limit.ts'
import { mixer } from '../../../../src/switch/media/sound/mix.ts'
import { joinSounds, makeTone } from '../../../../src/switch/media/sound/tone.ts'
import { fromBands, inBands, wideSine, wideToneLevel } from '../../../kit/wideband.ts'
import { framesOf } from '../sounds-of-a-line.ts'

const frame = fc
  .int16Array({ minLength: 160, maxLength: 160 })
  .map((samples): Frame => Int16Array.from(samples))
const naive = (speakers: Frame[], listener: Frame | undefined) => {
  const others = speakers.filter((one) => one !== listener)
  if (others.length === 0) return undefined
  return Int16Array.from({ length: 160 }, (_, i) =>
    limited(others.reduce((sum, one) => sum + one[i]!, 0)),
  )
}

describe('mixer', () => {
  test('each hears the sum of all others, limited once and never before', () => {
    const mix = mixer() // the same for all runs: nothing of the tick before may be left
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 8 }), (speakers) => {
        mix.begin()
        for (const speaker of speakers) mix.add(speaker)
        const heard = speakers.map((speaker) => mix.everyoneBut(speaker))
        speakers.forEach((speaker, place) => {
          expect(heard[place]).toEqual(naive(speakers, speaker))
        })
        expect(mix.everyoneBut(undefined)).toEqual(naive(speakers, undefined))
      }),
    )
  })

  test('who shouts does not hear an echo of themselves out of the limiter', () => {
    const loud = new Int16Array(160).fill(32000)
    const soft = new Int16Array(160).fill(1000)
    const mix = mixer()
    mix.begin()
    mix.add(loud)
    mix.add(soft)
    expect(mix.everyoneBut(loud)).toEqual(soft)
    expect(mix.everyoneBut(undefined)?.[0]).toBe(Math.floor(limited(33_000)))
  })

  test('all who say nothing get the same frame, and nothing where nobody speaks', () => {
    const mix = mixer()
    mix.begin()
    expect(mix.everyoneBut(undefined)).toBeUndefined()
    const alone = new Int16Array(160).fill(5)
    mix.add(alone)
    expect(mix.everyoneBut(alone)).toBeUndefined()
    expect(mix.everyoneBut(undefined)).toBe(mix.everyoneBut(undefined))
  })
})

describe('A-13 narrow and wide telephones in one room', () => {
  const seconds = 0.5
  const wideTone = (hz: number) => inBands(wideSine(hz, -15, seconds))
  const narrowTone = (hz: number) => framesOf(makeTone([hz], seconds * 1000, -15))
  const ticks = Array.from({ length: (seconds * 1000) / frameMs }, (_, n) => n)
  const narrowLevel = (frames: Frame[], hz: number) =>
    toneLevel(joinSounds(frames.slice(5, -2)), hz)
  const wideLevel = (frames: Frame[], hz: number) =>
    wideToneLevel(fromBands(frames).subarray(1600, -640), hz)

  /** What two listeners hear who say nothing. */
  const heard = (speakers: Frame[][]) => {
    const mix = mixer()
    const [narrow, wide]: [Frame[], Frame[]] = [[], []]
    for (const n of ticks) {
      mix.begin()
      for (const frames of speakers) mix.add(frames[n]!)
      narrow.push(mix.everyoneBut(undefined, false)!.slice())
      wide.push(mix.everyoneBut(undefined, true)!.slice())
    }
    return { narrow, wide }
  }

  test.each([500, 1000, 2000, 3000, 3400])('%s Hz is heard by all as loud as it is', (hz) => {
    const { narrow, wide } = heard([wideTone(hz)])
    expect(narrowLevel(narrow, hz)).toBeCloseTo(-15, 0)
    expect(wideLevel(wide, hz)).toBeCloseTo(-15, 0)
    const other = heard([narrowTone(hz)])
    expect(other.narrow.slice(5, -5)).toEqual(narrowTone(hz).slice(5, -5)) // to the bit
    expect(wideLevel(other.wide, hz)).toBeCloseTo(-15, 0)
  })

  test.each([4600, 5000, 6000])(
    '%s Hz is heard by the wide, and by the narrow not at all',
    (hz) => {
      const { narrow, wide } = heard([wideTone(hz)])
      expect(wideLevel(wide, hz)).toBeCloseTo(-15, 0)
      expect(narrowLevel(narrow, 8000 - hz)).toBeLessThan(-60)
    },
  )

  test('what a narrow telephone says is not heard a second time above 4 kHz', () => {
    const { wide } = heard([narrowTone(3000)])
    expect(wideLevel(wide, 5000)).toBeLessThan(-65)
  })

  test('nobody hears themselves, and everybody all others, whatever their telephones are', () => {
    const speakers = [wideTone(600), wideTone(5200), narrowTone(1000), narrowTone(1500)]
    const hertz = [600, 5200, 1000, 1500]
    const mix = mixer()
    const ears: Frame[][] = speakers.map(() => [])
    for (const n of ticks) {
      mix.begin()
      for (const frames of speakers) mix.add(frames[n]!)
      speakers.forEach((frames, place) => {
        ears[place]!.push(mix.everyoneBut(frames[n], place < 2)!.slice())
      })
    }
    ears.forEach((frames, listener) => {
      const level = listener < 2 ? wideLevel : narrowLevel
      hertz.forEach((hz, speaker) => {
        if (listener >= 2 && hz > 4000) return
        if (speaker === listener) expect(level(frames, hz)).toBeLessThan(-60)
        else expect(level(frames, hz)).toBeCloseTo(-15, 0)
      })
    })
  })

  test('a room of one width filters nothing: its sums are exact', () => {
    const mix = mixer()
    const [one, other] = [wideTone(600)[9]!, wideTone(5200)[9]!]
    mix.begin()
    mix.add(one)
    mix.add(other)
    expect(mix.everyoneBut(one, true)).toEqual(other)
    expect(mix.everyoneBut(other, true)).toEqual(one)
  })
})
