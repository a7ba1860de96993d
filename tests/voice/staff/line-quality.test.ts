import { describe, expect, it } from '@jest/globals'
import { goodForMs, lineQualities } from '../../../src/voice/staff/line-quality.ts'

const call = `CA${'1'.repeat(32)}`
const good = { call_sid: call, codec: 'PCMA', loss_percent: 0.4, jitter_ms: 3, mos: 4.3 }

function asked(answer: () => Promise<unknown>) {
  const at = { now: 0 }
  let times = 0
  const look = lineQualities(
    () => {
      times += 1
      return answer()
    },
    () => at.now,
  )
  return { look, at, times: () => times }
}

describe('how lines sound, by call', () => {
  it('is what the switch says', async () => {
    const { look } = asked(() => Promise.resolve({ lines: [good] }))
    expect(await look()).toEqual(
      new Map([[call, { codec: 'PCMA', lossPercent: 0.4, jitterMs: 3, mos: 4.3 }]]),
    )
  })
  it('is asked for at most every two seconds, however many look', async () => {
    const { look, at, times } = asked(() => Promise.resolve({ lines: [good] }))
    await Promise.all([look(), look(), look()])
    at.now = goodForMs - 1
    await look()
    expect(times()).toBe(1)
    at.now = goodForMs
    await look()
    expect(times()).toBe(2)
  })
  it('stays as it was told as long as nobody would notice', async () => {
    const answers = [good, { ...good, jitter_ms: 7, mos: 4.2 }, { ...good, jitter_ms: 9 }]
    const { look, at } = asked(() => Promise.resolve({ lines: [answers.shift()] }))
    const told: unknown[] = []
    while (answers.length > 0) {
      told.push((await look()).get(call)?.jitterMs)
      at.now += goodForMs
    }
    expect(told).toEqual([3, 3, 9])
  })
  it.each([
    ['a switch that does not answer', () => Promise.reject(new Error('away'))],
    ['an answer of another shape', () => Promise.resolve({ lines: [{ ...good, mos: 'fine' }] })],
    ['nothing at all', () => Promise.resolve(undefined)],
  ])('%s: nobody knows', async (_, answer) => {
    expect((await asked(answer).look()).size).toBe(0)
  })
})
