import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { dialIn, soundMs } from './dial-in.ts'

// Twilio, <Gather>:
//
// | attribute           | allowed                      | default              |
// | action              | URL                          | the current document |
// | method              | GET, POST                    | POST                 |
// | input               | dtmf                         | dtmf                 |
// | numDigits           | 1 and more                   | as many as come      |
// | finishOnKey         | one of 0-9 # *, or empty     | #                    |
// | timeout             | seconds, 1 and more          | 5                    |
// | actionOnEmptyResult | true, false                  | false                |

const { seconds: promptSeconds } = { seconds: soundMs / 1000 }
const then = '<Say>too late</Say>'

beforeEach(() => {
  jest.useFakeTimers()
})
afterEach(() => {
  jest.useRealTimers()
})

function gather(attributes: string, prompts = '') {
  const gathering = `<Response><Gather ${attributes}>${prompts}</Gather>${then}</Response>`
  return dialIn({ '/voice': gathering, '/pin': '<Response><Pause length="99"/></Response>' })
}

describe('<Gather>', () => {
  it('answers the call', async () => {
    const call = gather('action="/pin"')
    await call.seconds(0)
    expect(call.ends).toEqual(['answered'])
  })

  it('sends Digits, FinishedOnKey and msg beside the standard parameters', async () => {
    const call = gather('action="/pin"')
    await call.press('0471#')
    expect(call.requests.at(-1)).toEqual({
      path: '/pin',
      method: 'POST',
      CallSid: expect.any(String),
      From: '+4930111',
      To: '+4930999',
      CallStatus: 'in-progress',
      Digits: '0471',
      FinishedOnKey: '#',
      msg: 'Gather End',
    })
  })

  describe('action', () => {
    it('is the current document unless told otherwise', async () => {
      const call = dialIn('<Response><Gather numDigits="1"/></Response>', { first: '/voice?try=2' })
      await call.press('5')
      expect(call.requests.at(-1)).toMatchObject({ path: '/voice?try=2', Digits: '5' })
    })
  })

  describe('method', () => {
    it('may be GET', async () => {
      const call = gather('action="/pin" method="GET"')
      await call.press('1#')
      expect(call.requests.at(-1)).toMatchObject({ method: 'GET' })
    })
  })

  describe('numDigits', () => {
    it('ends at once with the last digit, without a finish key', async () => {
      const call = gather('action="/pin" numDigits="6"')
      await call.press('471108')
      expect(call.requests.at(-1)).toMatchObject({ Digits: '471108', FinishedOnKey: '' })
    })

    it('leaves what was typed too much to the next Gather', async () => {
      const call = dialIn({
        '/voice': '<Response><Gather action="/pin" numDigits="6"/></Response>',
        '/pin': '<Response><Gather action="/in" numDigits="6" finishOnKey=""/></Response>',
        '/in': '<Response/>',
      })
      await call.press('471108352964')
      expect(call.requests.map(({ Digits }) => Digits)).toEqual([undefined, '471108', '352964'])
    })
  })

  describe('finishOnKey', () => {
    it('is never in Digits', async () => {
      const call = gather('action="/pin" finishOnKey="*"')
      await call.press('1#2*')
      expect(call.requests.at(-1)).toMatchObject({ Digits: '1#2', FinishedOnKey: '*' })
    })

    it('may be empty: then # and * are digits', async () => {
      const call = gather('action="/pin" finishOnKey="" numDigits="3"')
      await call.press('*1#')
      expect(call.requests.at(-1)).toMatchObject({ Digits: '*1#', FinishedOnKey: '' })
    })

    it('as the first key is no input: the next verb follows', async () => {
      const call = gather('action="/pin"')
      await call.press('#')
      expect(call.paths()).toEqual(['/voice'])
      expect(call.heard).toEqual(['en-US: too late'])
    })
  })

  describe('timeout', () => {
    it('is five seconds unless told otherwise, and then the next verb follows', async () => {
      const call = gather('action="/pin"')
      await call.seconds(4.9)
      expect(call.heard).toEqual([])
      await call.seconds(0.2)
      expect(call.heard).toEqual(['en-US: too late'])
    })

    it('begins when the prompts are over', async () => {
      const call = gather('action="/pin" timeout="3"', '<Say>Room?</Say>')
      await call.seconds(promptSeconds + 2.9)
      expect(call.heard).toEqual(['en-US: Room?'])
      await call.seconds(0.2)
      expect(call.heard).toContain('en-US: too late')
    })

    it('begins again with each digit', async () => {
      const call = gather('action="/pin" timeout="3"')
      for (const key of '123') {
        await call.press(key)
        await call.seconds(2.9)
      }
      expect(call.paths()).toEqual(['/voice'])
      await call.seconds(0.2)
      expect(call.requests.at(-1)).toMatchObject({ path: '/pin', Digits: '123', FinishedOnKey: '' })
    })
  })

  describe('actionOnEmptyResult', () => {
    it('asks the action with no Digits when nothing was typed', async () => {
      const call = gather('action="/pin" actionOnEmptyResult="true" timeout="1"')
      await call.seconds(1.1)
      expect(call.requests.at(-1)).toMatchObject({ path: '/pin', Digits: '' })
    })

    it('asks it too when the finish key came first', async () => {
      const call = gather('action="/pin" actionOnEmptyResult="true"')
      await call.press('#')
      expect(call.requests.at(-1)).toMatchObject({ path: '/pin', Digits: '', FinishedOnKey: '#' })
    })
  })

  describe('prompts', () => {
    it('stop at once with the first key, and the key counts', async () => {
      const call = gather('action="/pin" numDigits="2"', '<Say>One</Say><Pause/><Say>Two</Say>')
      await call.seconds(0.5)
      await call.press('4')
      expect(call.heard).toEqual(['en-US: One', 'cut off'])
      await call.press('2')
      expect(call.requests.at(-1)).toMatchObject({ Digits: '42' })
    })

    it('are not begun when something was typed ahead', async () => {
      const call = dialIn({
        '/voice': '<Response><Gather action="/pin" numDigits="1"/></Response>',
        '/pin': '<Response><Gather action="/in" numDigits="1"><Say>PIN?</Say></Gather></Response>',
        '/in': '<Response><Pause length="9"/></Response>',
      })
      await call.press('12')
      expect(call.heard).toEqual([])
      expect(call.requests.at(-1)).toMatchObject({ path: '/in', Digits: '2' })
    })

    it('are all fetched before the first plays', async () => {
      const call = gather('action="/pin"', '<Play>/a.wav</Play><Play>/b.wav</Play>')
      await call.seconds(0.1)
      expect(call.fetched).toEqual(['/a.wav', '/b.wav'])
      expect(call.heard).toEqual(['/a.wav'])
    })

    it('of which one is missing fail as a whole, before a sound', async () => {
      const call = dialIn(
        '<Response><Gather><Say>Hello</Say><Play>/b.wav</Play></Gather></Response>',
        { missing: ['/b.wav'] },
      )
      await call.seconds(0.1)
      expect(call.heard).toEqual(['trouble'])
    })
  })

  it('tells nothing when the caller hangs up', async () => {
    const call = gather('action="/pin"')
    await call.press('12')
    await call.hangsUp()
    await call.over
    expect(call.paths()).toEqual(['/voice'])
  })

  it('keeps at most 32 keys typed ahead, and those survive a redirect', async () => {
    const call = dialIn({
      '/voice': '<Response><Pause length="1"/><Redirect>/next</Redirect></Response>',
      '/next': '<Response><Gather action="/pin" finishOnKey="" timeout="1"/></Response>',
      '/pin': '<Response/>',
    })
    await call.press('1234567890'.repeat(4))
    await call.seconds(3)
    expect(call.requests.at(-1)).toMatchObject({ Digits: '12345678901234567890123456789012' })
  })
})
