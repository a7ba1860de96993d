import { afterEach, beforeEach, expect, it, jest } from '@jest/globals'
import type { Source } from '../../../src/switch/sip/call/call.ts'
import type { FinalAnswer } from '../../../src/switch/sip/call/caller.ts'
import { clientTransactions } from '../../../src/switch/sip/transaction/client-transactions.ts'
import {
  endCall,
  invite,
  receiveForCaller,
  type Outgoing,
} from '../../../src/switch/sip/call/outgoing-call.ts'
import { readDatagram } from '../../../src/switch/sip/message/read.ts'
import { writeMessage } from '../../../src/switch/sip/message/write.ts'
import { badNetwork, type Badness } from '../../kit/bad-network.ts'
import { ourSdp, theirSdp, wire } from './wire.ts'

beforeEach(() => {
  jest.useFakeTimers()
})
afterEach(() => {
  jest.useRealTimers()
})

const us: Source = { transport: 'UDP', address: '127.0.0.1', port: 5060 }
const badness: Badness = { lossPercent: 10, jitterMs: 200, twicePercent: 10 }
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
const stepMs = 10

/** A telephone that calls: the same one as in the terminal, without a socket. */
function telephone(port: number, send: (octets: Buffer) => void) {
  /** One for each 200 that arrives; the first counts. */
  const answers: FinalAnswer[] = []
  const ends: string[] = []
  const place = { address: '127.0.0.7', port }
  const clients = clientTransactions(
    send,
    () => place,
    (bug) => {
      throw bug
    },
  )
  const call: Outgoing = {
    plan: { from: 'sip:ada@127.0.0.7', to: 'sip:konferenz@127.0.0.1', sdp: theirSdp, log: silent },
    ...{ peer: us, place, clients, state: 'calling', provisional: [], inviteVia: undefined },
    ...{ dialog: undefined, cancelling: 'no', acks: new Map() },
    callId: `call-${port}`,
    localTag: `tag-${port}`,
    send: (message) => {
      send(writeMessage(message))
    },
    answered: (answer) => answers.push(answer),
    ended: (how) => {
      ends.push(how)
      clients.close()
    },
  }
  return { call, answers, ends }
}

it('R-23 10 % lost, doubled and out of order both ways: every call is set up once and over once', () => {
  const on = wire({
    onNew(call) {
      call.ring()
      call.answer(ourSdp)
    },
  })
  const there = badNetwork<{ text: string; port: number }>(badness, 1)
  const back = badNetwork<{ text: string; port: number }>(badness, 2)
  const phones = new Map(
    Array.from({ length: 60 }, (_, n) => {
      const port = 10_000 + n
      const phone = telephone(port, (octets) => {
        there.send({ text: octets.toString('latin1'), port })
      })
      return [port, phone] as const
    }),
  )
  const pass = (seconds: number) => {
    for (let ms = 0; ms < seconds * 1000; ms += stepMs) {
      jest.advanceTimersByTime(stepMs)
      for (const { text, port } of there.pass(stepMs)) {
        on.say(text, { transport: 'UDP', address: '127.0.0.7', port })
      }
      for (const { text, to } of on.sent.splice(0)) back.send({ text, port: to.port })
      for (const { text, port } of back.pass(stepMs)) {
        const { call } = phones.get(port)!
        receiveForCaller(call, readDatagram(Buffer.from(text, 'latin1')), us)
      }
    }
  }

  for (const { call } of phones.values()) invite(call, theirSdp)
  pass(15)
  expect(on.calls).toHaveLength(phones.size)
  expect(on.core.calls.upCount).toBe(phones.size)
  for (const { answers } of phones.values()) {
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  }
  for (const { acknowledged } of on.calls) expect(acknowledged).toHaveLength(1)

  for (const { call } of phones.values()) endCall(call)
  pass(15)
  for (const { ends } of phones.values()) expect(ends).toEqual(['we-hung-up'])
  for (const { ended } of on.calls) expect(ended).toEqual(['caller-hung-up'])
  expect(on.core.calls.upCount).toBe(0)
  expect(on.errors).toEqual([])
})
