import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { documentsWithoutMediaMax } from '../../../src/switch/twiml/run.ts'
import { dialIn } from './dial-in.ts'

beforeEach(() => {
  jest.useFakeTimers()
})
afterEach(() => {
  jest.useRealTimers()
})

const response = (verbs: string) => `<Response>${verbs}</Response>`

describe('a document', () => {
  it('is first asked for while the telephone rings', async () => {
    const call = dialIn(response('<Pause/>'))
    await call.seconds(0)
    expect(call.requests).toMatchObject([{ path: '/voice', method: 'POST', CallStatus: 'ringing' }])
  })

  it('runs top-down, and at its end the call hangs up', async () => {
    const call = dialIn(response('<Say>A</Say><Say>B</Say>'))
    await call.seconds(5)
    expect(call.heard).toEqual(['en-US: A', 'en-US: B'])
    expect(call.ends).toEqual(['answered', 'hung up'])
  })

  it('without verbs answers and hangs up', async () => {
    const call = dialIn('<Response/>')
    await call.over
    expect(call.ends).toEqual(['answered', 'hung up'])
  })

  it('goes on after an unknown verb or attribute, with a warning', async () => {
    const call = dialIn(response('<Dance/><Say tune="x">A</Say>'))
    await call.seconds(0)
    expect(call.heard).toEqual(['en-US: A'])
    expect(call.logged).toEqual([
      '12200 <Dance> is not a verb; it is left out',
      '12200 <Say> has no attribute "tune"; it is ignored',
    ])
  })

  it('of plain text is read aloud, and then the call hangs up', async () => {
    const call = dialIn('Good evening')
    await call.seconds(5)
    expect(call.heard).toEqual(['en-US: Good evening'])
    expect(call.ends).toEqual(['answered', 'hung up'])
  })
})

// Twilio, <Redirect>: text is a URL, empty for the document itself; method GET or POST, POST by default.
describe('<Redirect>', () => {
  it('goes on elsewhere, and nothing after it runs', async () => {
    const call = dialIn({
      '/voice': response('<Redirect method="GET">next?a=1&amp;b=2</Redirect><Say>never</Say>'),
      '/next': response('<Say>B</Say>'),
    })
    await call.seconds(0)
    expect(call.requests.at(-1)).toMatchObject({ path: '/next?a=1&b=2', method: 'GET' })
    expect(call.heard).toEqual(['en-US: B'])
  })

  it('keeps ringing when nothing has sounded yet', async () => {
    const call = dialIn({
      '/voice': response('<Redirect>/b</Redirect>'),
      '/b': response('<Pause/>'),
    })
    await call.seconds(0.5)
    expect(call.status()).toBe('ringing')
    expect(call.requests.at(-1)).toMatchObject({ CallStatus: 'ringing' })
  })

  it('in a circle without sound ends the call instead of asking for ever', async () => {
    const call = dialIn(response('<Redirect/>'))
    await call.seconds(0)
    await call.seconds(3)
    await call.over
    expect(call.requests).toHaveLength(documentsWithoutMediaMax)
    expect(call.heard).toEqual(['trouble'])
  })

  it('may go round for hours when there is sound', async () => {
    const call = dialIn(response('<Say>Please wait</Say><Redirect/>'))
    await call.seconds(3600)
    expect(call.heard.length).toBeGreaterThan(1700)
    expect(call.status()).toBe('in-progress')
  })
})

describe('<Hangup>', () => {
  it('ends the call; as the first verb it answers before', async () => {
    const call = dialIn(response('<Hangup/><Say>never</Say>'))
    await call.over
    expect(call.ends).toEqual(['answered', 'hung up'])
    expect(call.heard).toEqual([])
  })
})

// Twilio, <Reject>: reason is rejected or busy, rejected by default.
describe('<Reject>', () => {
  it.each([
    ['<Reject/>', 'refused: rejected'],
    ['<Reject reason="busy"/>', 'refused: busy'],
    ['<Reject reason="tired"/>', 'refused: rejected'],
  ])('%s does not answer', async (verb, end) => {
    const call = dialIn(response(verb))
    await call.over
    expect(call.ends).toEqual([end])
  })
})

describe('what fails', () => {
  const fallback = { fallback: '/fallback' }

  it.each([
    ['no XML', '<Response>', '12100'],
    ['no <Response>', '<Answer/>', '12102'],
    ['an answer of 500', 500, '11200'],
    ['a recording', response('<Record/>'), '12200'],
  ])('%s: the fallback is asked, with ErrorCode and ErrorUrl', async (_what, page, code) => {
    const pages = { '/voice': page, '/fallback': response('<Say>Sorry</Say>') }
    const call = dialIn(pages, fallback)
    await call.seconds(0)
    expect(call.requests.at(-1)).toMatchObject({
      path: '/fallback',
      ErrorCode: code,
      ErrorUrl: 'https://app.example/voice',
    })
    expect(call.heard).toEqual(['en-US: Sorry'])
  })

  it.each([
    ['there is no fallback', {}, { '/voice': 500 }],
    ['the fallback fails too', fallback, { '/voice': 500, '/fallback': 500 }],
  ])('is never silence: the trouble sound when %s', async (_when, options, pages) => {
    const call = dialIn(pages, options)
    await call.seconds(3)
    await call.over
    expect(call.heard).toEqual(['trouble'])
    expect(call.ends).toEqual(['answered', 'hung up'])
  })

  it('after the fallback may use it again for another failure', async () => {
    const pages = {
      '/voice': 500,
      '/fallback': response('<Say>Sorry</Say><Redirect>/broken</Redirect>'),
      '/broken': 500,
    }
    const call = dialIn(pages, fallback)
    await call.seconds(3)
    expect(call.paths()).toEqual(['/voice', '/fallback', '/broken', '/fallback'])
  })

  it('by a bug ends this call with the trouble sound', async () => {
    const pages = {
      '/voice': (): string => {
        throw new TypeError('a bug')
      },
    }
    const call = dialIn(pages, fallback)
    await call.seconds(3)
    await call.over
    expect(call.heard).toEqual(['trouble'])
    expect(call.logged).toEqual(['a bug ends this call'])
  })
})

describe('a call sent elsewhere over REST', () => {
  it('leaves what it is doing at once', async () => {
    const pages = {
      '/voice': response('<Say loop="0">A</Say>'),
      '/other': response('<Say>B</Say>'),
    }
    const call = dialIn(pages)
    await call.seconds(0.5)
    await call.sent({ url: 'https://app.example/other', method: 'GET' })
    expect(call.heard).toEqual(['en-US: A', 'cut off', 'en-US: B'])
    expect(call.requests.at(-1)).toMatchObject({ path: '/other', method: 'GET' })
  })

  it('runs a document given as text', async () => {
    const call = dialIn(response('<Pause length="60"/>'))
    await call.sent({ twiml: response('<Say>B</Say>') })
    expect(call.heard).toEqual(['en-US: B'])
    expect(call.paths()).toEqual(['/voice'])
  })

  it('cannot use relative addresses in a document given as text', async () => {
    const call = dialIn(
      { '/voice': response('<Pause length="60"/>'), '/fallback': '<Response/>' },
      { fallback: '/fallback' },
    )
    await call.sent({ twiml: response('<Redirect>/next</Redirect>') })
    expect(call.requests.at(-1)).toMatchObject({ path: '/fallback', ErrorCode: '11100' })
  })

  it('leaves a Gather without its action', async () => {
    const call = dialIn(response('<Gather action="/pin" timeout="60"/>'))
    await call.press('12')
    await call.sent({ twiml: response('<Say>B</Say>') })
    expect(call.paths()).toEqual(['/voice'])
    expect(call.heard).toEqual(['en-US: B'])
  })

  it('ends where a document given last ends', async () => {
    const call = dialIn(response('<Pause length="60"/>'))
    await call.sent({ twiml: '<Response/>' })
    await call.over
    expect(call.ends).toEqual(['answered', 'hung up'])
  })
})
