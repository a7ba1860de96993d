import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { establish, ourSdp, request, theirSdp, wire, type Wire, type Words } from './wire.ts'

/*
 * Messages that cross on their way (RFC 5407), and those that come late, twice or in the wrong order. Each row is a
 * timeline: what arrives here with which CSeq, or what our side does → what leaves.
 */

beforeEach(() => {
  jest.useFakeTimers()
})
afterEach(() => {
  jest.useRealTimers()
})

type Begins = 'ringing' | 'answered' | 'established'
type Timeline = readonly [title: string, begins: Begins, steps: readonly string[], ended: string]

const timelines: readonly Timeline[] = [
  [
    'CANCEL comes while our 200 is on its way (RFC 5407 §3.1.2): the call stands, and the BYE ends it',
    'ringing',
    ['we answer → 200', 'CANCEL 1 → 200', 'ACK 1 →', 'BYE 2 → 200'],
    'caller-hung-up',
  ],
  [
    'CANCEL comes first: our answer afterwards says nothing any more',
    'ringing',
    ['CANCEL 1 → 200 487', 'we answer →', 'CANCEL 1 → 200', 'ACK 1 of the 487 →', '60000 ms →'],
    'cancelled',
  ],
  [
    'BYE, then CANCEL for a call that still rings (RFC 5407 §3.1.1): 487 once',
    'ringing',
    ['BYE 2 → 200 487', 'CANCEL 1 → 200'],
    'caller-hung-up',
  ],
  [
    'BYE comes before the ACK of our 200 (RFC 5407 §3.1.4): no repeats, the late ACK is nobody’s',
    'answered',
    ['BYE 2 → 200', 'ACK 1 →', '60000 ms →'],
    'caller-hung-up',
  ],
  [
    'the ACK is lost, our 200 comes again, the next ACK counts',
    'answered',
    ['500 ms → 200', '1000 ms → 200', 'ACK 1 →', '60000 ms →'],
    '',
  ],
  ['the ACK comes twice', 'answered', ['ACK 1 →', 'ACK 1 →', 'BYE 2 → 200'], 'caller-hung-up'],
  [
    'a re-INVITE overtakes the ACK (RFC 5407 §3.1.5): both ACKs count afterwards',
    'answered',
    ['INVITE 2 → 200', 'ACK 1 →', 'ACK 2 →', '60000 ms →'],
    '',
  ],
  [
    'both hang up at once (RFC 5407 §3.2.1): each BYE is answered',
    'established',
    ['we hang up → BYE', 'BYE 2 → 200'],
    'we-hung-up',
  ],
  [
    'their re-INVITE crosses our BYE (RFC 5407 §3.2.3)',
    'established',
    ['we hang up → BYE', 'INVITE 2 → 481'],
    'we-hung-up',
  ],
  ['their INFO crosses our BYE', 'established', ['we hang up → BYE', 'INFO 2 → 481'], 'we-hung-up'],
  [
    'a re-INVITE comes behind its own BYE (RFC 5407 §3.2.2)',
    'established',
    ['BYE 3 → 200', 'INVITE 2 → 481'],
    'caller-hung-up',
  ],
  [
    'two requests arrive in the wrong order: the older one hears 500 (RFC 3261 §12.2.2)',
    'established',
    ['INFO 3 → 200', 'INFO 2 → 500'],
    '',
  ],
  [
    'a change while our offer waits for its answer in the ACK (glare): 491, and 200 afterwards',
    'established',
    [
      ...['INVITE 2 without offer → 200', 'INVITE 3 → 491', 'UPDATE 4 → 491'],
      ...['ACK 2 with answer →', 'INVITE 5 → 200'],
    ],
    '',
  ],
  [
    'CANCEL of a re-INVITE that is answered already: nothing changes',
    'established',
    ['INVITE 2 → 200', 'CANCEL 2 → 200', 'ACK 2 →', 'BYE 3 → 200'],
    'caller-hung-up',
  ],
  [
    'a re-INVITE that comes twice is dealt with once; its 200 comes again until the ACK',
    'established',
    ['INVITE 2 → 200', 'INVITE 2 →', '500 ms → 200', 'ACK 2 →', '60000 ms →'],
    '',
  ],
  [
    'our refresh crosses theirs: both are answered',
    'established',
    ['100000 ms → UPDATE', 'UPDATE 2 refreshes → 200', 'INFO 3 → 200'],
    '',
  ],
]

/** Whether ours is the refresh that falls due after 100 s. */
const timer = ['Supported: timer', 'Session-Expires: 200;refresher=uas', 'Allow: INVITE, UPDATE']
const branchOf = (method: string, cseq: number) =>
  method === 'INVITE' || method === 'CANCEL' ? { branch: `z9hG4bKrace${cseq}` } : {}

/** A call at the beginning of a timeline, and our tag in it. */
function callThat(begins: Begins, headers: readonly string[]): { on: Wire; tag: string } {
  const on = wire()
  const words = { ...branchOf('INVITE', 1), headers }
  if (begins === 'established') return { on, tag: establish(on, words) }
  on.say(request(words))
  const { call } = on.calls[0]!
  if (begins === 'ringing') call.ring()
  else call.answer(ourSdp)
  const tag = /\r\nTo: .*;tag=(\w+)/.exec(on.sent.at(-1)!.text)![1]!
  on.statuses()
  return { on, tag }
}

/** Does what a step says, and gives what leaves because of it. */
function play(on: Wire, tag: string, what: string): string {
  const [first = '', number = '', ...more] = what.split(' ')
  const { call } = on.calls[0]!
  if (what === 'we answer') call.answer(ourSdp)
  else if (what === 'we hang up') call.end()
  else if (number === 'ms') jest.advanceTimersByTime(Number(first))
  else {
    const cseq = Number(number)
    const words: Words = { method: first, cseq, toTag: tag, ...branchOf(first, cseq) }
    on.say(request({ ...words, ...detail(first, more.join(' ')) }))
  }
  return on.statuses().join(' ')
}

function detail(method: string, how: string): Words {
  if (how === 'without offer') return { body: '' }
  if (how === 'of the 487') return { body: '', ...branchOf('INVITE', 1) }
  if (how === 'refreshes') return { headers: timer }
  if (how === 'with answer' || method === 'UPDATE') return { body: theirSdp }
  return method === 'INVITE' ? {} : { body: '' }
}

describe('messages that cross', () => {
  it.each(timelines)('%s', (_, begins, steps, ended) => {
    const { on, tag } = callThat(begins, steps.join().includes('refreshes') ? timer : [])
    for (const step of steps) {
      const [what = '', leaves = ''] = step.split('→').map((part) => part.trim())
      expect(`${what} → ${play(on, tag, what)}`).toBe(`${what} → ${leaves}`)
    }
    expect(on.calls[0]?.ended.join()).toBe(ended)
    expect(on.errors).toEqual([])
  })
})
