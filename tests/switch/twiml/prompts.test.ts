import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { dialIn, soundMs } from './dial-in.ts'

beforeEach(() => {
  jest.useFakeTimers()
})
afterEach(() => {
  jest.useRealTimers()
})

const response = (verbs: string) => `<Response>${verbs}</Response>`

// Twilio, <Say>:
//
// | attribute | allowed           | default |
// | language  | a language tag    | en-US   |
// | voice     | any; not ours     |         |
// | loop      | 0 (= 1000) … 1000 | 1       |
describe('<Say>', () => {
  it('answers the call and speaks', async () => {
    const call = dialIn(
      response('<Say language="de-DE" voice="Polly.Vicki-Neural">Guten Tag</Say>'),
    )
    await call.seconds(0)
    expect(call.ends).toEqual(['answered'])
    expect(call.heard).toEqual(['de-DE: Guten Tag'])
    expect(call.logged).toEqual([])
  })

  it('speaks its text without line breaks and without the marks of SSML', async () => {
    const call = dialIn(
      response('<Say>\n  Room <say-as interpret-as="digits">471</say-as>\n</Say>'),
    )
    await call.seconds(0)
    expect(call.heard).toEqual(['en-US: Room 471'])
  })

  it('repeats as often as loop says', async () => {
    const call = dialIn(response('<Say loop="3">Hi</Say>'))
    await call.seconds(10)
    expect(call.heard).toHaveLength(3)
  })

  it('repeats until the caller hangs up when loop is 0', async () => {
    const call = dialIn(response('<Say loop="0">Hi</Say>'))
    await call.seconds(60)
    await call.hangsUp()
    await call.over
    expect(call.heard.length).toBeGreaterThan(25)
  })

  it.each([
    ['', '13520 <Say> needs 1 to 4096 characters; it is left out'],
    ['x'.repeat(4097), '13521 <Say> needs 1 to 4096 characters; it is left out'],
  ])(
    'is left out with a warning when there is nothing, or too much, to say',
    async (text, told) => {
      const call = dialIn(response(`<Say>${text}</Say><Say>next</Say>`))
      await call.seconds(0)
      expect(call.heard).toEqual(['en-US: next'])
      expect(call.logged).toEqual([told])
    },
  )

  it('takes its default for a wrong loop, and tells the author', async () => {
    const call = dialIn(response('<Say loop="-1">Hi</Say>'))
    await call.seconds(10)
    expect(call.heard).toHaveLength(1)
    expect(call.logged).toEqual(['13510 <Say loop="-1"> is not valid; the default is used'])
  })
})

// Twilio, <Play>:
//
// | attribute | allowed           | default |
// | loop      | 0 (= 1000) … 1000 | 1       |
// | digits    | not here          |         |
describe('<Play>', () => {
  it('answers the call and plays a file, relative to its document', async () => {
    const pages = { '/de/voice': response('<Play> audio/welcome.wav </Play>') }
    const call = dialIn(pages, { first: '/de/voice' })
    await call.seconds(0)
    expect(call.heard).toEqual(['/de/audio/welcome.wav'])
    expect(call.ends).toEqual(['answered'])
  })

  it('repeats as often as loop says, after one fetch', async () => {
    const call = dialIn(response('<Play loop="2">/a.wav</Play>'))
    await call.seconds(9)
    expect(call.heard).toEqual(['/a.wav', '/a.wav'])
    expect(call.fetched).toEqual(['/a.wav'])
  })

  it('of a missing file fails like a document: the fallback is asked', async () => {
    const call = dialIn(
      { '/voice': response('<Play>/a.wav</Play>'), '/fallback': response('<Say>Sorry</Say>') },
      { missing: ['/a.wav'], fallback: '/fallback' },
    )
    await call.seconds(0)
    expect(call.requests.at(-1)).toMatchObject({ path: '/fallback', ErrorCode: '11200' })
    expect(call.heard).toEqual(['en-US: Sorry'])
  })

  it('presses no keys: digits are left out with a warning', async () => {
    const call = dialIn(response('<Play digits="ww12"/><Say>next</Say>'))
    await call.seconds(0)
    expect(call.heard).toEqual(['en-US: next'])
    expect(call.logged[0]).toMatch(/^13430 /)
  })
})

// Twilio, <Pause>:
//
// | attribute | allowed              | default |
// | length    | seconds, 1 and more  | 1       |
describe('<Pause>', () => {
  it('waits', async () => {
    const call = dialIn(response('<Say>A</Say><Pause length="3"/><Say>B</Say>'))
    await call.seconds(soundMs / 1000 + 2.9)
    expect(call.heard).toEqual(['en-US: A'])
    await call.seconds(0.2)
    expect(call.heard).toEqual(['en-US: A', 'en-US: B'])
  })

  it('as the first verb lets the telephone ring on', async () => {
    const call = dialIn(response('<Pause length="3"/><Say>A</Say>'))
    await call.seconds(2.9)
    expect(call.ends).toEqual([])
    expect(call.status()).toBe('ringing')
    await call.seconds(0.2)
    expect(call.ends).toEqual(['answered'])
  })

  it('waits one second for a wrong length, and tells the author', async () => {
    const call = dialIn(response('<Pause length="0"/><Say>A</Say>'))
    await call.seconds(1)
    expect(call.heard).toEqual(['en-US: A'])
    expect(call.logged[0]).toMatch(/^13910 /)
  })
})
