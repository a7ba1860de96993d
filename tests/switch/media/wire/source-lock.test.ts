import { describe, expect, test } from '@jest/globals'
import { emptyRtpPacket } from '../../../../src/switch/media/wire/rtp.ts'
import { SourceLock } from '../../../../src/switch/media/wire/source-lock.ts'

const caller = '192.0.2.7'
const agreed = () => {
  const lock = new SourceLock()
  lock.agree(caller, 4000)
  return lock
}

/** How many of `count` packets in sequence are heard. */
const send = (
  lock: SourceLock,
  port: number,
  ssrc: number,
  count = 1,
  from = caller,
  first = 1,
) => {
  let heard = 0
  for (let i = 0; i < count; i++) {
    const packet = { ...emptyRtpPacket(), ssrc, sequence: (first + i) & 0xffff }
    if (lock.admits(from, port, packet)) heard++
  }
  return heard
}

describe('S-63 who may be heard on a line', () => {
  test('before anything is agreed: nobody', () => {
    expect(send(new SourceLock(), 4000, 1, 100)).toBe(0)
  })

  test('the address and port of the SDP: from the first packet on', () => {
    expect(send(agreed(), 4000, 1, 10)).toBe(10)
  })

  test('another address: never, whatever its port', () => {
    const lock = agreed()
    expect(send(lock, 4000, 1, 1000, '192.0.2.8')).toBe(0)
    expect(lock.to.address).toBe(caller)
    expect(lock.to.port).toBe(4000)
  })

  test('another port of the same address (NAT): after four packets in sequence, and sound follows it', () => {
    const lock = agreed()
    expect(send(lock, 5000, 1, 3)).toBe(0)
    expect(lock.to.port).toBe(4000)
    expect(send(lock, 5000, 1, 5, caller, 4)).toBe(5)
    expect(lock.to.port).toBe(5000)
  })

  test('a port is learnt once: no third one is heard', () => {
    const lock = agreed()
    send(lock, 5000, 1, 10)
    expect(send(lock, 6000, 1, 1000)).toBe(0)
    expect(lock.to.port).toBe(5000)
  })

  test("the SDP's own port wins over a learnt one, and then stays", () => {
    const lock = agreed()
    send(lock, 5000, 1, 10)
    expect(send(lock, 4000, 2)).toBe(1)
    expect(lock.to.port).toBe(4000)
    expect(send(lock, 5000, 1, 1000)).toBe(0)
  })

  test('once the exact source was heard, no other port is learnt', () => {
    const lock = agreed()
    send(lock, 4000, 1)
    expect(send(lock, 5000, 2, 1000)).toBe(0)
    expect(lock.to.port).toBe(4000)
  })

  test.each([
    ['out of sequence', [1, 3, 5, 7, 9, 11]],
    ['the same again and again', [1, 1, 1, 1, 1, 1]],
  ])('%s is no probation passed', (_, sequences) => {
    const lock = agreed()
    for (const sequence of sequences) {
      expect(lock.admits(caller, 5000, { ...emptyRtpPacket(), ssrc: 1, sequence })).toBe(false)
    }
  })

  test('probation runs over the wrap of sequence numbers', () => {
    expect(send(agreed(), 5000, 1, 4, caller, 0xfffe)).toBe(1)
  })

  test('a new SSRC from the locked source is heard after probation, the old one stays heard until then', () => {
    const lock = agreed()
    send(lock, 4000, 1, 5)
    expect(send(lock, 4000, 2, 3)).toBe(0)
    expect(send(lock, 4000, 1)).toBe(1)
    expect(send(lock, 4000, 2, 1, caller, 4)).toBe(1)
    expect(send(lock, 4000, 1)).toBe(0)
  })

  test('a new agreement opens the lock, the same one does not', () => {
    const lock = agreed()
    send(lock, 5000, 1, 10)
    lock.agree(caller, 4000)
    expect(lock.to.port).toBe(5000)
    lock.agree('192.0.2.9', 4000)
    expect(send(lock, 5000, 1, 10)).toBe(0)
    expect(send(lock, 4000, 7, 1, '192.0.2.9')).toBe(1)
  })
})

describe('S-63 over IPv6', () => {
  const six = '2001:db8::7'
  const agreedSix = () => {
    const lock = new SourceLock()
    lock.agree(six, 4000)
    return lock
  }

  test.each(['2001:db8::8', '2001:db8:1::7', '::1', '::ffff:192.0.2.7'])(
    '%s is another address, whatever its port',
    (stranger) => {
      const lock = agreedSix()
      expect(lock.isHost(stranger)).toBe(false)
      expect(send(lock, 4000, 1, 1000, stranger)).toBe(0)
    },
  )

  test('another port is heard after four packets, and then no third one', () => {
    const lock = agreedSix()
    expect(send(lock, 5000, 1, 3, six)).toBe(0)
    expect(send(lock, 5000, 1, 5, six, 4)).toBe(5)
    expect(send(lock, 6000, 1, 1000, six)).toBe(0)
  })
})

describe('S-63 on one machine', () => {
  const agreedHere = () => {
    const lock = new SourceLock()
    lock.agree('127.5.0.1', 4000)
    return lock
  }

  test('a telephone that named 127.5.0.1 may send from 127.0.0.1, from the port that it named', () => {
    expect(send(agreedHere(), 4000, 1, 10, '127.0.0.1')).toBe(10)
    expect(send(agreedHere(), 5000, 1, 1000, '127.0.0.1')).toBe(0)
  })

  test('sound goes to the address that it named all the same', () => {
    const lock = agreedHere()
    send(lock, 4000, 1, 10, '127.0.0.1')
    expect(lock.to.address).toBe('127.5.0.1')
  })

  test('the first packet locks the address: a second program on the same port number is not heard', () => {
    const lock = agreedHere()
    send(lock, 4000, 1, 10, '127.0.0.1')
    expect(send(lock, 4000, 2, 1000, '127.0.0.3')).toBe(0)
    expect(send(lock, 4000, 1, 1000, '127.0.0.3')).toBe(0)
  })
})
