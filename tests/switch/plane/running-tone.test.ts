import { describe, expect, it } from '@jest/globals'
import {
  samplesPerFrame,
  wideSamplesPerFrame,
  type Frame,
} from '../../../src/switch/media/frame.ts'
import { runningTone } from '../../../src/switch/plane/running-tone.ts'

const sound = Int16Array.from({ length: 2.5 * samplesPerFrame }, (_, at) => at + 1)
const copied = (frame: Frame | undefined) => frame && Array.from(frame)

describe('a tone on its way out', () => {
  it('is the whole sound, with silence up to a whole frame', () => {
    const tone = runningTone(sound)
    const frames = [0, 1, 2, 3].map(() => copied(tone.next(false)))
    expect(frames[3]).toBeUndefined()
    expect(frames.slice(0, 3).flat()).toEqual([
      ...sound,
      ...Array<number>(samplesPerFrame / 2).fill(0),
    ])
  })

  it('has nothing in the high band of a wide voice', () => {
    const frame = copied(runningTone(sound).next(true))
    expect(frame).toHaveLength(wideSamplesPerFrame)
    expect(frame?.slice(0, samplesPerFrame)).toEqual([...sound.subarray(0, samplesPerFrame)])
    expect(new Set(frame?.slice(samplesPerFrame))).toEqual(new Set([0]))
  })

  it('goes on at the same place when the telephone changes its codec in the middle', () => {
    const tone = runningTone(sound)
    tone.next(true)
    expect(tone.next(false)?.[0]).toBe(samplesPerFrame + 1)
  })

  it('fills one frame again and again, so that a tick makes nothing new', () => {
    const tone = runningTone(sound)
    const first = tone.next(true)
    expect(tone.next(true)).toBe(first)
    expect(tone.next(false)?.buffer).toBe(first?.buffer)
  })
})
