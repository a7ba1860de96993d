import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { dialIn, type Options } from './dial-in.ts'

// Twilio, <Dial> with <Conference>:
//
// | <Dial>       | allowed     | default  |     | <Conference>           | allowed                      | default    |
// | action       | URL         | none     |     | muted                  | true false                   | false      |
// | method       | GET POST    | POST     |     | beep                   | true false onEnter onExit    | true       |
// | hangupOnStar | true false  | false    |     | startConferenceOnEnter | true false                   | true       |
// | timeLimit    | seconds     | 14400    |     | endConferenceOnExit    | true false                   | false      |
//                                              | participantLabel       | 1–128, no "/", no CallSid    | none       |
//                                              | waitUrl, waitMethod    | URL or empty; GET POST       | music; POST|
//                                              | maxParticipants        | 1–250                        | 250        |
//                                              | statusCallback…        | URL; words; GET POST         | none; POST |
// ours, not Twilio's:                          | echoSeconds            | 1–5                          | none       |

beforeEach(() => {
  jest.useFakeTimers()
})
afterEach(() => {
  jest.useRealTimers()
})

function join(dial = '', conference = '', options: Options = {}) {
  const noun = `<Conference ${conference}> evening </Conference>`
  const text = `<Response><Dial ${dial}>${noun}</Dial><Say>after</Say></Response>`
  return dialIn({ '/voice': text, '/left': '<Response><Say>left</Say></Response>' }, options)
}

describe('<Dial>', () => {
  it('answers and joins; white space around the name does not count', async () => {
    const call = join()
    await call.seconds(0)
    expect(call.ends).toEqual(['answered'])
    expect(call.chair.joined).toMatchObject([{ name: 'evening' }])
  })

  it('stays until somebody ends it, then the next verb follows', async () => {
    const call = join()
    await call.seconds(3600)
    expect(call.heard).toEqual([])
    call.chair.kick()
    await call.seconds(0)
    expect(call.heard).toEqual(['en-US: after'])
  })

  describe('action', () => {
    it('is asked instead, with DialCallStatus=answered and no DialCallSid', async () => {
      const call = join('action="/left"')
      await call.seconds(0)
      call.chair.kick()
      await call.seconds(0)
      expect(call.requests.at(-1)).toMatchObject({
        path: '/left',
        DialCallStatus: 'answered',
        CallStatus: 'in-progress',
      })
      expect(call.requests.at(-1)).not.toHaveProperty('DialCallSid')
      expect(call.heard).toEqual(['en-US: left'])
    })

    it('is asked once more after the caller hung up, and nobody reads the answer', async () => {
      const call = join('action="/left"')
      await call.seconds(0)
      await call.hangsUp()
      await call.over
      expect(call.requests.at(-1)).toMatchObject({ path: '/left', CallStatus: 'completed' })
      expect(call.requests).toHaveLength(2)
      expect(call.heard).toEqual([])
    })

    it('is asked when the conference is full', async () => {
      const call = join('action="/left"', '', { refused: { refused: 'full', code: 16020 } })
      await call.seconds(0)
      expect(call.paths()).toEqual(['/voice', '/left'])
      expect(call.logged).toEqual(['16020 The conference is full'])
    })
  })

  describe('hangupOnStar', () => {
    it('leaves with the star key, and with no other', async () => {
      const call = join('action="/left" hangupOnStar="true"')
      await call.seconds(1)
      await call.press('123456789#0')
      expect(call.paths()).toEqual(['/voice'])
      await call.press('*')
      expect(call.chair.left).toEqual(['participant_hung_up'])
      expect(call.requests.at(-1)).toMatchObject({ path: '/left', DialCallStatus: 'answered' })
    })

    it('is off unless told otherwise', async () => {
      const call = join('action="/left"')
      await call.seconds(1)
      await call.press('***')
      expect(call.paths()).toEqual(['/voice'])
    })
  })

  it('forgets what was typed before it', async () => {
    const dial = '<Dial hangupOnStar="true" action="/left"><Conference>x</Conference></Dial>'
    const call = dialIn(`<Response><Pause length="2"/>${dial}</Response>`)
    await call.press('*')
    await call.seconds(5)
    expect(call.paths()).toEqual(['/voice'])
    expect(call.chair.left).toEqual([])
  })

  it('leaves what is typed after the star to the next document', async () => {
    const call = dialIn({
      '/voice':
        '<Response><Dial hangupOnStar="true" action="/menu"><Conference>x</Conference></Dial></Response>',
      '/menu': '<Response><Gather numDigits="1" action="/do"/></Response>',
      '/do': '<Response><Pause/></Response>',
    })
    await call.seconds(0)
    await call.press('*6')
    expect(call.requests.at(-1)).toMatchObject({ path: '/do', Digits: '6' })
  })

  describe('timeLimit', () => {
    it('ends it', async () => {
      const call = join('action="/left" timeLimit="60"')
      await call.seconds(59.9)
      expect(call.chair.left).toEqual([])
      await call.seconds(0.2)
      expect(call.chair.left).toEqual(['participant_hung_up'])
      expect(call.requests.at(-1)).toMatchObject({ path: '/left' })
    })

    it('is four hours unless told otherwise', async () => {
      const call = join()
      await call.seconds(4 * 3600 - 1)
      expect(call.chair.left).toEqual([])
      await call.seconds(2)
      expect(call.chair.left).toHaveLength(1)
    })
  })

  it('leaves the conference without its action when the call is sent elsewhere', async () => {
    const call = join('action="/left"')
    await call.seconds(1)
    await call.sent({ twiml: '<Response><Say>menu</Say></Response>' })
    expect(call.chair.left).toEqual(['participant_updated_via_api'])
    expect(call.paths()).toEqual(['/voice'])
    expect(call.heard).toEqual(['en-US: menu'])
  })
})

describe('<Conference>', () => {
  it('has Twilio’s defaults', async () => {
    const call = join()
    await call.seconds(0)
    expect(call.chair.joined).toEqual([
      {
        name: 'evening',
        muted: false,
        beep: 'true',
        startConferenceOnEnter: true,
        endConferenceOnExit: false,
        participantsMax: 250,
      },
    ])
  })

  it('makes its addresses absolute and knows the words of its callback', async () => {
    const call = join(
      '',
      'waitUrl="/wait?x=1" statusCallback="conf" statusCallbackEvent="start  join nonsense" statusCallbackMethod="GET"',
    )
    await call.seconds(0)
    expect(call.chair.joined).toMatchObject([
      {
        wait: { url: 'https://app.example/wait?x=1', method: 'POST' },
        callback: {
          url: 'https://app.example/conf',
          method: 'GET',
          words: new Set(['start', 'join']),
        },
      },
    ])
    expect(call.logged).toEqual(['12200 <Conference statusCallbackEvent> does not know "nonsense"'])
  })

  it('takes echoSeconds, which is ours: the caller hears themselves so much later', async () => {
    const call = join('', 'echoSeconds="2"')
    await call.seconds(0)
    expect(call.chair.joined).toMatchObject([{ echoSeconds: 2 }])
    expect(call.logged).toEqual([])
  })

  it('waits in silence with an empty waitUrl', async () => {
    const call = join('', 'waitUrl=""')
    await call.seconds(0)
    expect(call.chair.joined).toMatchObject([{ wait: { url: '' } }])
  })

  it.each([
    ['muted="yes"', '13230', { muted: false }],
    ['startConferenceOnEnter="1"', '13232', { startConferenceOnEnter: true }],
    ['beep="loud"', '13235', { beep: 'true' }],
    ['waitMethod="PUT" waitUrl="/w"', '13234', { wait: { method: 'POST' } }],
    ['maxParticipants="251"', '12200', { participantsMax: 250 }],
    ['echoSeconds="6"', '12200', { name: 'evening' }],
  ])('takes the default for %s, and tells the author', async (attribute, code, wish) => {
    const call = join('', attribute)
    await call.seconds(0)
    expect(call.chair.joined).toMatchObject([wish])
    expect(call.logged).toEqual([expect.stringMatching(`^${code} `)])
  })

  it.each(['a/b', `CA${'0'.repeat(32)}`, 'x'.repeat(129)])(
    'does not add a caller with the label %s, who goes on',
    async (label) => {
      const call = join('', `participantLabel="${label}"`)
      await call.seconds(0)
      expect(call.chair.joined).toEqual([])
      expect(call.heard).toEqual(['en-US: after'])
      expect(call.logged[0]).toMatch(/^16023 /)
    },
  )

  it.each([
    ['endConferenceOnExit="maybe"', '13231'],
    ['waitUrl="ftp://x/y"', '11100'],
  ])('fails as a document for %s', async (attribute, code) => {
    const call = join('', attribute)
    await call.seconds(0)
    expect(call.logged).toEqual([expect.stringMatching(`^${code} `)])
    expect(call.heard).toEqual(['trouble'])
  })
})
