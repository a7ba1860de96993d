import { isIPv4 } from 'node:net'
import type { TestOutcome } from '../conference/staff/test-call.ts'
import { isLoopback, practiceNumber } from '../demo-room.ts'
import type { Secrets } from '../secrets.ts'
import type { Settings } from '../settings.ts'
import { networks } from '../switch/networks.ts'
import { testCall, usualPatience, type TestOrder } from '../telephone/test-call.ts'
import { testMark } from '../test-mark.ts'

/** How our own switch is called from this machine; or why it cannot be. */
export type TestWay =
  | { readonly is: 'possible'; readonly call: (stop?: AbortSignal) => Promise<TestOutcome> }
  | { readonly is: 'impossible'; readonly why: string; readonly todo: string }

/** What it means when a test call fails. */
export const testHeard = {
  'no-answer': 'Nobody answers. Does the switch run? npx rundruf doctor says more.',
  silent:
    'Somebody answers, and nothing is said. Do the sound files lie where they should? npx rundruf doctor says more.',
  'no-welcome':
    'The greeting is heard, but after the number of the practice line there is silence.',
  'no-echo': 'The prompts are heard, but our own voice does not come back.',
  broken: 'The call broke off.',
} as const

/** The test call of these settings. */
export function testWay(settings: Settings, secrets: Secrets): TestWay {
  const { phone } = settings
  if (phone.kind === 'twilio')
    return impossible('Twilio brings the calls, and we call nobody there', '')
  const number = practiceNumber(settings)
  if (number === undefined)
    return impossible('there is no practice line to call', 'Set PRACTICE_ROOM, for example 123456.')
  const { host: at, port, allow } = phone.sip
  if (port === 0) return impossible('the switch takes a free port at each start', '')
  const host = at === '0.0.0.0' ? '127.0.0.1' : at
  if (!isIPv4(host)) return impossible(`our telephone cannot call ${host}`, 'Use an IPv4 SIP_HOST.')
  const address = isLoopback(host) ? '127.0.0.1' : host
  if (!networks(allow)(address))
    return impossible(
      `this machine may not call its own switch from ${address}`,
      `Add ${address}/32 to SIP_ALLOW.`,
    )
  const to = { user: 'rundruf', host, port }
  const order = (): TestOrder => ({
    to,
    number,
    address,
    from: testMark(secrets.key('test call 1'), Date.now()),
  })
  return { is: 'possible', call: (stop) => testCall(order(), usualPatience, stop) }
}

const impossible = (why: string, todo: string): TestWay => ({ is: 'impossible', why, todo })
