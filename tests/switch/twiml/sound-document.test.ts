import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { makePlayDocument, makeRenderDocument } from '../../../src/switch/twiml/sound-document.ts'
import { app, fakeLeg, namedSounds, pagesAsWebhooks, soundMs, type Pages } from './dial-in.ts'

const response = (verbs: string) => `<Response>${verbs}</Response>`
const soundSeconds = soundMs / 1000

beforeEach(() => {
  jest.useFakeTimers()
})
afterEach(() => {
  jest.useRealTimers()
})

function waits(page: string | Pages) {
  const { sounds, nameOf } = namedSounds(['/missing.wav'])
  const pages = typeof page === 'string' ? { '/wait': page } : page
  const { webhooks, requests } = pagesAsWebhooks(pages)
  const { leg, heard, life } = fakeLeg(nameOf)
  life.answer()
  const start = new AbortController()
  const play = makePlayDocument({ webhooks, sounds })
  const over = play(leg, `${app}/wait`, 'POST', { ConferenceSid: 'CF1' }, start.signal).then(
    () => 'over',
    (error: unknown) => String(error),
  )
  const seconds = (count: number) => jest.advanceTimersByTimeAsync(count * 1000)
  const render = makeRenderDocument({ webhooks, sounds })
  return {
    requests,
    heard,
    over,
    seconds,
    starts: () => {
      start.abort()
    },
    announcement: () => render(`${app}/wait`, 'GET', {}, start.signal),
  }
}

describe('a document to wait with', () => {
  it('is asked for with the parameters given, and plays once through', async () => {
    const { requests, heard, over, seconds } = waits(response('<Say>A</Say><Play>/b.wav</Play>'))
    await seconds(2 * soundSeconds)
    expect(await over).toBe('over')
    expect(heard).toEqual(['en-US: A', '/b.wav'])
    expect(requests).toMatchObject([{ path: '/wait', method: 'POST', ConferenceSid: 'CF1' }])
  })

  it('plays for ever when it ends with an empty <Redirect>', async () => {
    const { heard, seconds, starts, over } = waits(
      response('<Say>A</Say><Pause length="8"/><Redirect/>'),
    )
    await seconds(10 * 60)
    expect(heard.length).toBe(61)
    starts()
    expect(await over).toBe('over')
  })

  it('stops in the middle of a word when the conference starts', async () => {
    const { heard, seconds, starts, over } = waits(response('<Say>A</Say><Say>B</Say>'))
    await seconds(0.5)
    starts()
    expect(await over).toBe('over')
    expect(heard).toEqual(['en-US: A', 'cut off'])
  })

  it.each(['<Gather/>', '<Hangup/>', '<Reject/>', '<Dial><Conference>x</Conference></Dial>'])(
    'may only sound: %s is error 13238',
    async (verb) => {
      const { over } = waits(response(`<Say>A</Say>${verb}`))
      expect(await over).toMatch(/^TwimlError: .* not allowed/)
    },
  )

  it('that fails, or whose sound is missing, says so', async () => {
    expect(await waits({}).over).toMatch(/^WebhookFailed: 11200/)
    expect(await waits(response('<Play>/missing.wav</Play>')).over).toMatch(/^WebhookFailed/)
  })

  it('in a circle without sound is an error, not a storm', async () => {
    const { over, requests } = waits(response('<Redirect/>'))
    expect(await over).toMatch(/circle/)
    expect(requests.length).toBeLessThan(30)
  })
})

describe('an announcement', () => {
  it('is one sound, put together from all of the document', async () => {
    const { announcement } = waits(
      response('<Say loop="2">A</Say><Pause length="3"/><Play>/b.wav</Play>'),
    )
    expect((await announcement()).length / 8000).toBe(3 * soundSeconds + 3)
  })

  it('ends; one that repeats for ever is an error', async () => {
    await expect(waits(response('<Say loop="0">A</Say>')).announcement()).rejects.toMatchObject({
      code: 13238,
    })
    await expect(waits(response('<Say>A</Say><Redirect/>')).announcement()).rejects.toMatchObject({
      code: 13238,
    })
  })
})
