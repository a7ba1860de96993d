import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { expect } from '@jest/globals'
import { frameMs, samplesPerFrame } from '../../src/switch/media/frame.ts'
import { encode, laws } from '../../src/switch/media/codec/g711.ts'
import { rtpHeaderBytes, writeRtpHeader } from '../../src/switch/media/wire/rtp.ts'
import { sine } from '../../src/telephone/tones.ts'
import { hum } from '../kit/hearing.ts'
import type { Journeys } from '../kit/journey.ts'
import { callerIn } from '../kit/phone.ts'

/** A stranger who sends well-made sound, and bare headers, to every port around a call. */
async function stranger(address: string) {
  const socket = createSocket('udp4').bind(0, address)
  await once(socket, 'listening')
  let answers = 0
  socket.on('message', () => answers++)
  let sequence = 0
  return {
    socket,
    get answers() {
      return answers
    },
    sprays(around: number) {
      const packet = Buffer.alloc(rtpHeaderBytes + samplesPerFrame)
      const timestamp = sequence * samplesPerFrame
      writeRtpHeader(packet, { payloadType: 8, marker: false, sequence, timestamp, ssrc: 0xbad })
      encode(laws.PCMA, sine(hum.dora, -3, frameMs / 1000), packet, rtpHeaderBytes)
      sequence++
      for (let port = around - 6; port <= around + 6; port++) {
        send(socket, packet, port)
        send(socket, packet.subarray(0, rtpHeaderBytes), port)
      }
    },
  }
}

const send = (socket: Socket, bytes: Buffer, port: number): void => {
  socket.send(bytes, port, '127.0.0.1')
}

export const journeys: Journeys = {
  'S-63: spraying RTP at the ports of a call gets nothing out and nothing in': async (rundruf) => {
    const place = await rundruf.newRoom()
    await using ada = await callerIn('ada', place)
    await using bob = await callerIn('bob', place)
    await ada.comesToHear('bob')
    await bob.comesToHear('ada')

    const strangers = [await stranger('127.0.0.1'), await stranger('127.0.0.3')]
    const { handset, agreed } = ada.phone
    handset.packets.watch()
    const untilMs = handset.ear.nowMs + 3000
    await handset.until(() => {
      for (const one of strangers) one.sprays(agreed.port)
      return handset.ear.nowMs >= untilMs
    }, 4000)

    expect(await ada.hears()).toEqual(['bob'])
    expect(await bob.hears()).toEqual(['ada'])
    expect(strangers.map(({ answers }) => answers)).toEqual([0, 0])
    for (const { socket } of strangers) socket.close()
  },
}
