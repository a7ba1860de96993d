import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { encode, laws } from '../../../src/switch/media/codec/g711.ts'
import { silenceDbfs, soundLevel, toneLevel } from '../../../src/switch/media/sound/level.ts'
import { entryTone, exitTone, makeTone, privateTone } from '../../../src/switch/media/sound/tone.ts'
import { readWav, WavUnreadable, writeWav } from '../../../src/switch/media/sound/wav.ts'

/** A WAV file of any make. */
const wav = (
  code: number,
  channels: number,
  rate: number,
  bits: number,
  data: Uint8Array,
  extra: Uint8Array = new Uint8Array(0),
) => {
  const chunk = (name: string, body: Uint8Array) => {
    const head = Buffer.alloc(8)
    head.write(name, 'latin1')
    head.writeUInt32LE(body.length, 4)
    return Buffer.concat([head, body, Buffer.alloc(body.length % 2)])
  }
  const format = Buffer.alloc(16)
  format.writeUInt16LE(code, 0)
  format.writeUInt16LE(channels, 2)
  format.writeUInt32LE(rate, 4)
  format.writeUInt32LE((rate * channels * bits) / 8, 8)
  format.writeUInt16LE((channels * bits) / 8, 12)
  format.writeUInt16LE(bits, 14)
  const body = [
    Buffer.from('WAVE'),
    chunk('LIST', Buffer.from('odd')),
    chunk('fmt ', Buffer.concat([format, extra])),
    chunk('data', data),
  ]
  return chunk('RIFF', Buffer.concat(body))
}

const pcm = (samples: number[]) => new Uint8Array(Int16Array.from(samples).buffer)

const sine = (hz: number, rate: number, seconds = 1, amplitude = 8000) =>
  Array.from({ length: rate * seconds }, (_, i) =>
    Math.round(amplitude * Math.sin((2 * Math.PI * hz * i) / rate)),
  )

const middle = (sound: Int16Array) => sound.subarray(1600, 6400)

describe('levels', () => {
  test('a tone has its level at its frequency and nowhere else', () => {
    const tone = middle(makeTone([700], 1000, -20))
    expect(toneLevel(tone, 700)).toBeCloseTo(-20, 1)
    expect(toneLevel(tone, 1000)).toBeLessThan(-60)
    expect(soundLevel(tone)).toBeCloseTo(-20, 1)
  })

  test('of two tones each is found', () => {
    const tone = middle(makeTone([700, 1300], 1000, -10))
    expect(toneLevel(tone, 700)).toBeCloseTo(-16, 0)
    expect(toneLevel(tone, 1300)).toBeCloseTo(-16, 0)
  })

  test('silence', () => {
    expect(soundLevel(new Int16Array(160))).toBe(silenceDbfs)
    expect(toneLevel(new Int16Array(0), 700)).toBe(silenceDbfs)
  })

  test('the tones of a meeting are soft, begin and end at nothing, and differ', () => {
    for (const tone of [entryTone, exitTone, privateTone]) {
      expect(soundLevel(tone)).toBeLessThan(-20)
      expect(soundLevel(tone)).toBeGreaterThan(-35)
      expect(Math.abs(tone[0]!)).toBeLessThan(100)
      expect(Math.abs(tone.at(-1)!)).toBeLessThan(100)
    }
    expect(toneLevel(entryTone, 660)).toBeGreaterThan(toneLevel(exitTone, 660) + 20)
  })
})

describe('WAV files', () => {
  test('what is written is read, bit for bit', () => {
    fc.assert(
      fc.property(fc.int16Array({ maxLength: 500 }), (samples) => {
        expect(readWav(writeWav(Int16Array.from(samples)))).toEqual(Int16Array.from(samples))
      }),
    )
  })

  test.each([
    ['A-law', 6, laws.PCMA],
    ['µ-law', 7, laws.PCMU],
  ])('%s', (_, code, law) => {
    const tone = makeTone([500], 1000, -12)
    const bytes = new Uint8Array(tone.length)
    encode(law, tone, bytes)
    const read = readWav(wav(code, 1, 8000, 8, bytes))
    expect(read.length).toBe(8000)
    expect(toneLevel(middle(read), 500)).toBeCloseTo(-12, 0)
  })

  test.each([4000, 8001, 11_025, 16_000, 22_050, 44_100, 48_000, 192_000])(
    '%s samples a second: the tone keeps its pitch, level and length',
    (rate) => {
      const read = readWav(wav(1, 1, rate, 16, pcm(sine(1000, rate))))
      expect(Math.abs(read.length - 8000)).toBeLessThanOrEqual(1)
      expect(toneLevel(middle(read), 1000)).toBeCloseTo(20 * Math.log10(8000 / 32768), 1)
      expect(soundLevel(middle(read)) - toneLevel(middle(read), 1000)).toBeLessThan(0.1)
    },
  )

  test.each([16_000, 44_100, 48_000])(
    'what a telephone cannot carry does not fold back out of %s',
    (rate) => {
      const read = readWav(wav(1, 1, rate, 16, pcm(sine(5000, rate))))
      expect(soundLevel(middle(read))).toBeLessThan(-65)
    },
  )

  test('what a telephone can carry is not lost', () => {
    const read = readWav(wav(1, 1, 48_000, 16, pcm(sine(3300, 48_000))))
    expect(toneLevel(middle(read), 3300)).toBeCloseTo(20 * Math.log10(8000 / 32768), 0)
  })

  test('stereo becomes the middle of both sides; the extensible form is understood', () => {
    const data = pcm([100, 300, -100, -300, 0, 10])
    expect([...readWav(wav(1, 2, 8000, 16, data))]).toEqual([200, -200, 5])
    const extra = Buffer.alloc(24)
    extra.writeUInt16LE(1, 8)
    expect([...readWav(wav(0xfffe, 2, 8000, 16, data, extra))]).toEqual([200, -200, 5])
  })

  test('a file cut short plays as far as it goes', () => {
    expect([...readWav(writeWav(Int16Array.of(1, 2, 3, 4)).subarray(0, 49))]).toEqual([1, 2])
  })

  test.each([
    ['no WAV at all', Buffer.from('Guten Tag. Das ist die Telefon-Runde.'), 'RIFF'],
    ['nothing', Buffer.alloc(0), 'RIFF'],
    ['24 bits', wav(1, 1, 8000, 24, pcm([1, 2, 3])), '24 bits'],
    ['MP3 in WAV', wav(0x55, 1, 8000, 0, pcm([1])), 'format 85'],
    ['six channels', wav(1, 6, 8000, 16, pcm([1, 2, 3, 4, 5, 6])), '6 channels'],
    ['a rate of one', wav(1, 1, 1, 16, pcm([1, 2])), '1 samples a second'],
    ['no sound in it', wav(1, 1, 8000, 16, pcm([])).subarray(0, 48), 'no "data"'],
  ])('%s is refused with the reason', (_, bytes, why) => {
    expect(() => readWav(bytes)).toThrow(WavUnreadable)
    expect(() => readWav(bytes)).toThrow(why)
  })

  test('any bytes at all: sound or a reason', () => {
    const good = writeWav(Int16Array.from(sine(500, 8000, 0.01)))
    const change = fc.tuple(fc.nat(60), fc.nat(255))
    fc.assert(
      fc.property(fc.array(change, { maxLength: 8 }), (changes) => {
        const bytes = Buffer.from(good)
        for (const [at, byte] of changes) bytes[at] = byte
        try {
          expect(readWav(bytes)).toBeInstanceOf(Int16Array)
        } catch (error) {
          expect(error).toBeInstanceOf(WavUnreadable)
        }
      }),
    )
  })
})
