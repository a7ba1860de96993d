import { describe, expect, it } from '@jest/globals'
import { withheld } from '../../../src/conference/call/caller-number.ts'
import {
  isOpen,
  returnMaxMs,
  ticketFor,
  type Leaving,
} from '../../../src/conference/call/returning.ts'

const left: Leaving = {
  from: { is: 'telephone', number: '+49301234567' },
  room: 'room',
  meeting: 'meeting',
  role: 'host',
  muted: true,
  hand: false,
  line: 0,
  sentOut: undefined,
  at: 1000,
}

describe('a ticket for coming back', () => {
  it('is for whoever was cut off, as they were, and holds no number', () => {
    expect(ticketFor(left)).toEqual({
      room: 'room',
      meeting: 'meeting',
      role: 'host',
      line: 0,
      muted: true,
      hand: false,
      until: 1000 + returnMaxMs,
    })
  })

  it('is not for removed callers, withheld numbers, or after the meeting was ended', () => {
    expect(ticketFor({ ...left, sentOut: 'caller' })).toBeUndefined()
    expect(ticketFor({ ...left, sentOut: 'meeting' })).toBeUndefined()
    expect(ticketFor({ ...left, from: withheld })).toBeUndefined()
  })

  it('is good for ten minutes, and not longer because a clock was wrong', () => {
    const ticket = ticketFor(left)!
    expect(isOpen(ticket, 1000 + returnMaxMs - 1)).toBe(true)
    expect(isOpen(ticket, 1000 + returnMaxMs)).toBe(false)
    expect(isOpen(ticket, 999)).toBe(false)
  })
})
