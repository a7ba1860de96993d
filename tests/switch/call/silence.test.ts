import { describe, expect, test } from '@jest/globals'
import { rtpSilenceMsMax, silenceWatch } from '../../../src/switch/call/silence.ts'

function watched() {
  const state = { received: 0, ms: 0, asked: 0 }
  let answer: (there: boolean) => void = () => undefined
  const watch = silenceWatch({
    received: () => state.received,
    isThere: () => {
      state.asked++
      return new Promise((resolve) => {
        answer = resolve
      })
    },
    now: () => state.ms,
  })
  return {
    state,
    watch,
    /** What the telephone says to the question. */
    says: async (there: boolean) => {
      answer(there)
      await Promise.resolve()
    },
    silentFor: (ms: number) => {
      state.ms += ms
      return watch.isDead()
    },
  }
}

describe('R-25 a line on which nothing comes', () => {
  test('is asked after a minute, once, and dead when nobody answers', async () => {
    const { state, watch, silentFor, says } = watched()
    watch.begin()
    expect(silentFor(rtpSilenceMsMax)).toBe(false)
    expect(state.asked).toBe(0)
    expect(silentFor(1)).toBe(false)
    expect(silentFor(30_000)).toBe(false)
    expect(state.asked).toBe(1)
    await says(false)
    expect(watch.isDead()).toBe(true)
  })

  test('lives as long as the telephone says so: silence and holds drop nobody', async () => {
    const { state, watch, silentFor, says } = watched()
    watch.begin()
    for (let minutes = 1; minutes <= 90; minutes++) {
      expect(silentFor(rtpSilenceMsMax + 1)).toBe(false)
      expect(state.asked).toBe(minutes)
      await says(true)
    }
    expect(watch.isDead()).toBe(false)
  })

  test('is not asked while packets come', () => {
    const { state, watch, silentFor } = watched()
    watch.begin()
    for (let n = 0; n < 100; n++) {
      state.received++
      expect(silentFor(59_000)).toBe(false)
    }
    expect(state.asked).toBe(0)
  })

  test('a packet outweighs a question without an answer', async () => {
    const { state, watch, silentFor, says } = watched()
    watch.begin()
    silentFor(rtpSilenceMsMax + 1)
    state.received++
    await says(false)
    expect(watch.isDead()).toBe(false)
    silentFor(rtpSilenceMsMax + 1)
    expect(state.asked).toBe(2)
  })

  test('is not watched while it rings', () => {
    const { state, silentFor } = watched()
    expect(silentFor(1_000_000)).toBe(false)
    expect(state.asked).toBe(0)
  })
})
