import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { networkInterfaces } from 'node:os'
import { expect, test } from '@jest/globals'
import { portPool } from '../../../src/switch/media/wire/ports.ts'
import { emptyRtpPacket, readRtp, writeRtpHeader } from '../../../src/switch/media/wire/rtp.ts'
import { answerOffer } from '../../../src/switch/sdp/answer.ts'
import { openLine } from './open-line.ts'

const address = '::1'
const hasIpv6 = Object.values(networkInterfaces()).some((all) =>
  all?.some((one) => one.address === address),
)
// A machine may have no IPv6 at all; then there is nothing to listen on.
const onIpv6 = hasIpv6 ? test : test.skip

onIpv6(
  'S-63 the sound of a call over IPv6, by its session description, and a stranger at its port',
  async () => {
    await using stack = new AsyncDisposableStack()
    const line = await openLine(address, portPool(23_000, 23_099), { pressed: () => undefined })
    stack.defer(() => {
      line.close()
    })
    const [phone, stranger] = [createSocket('udp6'), createSocket('udp6')]
    for (const socket of [phone, stranger]) {
      stack.defer(() => void socket.close())
      socket.bind(0, address)
      await once(socket, 'listening')
    }
    const offer = [
      ...['v=0', 'o=- 1 1 IN IP6 ::1', 's=-', 'c=IN IP6 0:0:0:0:0:0:0:1', 't=0 0'],
      ...[`m=audio ${phone.address().port} RTP/AVP 8`, ''],
    ].join('\r\n')
    const us = { address, port: line.port, sessionId: 1, version: 1 }
    const answer = answerOffer(offer, { ...us, mayReach: (to) => to === address })
    if ('status' in answer) throw new Error(answer.why)
    expect(answer.sdp).toContain('o=- 1 1 IN IP6 ::1\r\ns=-\r\nc=IN IP6 ::1\r\n')

    line.agree(answer.agreed)
    const [bytes] = (await once(phone, 'message')) as [Buffer]
    expect(readRtp(bytes, emptyRtpPacket())).toBe(true)

    const packet = Buffer.alloc(172, 0xd5)
    const say = async (from: typeof phone, sequence: number) => {
      const rest = { payloadType: 8, marker: false, timestamp: sequence * 160, ssrc: 7 }
      writeRtpHeader(packet, { sequence, ...rest })
      const seen = () => line.statistics().packetsReceived + line.statistics().packetsRefused
      const before = seen()
      from.send(packet, line.port, address)
      while (seen() === before) await new Promise((resolve) => setImmediate(resolve))
    }
    await say(stranger, 1)
    for (let sequence = 1; sequence <= 10; sequence++) {
      await say(phone, sequence)
      // By now the system drops what a stranger sends, and the line is not even told.
      stranger.send(packet, line.port, address)
    }
    expect(line.statistics()).toMatchObject({ packetsReceived: 10, packetsRefused: 1 })
  },
)
