import { describe, expect, test } from '@jest/globals'
import { encoderFor } from '../../../../src/switch/media/codec/codec.ts'
import { samplesPerFrame, type Sound } from '../../../../src/switch/media/frame.ts'
import { soundLevel } from '../../../../src/switch/media/sound/level.ts'
import { Receiver } from '../../../../src/switch/media/codec/receiver.ts'
import { joinSounds, makeTone } from '../../../../src/switch/media/sound/tone.ts'
import type { Codec } from '../../../../src/switch/sdp/agreed.ts'
import { framesOf, monologue } from '../sounds-of-a-line.ts'

const silent = new Int16Array(samplesPerFrame)

/** What is heard (of the low band) when only some packets arrive; one frame later than it was said. */
function heardOf(sound: Sound, codec: Codec, arrives: (n: number) => boolean): Sound {
  const encoder = encoderFor(codec)
  const line = new Receiver(codec)
  const bytes = new Uint8Array(samplesPerFrame)
  const heard = framesOf(sound).map((frame, n) => {
    encoder.encode(frame, bytes, 0)
    if (arrives(n)) line.put(n, n * samplesPerFrame, bytes, 0, samplesPerFrame)
    return line.take()?.slice(0, samplesPerFrame) ?? silent
  })
  return joinSounds(heard.slice(1))
}

/** Random with a seed: some packets of a hundred are lost. */
function losing(percent: number) {
  let state = 7
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32 >= percent / 100
  }
}

/** Mean over frames of speech of how far the error is below it, each between -10 and 35 dB as is usual. */
function segmentalSnr(heard: Sound, said: Sound, counts: (n: number) => boolean): number {
  const ratios: number[] = []
  framesOf(said).forEach((frame, n) => {
    if (!counts(n) || soundLevel(frame) < -40) return
    const place = heard.subarray(n * samplesPerFrame, (n + 1) * samplesPerFrame)
    const error = frame.map((sample, i) => sample - (place[i] ?? 0))
    ratios.push(Math.max(-10, Math.min(35, soundLevel(frame) - soundLevel(error))))
  })
  return ratios.reduce((sum, one) => sum + one, 0) / ratios.length
}

describe.each(['PCMA', 'G722'] as const)('R-24 what is lost of %s', (codec) => {
  const speech = monologue('de', 15)
  const whole = heardOf(speech, codec, () => true)

  test.each([1, 5, 20])(
    '%s %% of the packets: filled, it is nearer to what was said than silence',
    (percent) => {
      const chance = losing(percent)
      const arrived = framesOf(speech).map(() => chance())
      const filled = heardOf(speech, codec, (n) => arrived[n] ?? true)
      // Silence in its place is off by all of what was said: 0 dB.
      expect(segmentalSnr(filled, whole, (n) => !arrived[n])).toBeGreaterThan(0.5)
      // And what comes right after it is as it was said, or nearly.
      const after = (n: number) => arrived[n] === true && arrived[n - 1] === false
      expect(segmentalSnr(filled, whole, after)).toBeGreaterThan(codec === 'G722' ? 1.5 : 3)
    },
  )

  test('nothing is silent for longer than 100 ms when 5 % of the packets are lost', () => {
    const chance = losing(5)
    const tone = makeTone([200, 400, 600], 10_000, -12)
    const heard = heardOf(tone, codec, (n) => n < 5 || chance())
    let longest = 0
    let quiet = 0
    for (const frame of framesOf(heard).slice(5)) {
      quiet = soundLevel(frame) < -40 ? quiet + 1 : 0
      longest = Math.max(longest, quiet)
    }
    expect(longest * 20).toBeLessThanOrEqual(100)
  })

  test('who is gone fades within 60 ms, and is silence then', () => {
    const tone = makeTone([300], 1000, -12)
    const levels = framesOf(heardOf(tone, codec, (n) => n < 20)).map((frame) => soundLevel(frame))
    expect(levels[19]).toBeGreaterThan(-14)
    expect(levels[20]).toBeGreaterThan(-16)
    expect(levels[21]).toBeLessThan(levels[20]!)
    expect(levels[22]).toBeLessThan(levels[21]!)
    expect(levels.slice(23)).toEqual(levels.slice(23).map(() => -120))
  })

  test('nothing clicks where it breaks off and where it comes back', () => {
    const steepest = (sound: Sound) =>
      sound.reduce((most, sample, i) => Math.max(most, Math.abs(sample - (sound[i - 1] ?? 0))), 0)
    const tone = makeTone([150, 300, 450], 2000, -9)
    for (const gap of [1, 2, 3]) {
      const heard = heardOf(tone, codec, (n) => n % 11 >= gap || n < 11)
      expect(steepest(heard)).toBeLessThan(1.5 * steepest(heardOf(tone, codec, () => true)))
    }
  })
})
