import { describe, expect, it } from '@jest/globals'
import { torture } from '../../fixtures/sip/torture.ts'
import { framing } from '../../../src/switch/sip/transport/stream.ts'
import { receiver } from '../../../src/switch/sip/receive.ts'
import { peer, wire, type Wire } from './wire.ts'

// The cases of RFC 4475, each in words of our own. What is not refused must be taken as the RFC reads it.

function end(on: Wire): void {
  for (const { call } of on.calls) call.refuse(486)
  on.core.servers.close()
}

it('are all there: fifty messages', () => {
  expect(torture).toHaveLength(50)
})

describe('as a datagram', () => {
  it.each(torture)('RFC 4475 §$section: $what', ({ message, answers }) => {
    const on = wire()
    try {
      on.say(message)
      expect(on.statuses()).toEqual(answers)
      expect(on.errors).toEqual([])
    } finally {
      end(on)
    }
  })
})

/*
 * On a stream a message is as long as its Content-Length says (RFC 3261 §18.3): what is wrong with that loses the place
 * where the next one begins, and the connection.
 */
describe('on a stream, octet by octet and all at once', () => {
  const cases = torture.flatMap((one) => [
    { ...one, octetsAtOnce: 1 },
    { ...one, octetsAtOnce: 65_536 },
  ])
  it.each(cases)(
    'RFC 4475 §$section, $octetsAtOnce at once: $what',
    ({ message, answers, onStream = answers, octetsAtOnce }) => {
      const on = wire()
      const receive = receiver(on.core)
      const frames = framing()
      const octets = Buffer.from(message, 'latin1')
      try {
        for (let at = 0; at < octets.length; at += octetsAtOnce) {
          const { readings, lost } = frames.take(octets.subarray(at, at + octetsAtOnce))
          for (const reading of readings) receive(reading, { ...peer, transport: 'TCP' })
          if (lost) break
        }
        expect(on.statuses()).toEqual(onStream)
        expect(on.errors).toEqual([])
      } finally {
        end(on)
      }
    },
  )
})
