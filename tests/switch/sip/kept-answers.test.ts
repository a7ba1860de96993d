import { expect, test } from '@jest/globals'
import { answerTo } from '../../../src/switch/sip/call/answer.ts'
import { readDatagram } from '../../../src/switch/sip/message/read.ts'
import {
  answeredMax,
  serverTransactions,
} from '../../../src/switch/sip/transaction/server-transactions.ts'
import { peer, request } from './wire.ts'

function asked(callId: string) {
  const invite = readDatagram(
    Buffer.from(request({ callId, branch: `z9hG4bK${callId}` }), 'latin1'),
  )
  if (invite.is !== 'request') throw new Error('no request')
  return invite
}

test('S-66: an answer that is kept for repeats holds no more memory than it is long', () => {
  const sent: Buffer[] = []
  const servers = serverTransactions(
    (octets) => void sent.push(octets),
    () => undefined,
  )
  const invite = asked('one')
  servers.open(invite, peer)?.respond(answerTo(invite, peer, 486))
  servers.absorb(invite, peer)
  servers.close()
  expect(sent).toHaveLength(2)
  for (const octets of sent) expect(octets.buffer.byteLength).toBe(octets.length)
})

test('S-66: of a flood the newest answers are kept, and nothing of the oldest; who waits for an answer stays', () => {
  const servers = serverTransactions(
    () => undefined,
    () => undefined,
  )
  const begin = (callId: string) => servers.open(asked(callId), peer)
  const waits = begin('waits')
  for (let n = 0; n < answeredMax + 5; n++) {
    const invite = asked(`flood-${n}`)
    servers.open(invite, peer)?.respond(answerTo(invite, peer, 486))
  }
  expect(servers.count).toBe(answeredMax + 1)
  expect(servers.absorb(asked('flood-4'), peer)).toBe('new')
  expect(servers.absorb(asked('flood-5'), peer)).toBe('repeat')
  expect(servers.absorb(asked('waits'), peer)).toBe('repeat')
  expect(waits).toBeDefined()
  servers.close()
  expect(servers.count).toBe(0)
})
