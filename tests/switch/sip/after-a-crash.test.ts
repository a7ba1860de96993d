import { afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import { bye } from '../../../src/switch/sip/call/bye.ts'
import { dialogFrom, recordOf } from '../../../src/switch/sip/call/dialog-record.ts'
import { answerOf, establish, request, wire, type Wire } from './wire.ts'

/*
 * a call that only rang when the switch was killed. Nothing of it is written down, so nothing can be answered: over UDP
 * its caller goes on hearing the tone until they hang up, over TCP and TLS the connection has broken and says so.
 */

beforeEach(() => {
  jest.useFakeTimers()
})
afterEach(() => {
  jest.useRealTimers()
})

const rings: Parameters<typeof wire>[0] = {
  onNew: (call) => {
    call.ring()
  },
}

/** A switch that knows nothing of what was before. */
function startedAgain(): Wire {
  return wire(rings)
}

/** An INVITE that rang at a switch that is no more. */
function rangBefore(): string {
  const invite = request({ callId: 'rang', branch: 'z9hG4bKrang' })
  const before = wire(rings)
  before.say(invite)
  expect(before.statuses()).toEqual([100, 180])
  return invite
}

test('R-02: whoever hangs up then and calls again gets in', () => {
  rangBefore()
  const after = startedAgain()
  after.say(request({ method: 'CANCEL', callId: 'rang', branch: 'z9hG4bKrang', body: '' }))
  expect(after.statuses()).toEqual([481])
  after.say(request({ callId: 'again' }))
  expect(after.statuses()).toEqual([100, 180])
  expect(after.core.calls.upCount).toBe(1)
})

test('R-02: an INVITE that comes once more is a new call, and one only', () => {
  const invite = rangBefore()
  const after = startedAgain()
  after.say(invite)
  after.say(invite)
  expect(after.statuses()).toEqual([100, 180, 180])
  expect(after.calls).toHaveLength(1)
})

test('R-02: the BYE for the call of before leaves the one alone that its INVITE began anew', () => {
  const words = { callId: 'answered', branch: 'z9hG4bKanswered' }
  const before = wire()
  establish(before, words)
  const dialog = dialogFrom(
    JSON.parse(JSON.stringify(recordOf(before.core.calls.all()[0]!.dialog))),
  )
  const after = startedAgain()
  after.say(request(words))
  expect(after.statuses()).toEqual([100, 180])
  let over = false
  bye(after.core, dialog!, () => (over = true))
  const said = after.next()
  expect(said.from.tag).not.toBe(after.core.calls.all()[0]!.dialog.localTag)
  after.say(answerOf(said, 481))
  expect(over).toBe(true)
  expect(after.calls[0]?.ended).toEqual([])
})
