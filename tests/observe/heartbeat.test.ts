import { describe, expect, it } from '@jest/globals'
import type { Happening } from '../../src/conference/happenings.ts'
import { beat, beatEveryMs, keepBeating } from '../../src/observe/heartbeat.ts'
import { stoppedClock } from '../kit/clock.ts'
import { timers } from '../kit/timers.ts'

const url = new URL('https://watch.example.org/secret-word')
const lives = () => Promise.resolve()
const dead = () => Promise.reject(new Error('away'))

function heart(mustLive: readonly (() => Promise<void>)[], answer: () => Promise<Response>) {
  const asked: string[] = []
  const happened: Happening[] = []
  const time = timers(stoppedClock())
  const parts = {
    url,
    mustLive,
    after: time.after,
    announce: (happening: Happening) => happened.push(happening),
    fetch: (where: URL | RequestInfo) => {
      asked.push(where instanceof URL ? where.href : '')
      return answer()
    },
  }
  return { parts, asked, happened, time }
}
const fine = () => Promise.resolve(new Response('ok'))

describe('the heartbeat (R-43)', () => {
  it('beats at once and every minute while everything lives', async () => {
    const { parts, asked, time } = heart([lives, lives], fine)
    await using beating = new AsyncDisposableStack()
    beating.use(keepBeating(parts))
    for (let minutes = 0; minutes < 3; minutes++) {
      await new Promise(setImmediate)
      time.passes(beatEveryMs)
    }
    await new Promise(setImmediate)
    expect(asked).toEqual([url.href, url.href, url.href, url.href])
  })
  it('does not when one thing does not live', async () => {
    const { parts, asked, happened } = heart([lives, dead], fine)
    await beat(parts)
    expect([asked, happened]).toEqual([[], []])
  })
  it('says when nobody takes it, without its address', async () => {
    const refused = heart([lives], () => Promise.resolve(new Response('', { status: 410 })))
    await beat(refused.parts)
    const cause = Object.assign(new Error('secret-word'), { code: 'ENOTFOUND' })
    const away = heart([lives], () => Promise.reject(new TypeError('secret-word', { cause })))
    await beat(away.parts)
    expect([...refused.happened, ...away.happened]).toEqual([
      { event: 'heartbeat.failed', why: '410' },
      { event: 'heartbeat.failed', why: 'ENOTFOUND' },
    ])
  })
})
