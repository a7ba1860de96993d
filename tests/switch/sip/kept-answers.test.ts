import { expect, test } from '@jest/globals'
import { answerTo } from '../../../src/switch/sip/call/answer.ts'
import { readDatagram } from '../../../src/switch/sip/message/read.ts'
import { serverTransactions } from '../../../src/switch/sip/transaction/server-transactions.ts'
import { peer, request } from './wire.ts'

test('S-66: an answer that is kept for repeats holds no more memory than it is long', () => {
  const sent: Buffer[] = []
  const servers = serverTransactions(
    (octets) => void sent.push(octets),
    () => undefined,
  )
  const invite = readDatagram(Buffer.from(request(), 'latin1'))
  if (invite.is !== 'request') throw new Error('no request')
  servers.open(invite, peer)?.respond(answerTo(invite, peer, 486))
  servers.absorb(invite, peer)
  servers.close()
  expect(sent).toHaveLength(2)
  for (const octets of sent) expect(octets.buffer.byteLength).toBe(octets.length)
})
