import { EventEmitter } from 'node:events'
import type { Socket } from 'node:dgram'
import { expect, test } from '@jest/globals'
import type { Inward } from '../../../src/switch/media/inward.ts'
import { takingIn } from '../../../src/switch/media/taking-in.ts'
import type { ReportLine } from '../../../src/switch/media/wire/report-line.ts'
import { emptyRtpPacket } from '../../../src/switch/media/wire/rtp.ts'
import { SourceLock } from '../../../src/switch/media/wire/source-lock.ts'

const caller = { address: '192.0.2.7', port: 4000 }
const stranger = { address: '192.0.2.9', port: 4000 }

/** A line whose packets are words: "bug" is one that we fail at, "report" is one. */
function line({ callerIsKnown }: { callerIsKnown: boolean }) {
  const sound = new EventEmitter()
  const lock = new SourceLock()
  lock.agree(caller.address, caller.port)
  if (callerIsKnown) lock.admits(caller.address, caller.port, emptyRtpPacket())
  const done: string[] = []
  const received = (datagram: Buffer, from: { address: string }) => {
    if (datagram.toString() === 'bug') throw new Error('a bug')
    done.push(
      `${datagram.toString()} of ${from.address === caller.address ? 'caller' : 'stranger'}`,
    )
  }
  const takes = (datagram: Buffer) => {
    if (datagram.toString() !== 'report') return false
    done.push('report')
    return true
  }
  const takeIn = takingIn(sound as unknown as Socket, {
    lock,
    reporting: { takes } as unknown as ReportLine,
    inward: { received } as unknown as Inward,
    failed: (bug) => void done.push(String(bug)),
  })
  const comes = (text: string, from = caller) => sound.emit('message', Buffer.from(text), from)
  return { done, takeIn, comes }
}

test('what the caller says waits for the tick; reports and strangers are seen to at once', () => {
  const { done, takeIn, comes } = line({ callerIsKnown: true })
  comes('hello')
  comes('report')
  comes('noise', stranger)
  expect(done).toEqual(['report', 'hello of caller', 'noise of stranger'])
  comes('again')
  expect(done).toHaveLength(3)
  takeIn()
  takeIn()
  expect(done.slice(3)).toEqual(['again of caller'])
})

test('until it is known who the caller is, nothing waits', () => {
  const { done, comes } = line({ callerIsKnown: false })
  comes('hello')
  expect(done).toEqual(['hello of caller'])
})

test('whatever the rhythm, everything is taken in the order in which it came', () => {
  const { done, takeIn, comes } = line({ callerIsKnown: true })
  const words = Array.from({ length: 11 }, (_, place) => String(place))
  for (const word of words) comes(word)
  comes('long'.repeat(100))
  takeIn()
  expect(done).toEqual([...words, 'long'.repeat(100)].map((word) => `${word} of caller`))
})

test('R-33 a bug met in the tick is told like one met on arrival', () => {
  const { done, takeIn, comes } = line({ callerIsKnown: true })
  comes('bug')
  takeIn()
  comes('fine')
  takeIn()
  expect(done).toEqual(['Error: a bug', 'fine of caller'])
})
