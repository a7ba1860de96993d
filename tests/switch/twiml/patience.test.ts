import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { awayMsMax } from '../../../src/switch/twiml/patience.ts'
import { news, newsKeptMs } from '../../../src/switch/webhook/news.ts'
import { WebhookFailed } from '../../../src/switch/webhook/webhook.ts'
import { away, dialIn, pagesAsWebhooks, type Answered, type Pages } from './dial-in.ts'

/* the link between the switch and the application is cut for a while. */

beforeEach(() => {
  jest.useFakeTimers({ now: 0 })
})
afterEach(() => {
  jest.useRealTimers()
})

const response = (verbs: string) => `<Response>${verbs}</Response>`
const cutMs = 60_000

/** A page that cannot be reached between two moments. */
const cut = (text: string, fromMs = 0, toMs = cutMs) => ({
  page: () => (Date.now() >= fromMs && Date.now() < toMs ? away : text),
})

describe('R-41: while the application is away', () => {
  it('whoever calls is asked to wait, and gets in when it is back', async () => {
    const call = dialIn({ '/voice': cut(response('<Say>Welcome</Say><Pause length="60"/>')).page })
    await call.seconds(1)
    expect({ heard: call.heard, ends: call.ends }).toEqual({
      heard: ['please wait'],
      ends: ['answered'],
    })
    await call.seconds(58)
    expect(new Set(call.heard)).toEqual(new Set(['please wait']))
    await call.seconds(4)
    expect(call.heard.at(-1)).toBe('en-US: Welcome')
    expect(call.ends).toEqual(['answered'])
  })

  it('whoever waits in a document that asks for itself waits on, and comes back to it', async () => {
    const waits = response('<Say>Waiting</Say><Redirect>/waits</Redirect>')
    const call = dialIn({ '/voice': waits, '/waits': cut(waits, 1_000, 1_000 + cutMs).page })
    await call.seconds(30)
    expect(call.heard).toContain('please wait')
    await call.seconds(40)
    expect(call.heard.at(-1)).toBe('en-US: Waiting')
    expect(call.logged).toEqual(['the application is not there; the caller is asked to wait'])
  })

  it('a key that was pressed in time still counts, with everything said about it', async () => {
    const call = dialIn({
      '/voice': response('<Gather action="/pin" numDigits="2" timeout="30"/>'),
      '/pin': cut(response('<Say>Thank you</Say><Pause length="60"/>')).page,
    })
    await call.press('47')
    await call.seconds(cutMs / 1000 + 2)
    expect(call.requests.at(-1)).toMatchObject({ path: '/pin', Digits: '47' })
    expect(call.heard.at(-1)).toBe('en-US: Thank you')
  })

  it('an answer that takes long is waited for with music; a quick one is not', async () => {
    const slow = () => ({ afterMs: 9_000, text: response('<Say>B</Say>') })
    const call = dialIn({
      '/voice': response('<Say>A</Say><Redirect>/slow</Redirect>'),
      '/slow': slow,
    })
    await call.seconds(5)
    expect(call.heard).toEqual(['en-US: A'])
    await call.seconds(10)
    expect(call.heard).toEqual([
      'en-US: A',
      'please wait',
      'please wait',
      'please wait',
      'cut off',
      'en-US: B',
    ])
  })

  it('it lasts two minutes, then a sentence says that there is trouble', async () => {
    const call = dialIn({ '/voice': () => away })
    await call.seconds(awayMsMax / 1000 + 5)
    await call.over
    expect(call.heard.at(-1)).toBe('trouble')
    expect(call.ends).toEqual(['answered', 'hung up'])
  })

  it('whoever hangs up is not asked for any more', async () => {
    const call = dialIn({ '/voice': () => away })
    await call.seconds(3)
    await call.hangsUp()
    const asked = call.requests.length
    await call.seconds(30)
    expect(call.requests).toHaveLength(asked)
    expect(jest.getTimerCount()).toBe(0)
  })

  it('what fails for another reason fails at once, and a fallback goes first, as at Twilio', async () => {
    const failing = dialIn({ '/voice': 500 })
    await failing.seconds(0)
    expect(failing.heard).toEqual(['trouble'])
    const pages: Pages = { '/voice': () => away, '/fallback': response('<Say>Later</Say>') }
    const withFallback = dialIn(pages, { fallback: '/fallback' })
    await withFallback.seconds(0)
    expect(withFallback.heard).toEqual(['en-US: Later'])
  })
})

describe('R-41: news for an application that is away', () => {
  const told = (page: () => Answered) => {
    const { webhooks, requests } = pagesAsWebhooks({ '/news': page })
    const stopping = new AbortController()
    const telling = news(webhooks, stopping.signal).ask('https://app.example/news', 'POST', {
      N: '1',
    })
    return { requests, stopping, telling }
  }

  it('are told when it is back', async () => {
    const { telling, requests } = told(cut('ok').page)
    await jest.advanceTimersByTimeAsync(cutMs + 2_000)
    expect(await telling).toMatchObject({ status: 200 })
    expect(requests.at(-1)).toMatchObject({ path: '/news', N: '1' })
  })

  it('are given up after a while, and when the switch stops', async () => {
    const [late, stopped] = [told(() => away), told(() => away)]
    const failures = [late, stopped].map(({ telling }) =>
      expect(telling).rejects.toThrow(WebhookFailed),
    )
    stopped.stopping.abort()
    await jest.advanceTimersByTimeAsync(newsKeptMs + 2_000)
    await Promise.all(failures)
    expect(stopped.requests.length).toBeLessThan(3)
  })
})
