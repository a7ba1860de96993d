import { expect, test } from '@jest/globals'
import { samplesPerFrame } from '../../src/switch/media/frame.ts'
import { attention } from '../../src/telephone/attention.ts'
import { sine } from '../../src/telephone/tones.ts'

const loud = sine(400, -20, 0.02)
const quiet = new Int16Array(samplesPerFrame)

/** `#` is 20 ms of sound, `.` is 20 ms of silence, `_` is a frame that never came. */
function afterHearing(picture: string) {
  const ear = attention()
  for (const sign of picture) ear.heard(sign === '#' ? loud : sign === '.' ? quiet : undefined)
  return ear
}

test('what was said runs from the first sound to the last', () => {
  expect(afterHearing('..###.##....').utterance).toEqual({ fromMs: 40, untilMs: 160 })
})

test('it has been quiet since the last sound', () => {
  expect(afterHearing('..###....').quietMs).toBe(80)
  expect(afterHearing('..###').quietMs).toBe(0)
})

test('a frame that never came is silence', () => {
  expect(afterHearing('##__').quietMs).toBe(40)
})

test('before the first sound it has been quiet all along, and nothing was said', () => {
  const ear = afterHearing('.....')
  expect(ear.quietMs).toBe(100)
  expect(ear.utterance).toBeUndefined()
  expect(ear.firstSoundMs).toBeUndefined()
})

test('after a mark the next utterance counts; the first sound stays the first', () => {
  const ear = afterHearing('.##..')
  ear.mark()
  expect(ear.utterance).toBeUndefined()
  ear.heard(loud)
  expect(ear.utterance).toEqual({ fromMs: 100, untilMs: 120 })
  expect(ear.firstSoundMs).toBe(20)
})

test('the noise of a companded zero is silence', () => {
  const ear = attention()
  ear.heard(Int16Array.from({ length: samplesPerFrame }, (_, n) => (n % 2 === 0 ? 8 : -8)))
  expect(ear.utterance).toBeUndefined()
})
