/** A telephone that loses its power: it calls, perhaps says that it has heard the answer, and is never heard of again. */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import type { Callee } from './caller.ts'

const answersWithinMs = 5000
let calls = 0

/** @param acknowledges whether the ACK still goes out; without it the switch gives up after 32 s, with it after 92 */
export async function vanish(to: Callee, address: string, acknowledges: boolean): Promise<void> {
  const socket = createSocket('udp4')
  socket.bind(0, address)
  await once(socket, 'listening')
  const us = `${address}:${socket.address().port}`
  const id = `vanishing${process.pid}x${++calls}`
  const offer = [
    ...['v=0', `o=- 1 1 IN IP4 ${address}`, 's=-', `c=IN IP4 ${address}`, 't=0 0'],
    ...['m=audio 9 RTP/AVP 8 101', 'a=rtpmap:101 telephone-event/8000', ''],
  ].join('\r\n')
  const message = (method: string, toTag: string, body: string) =>
    [
      `${method} sip:rundruf@${to.host}:${to.port} SIP/2.0`,
      `Via: SIP/2.0/UDP ${us};branch=z9hG4bK${id}${method};rport`,
      `From: <sip:gone@${address}>;tag=${id}`,
      `To: <sip:rundruf@${to.host}>${toTag}`,
      ...[`Call-ID: ${id}`, `CSeq: 1 ${method}`, `Contact: <sip:gone@${us}>`, 'Max-Forwards: 70'],
      ...(body === '' ? [] : ['Content-Type: application/sdp']),
      ...[`Content-Length: ${body.length}`, '', body],
    ].join('\r\n')
  const { promise: answered, resolve } = Promise.withResolvers<string>()
  socket.on('message', (bytes) => {
    const text = bytes.toString('latin1')
    if (text.startsWith('SIP/2.0 200')) resolve(/^To:.*?(;tag=[^\r;]+)/m.exec(text)?.[1] ?? '')
  })
  const tooLong = setTimeout(resolve, answersWithinMs, '')
  socket.send(message('INVITE', '', offer), to.port, to.host)
  const toTag = await answered
  clearTimeout(tooLong)
  if (acknowledges && toTag !== '') {
    await new Promise((sent) => {
      socket.send(message('ACK', toTag, ''), to.port, to.host, sent)
    })
  }
  socket.close()
}
