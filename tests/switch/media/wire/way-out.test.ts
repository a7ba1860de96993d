import { expect, test } from '@jest/globals'
import { emptyRtpPacket, type RtpPacket } from '../../../../src/switch/media/wire/rtp.ts'
import { SourceLock } from '../../../../src/switch/media/wire/source-lock.ts'
import { WayOut } from '../../../../src/switch/media/wire/way-out.ts'

const packet: RtpPacket = { ...emptyRtpPacket(), ssrc: 7 }
const bytes = Buffer.from('sound')

/** A socket that keeps what is done with it. */
function wayWith(sdp: { address: string; port: number }) {
  const done: string[] = []
  const lock = new SourceLock()
  const to = (port?: number, address?: string) => (port === undefined ? '' : ` ${address}:${port}`)
  const way = new WayOut(
    {
      send: (_bytes: unknown, port?: number, address?: string) =>
        done.push(`send${to(port, address)}`),
      connect: (port: number, address: string) => done.push(`connect${to(port, address)}`),
      disconnect: () => done.push('disconnect'),
    } as unknown as ConstructorParameters<typeof WayOut>[0],
    lock,
  )
  lock.agree(sdp.address, sdp.port)
  const heard = (address: string, port: number) => {
    lock.admits(address, port, packet)
    way.follow()
    way.send(bytes)
  }
  return { done, lock, way, heard }
}

test('S-60 the socket is connected once the caller has spoken from where they said', () => {
  const { done, way, heard } = wayWith({ address: '192.0.2.7', port: 4000 })
  way.follow()
  way.send(bytes)
  heard('192.0.2.7', 4000)
  heard('192.0.2.7', 4000)
  expect(done).toEqual(['send 192.0.2.7:4000', 'connect 192.0.2.7:4000', 'send', 'send'])
})

test('a new agreement opens it again', () => {
  const { done, lock, way, heard } = wayWith({ address: '192.0.2.7', port: 4000 })
  heard('192.0.2.7', 4000)
  lock.agree('192.0.2.8', 5000)
  way.follow()
  way.send(bytes)
  heard('192.0.2.8', 5000)
  expect(done.slice(2)).toEqual([
    'disconnect',
    'send 192.0.2.8:5000',
    'connect 192.0.2.8:5000',
    'send',
  ])
})

test('a port that was only learnt stays open, for the port that was named may still speak', () => {
  const { done, heard } = wayWith({ address: '192.0.2.7', port: 4000 })
  for (let sequence = 1; sequence <= 5; sequence++) {
    packet.sequence = sequence
    heard('192.0.2.7', 6000)
  }
  expect(done.at(-1)).toBe('send 192.0.2.7:6000')
  heard('192.0.2.7', 4000)
  expect(done.slice(-2)).toEqual(['connect 192.0.2.7:4000', 'send'])
})

test('whoever speaks from another address of this machine than they named is sent to where they named', () => {
  const { done, heard } = wayWith({ address: '127.5.0.1', port: 4000 })
  heard('127.0.0.1', 4000)
  expect(done).toEqual(['send 127.5.0.1:4000'])
})
