import { createSecretKey, randomBytes } from 'node:crypto'
import { EventEmitter } from 'node:events'
import type { RemoteInfo, Socket } from 'node:dgram'
import { describe, expect, test } from '@jest/globals'
import { LineCipher } from '../../../../src/switch/media/wire/line-cipher.ts'
import { ReportLine } from '../../../../src/switch/media/wire/report-line.ts'
import { lineReports } from '../../../../src/switch/media/wire/reports.ts'
import { Reception } from '../../../../src/switch/media/wire/reception.ts'
import { readRtcp } from '../../../../src/switch/media/wire/rtcp.ts'
import { SourceLock } from '../../../../src/switch/media/wire/source-lock.ts'
import { WayOut } from '../../../../src/switch/media/wire/way-out.ts'
import type { Agreed } from '../../../../src/switch/sdp/agreed.ts'

const sent = (packets: number, ssrc = 7) => ({
  ssrc,
  timestamp: packets * 160,
  packets,
  octets: packets * 160,
})

/** One side of a call: what it hears, and its reports about that. */
function side(random: () => number = () => 0.5, ssrc?: number) {
  const arrivals = new Reception()
  const reports = lineReports(arrivals, random)
  if (ssrc !== undefined) reports.hears(ssrc)
  const arrived = (sequence: number) => {
    arrivals.arrived(sequence & 0xffff, sequence * 160, sequence * 20, true)
  }
  return { ...reports, arrived }
}

/** Every report of the first minute, and when. */
function minuteOf(random: () => number) {
  const reports = side(random)
  const times: number[] = []
  for (let ms = 0; ms < 60_000; ms += 20) if (reports.due(ms, sent(ms / 20))) times.push(ms)
  return times
}

describe('reports go out (RFC 3550 §6.2)', () => {
  test('each five seconds on average, the first after half of that, never in step', () => {
    for (const [chance, firstMs, thenMs] of [
      [0, 1040, 2060],
      [0.5, 2060, 4120],
      [0.999, 3080, 6160],
    ] as const) {
      const times = minuteOf(() => chance)
      expect(times[0]).toBe(firstMs)
      expect(times[1]! - times[0]!).toBe(thenMs)
    }
    const times = minuteOf(Math.random)
    expect(times.length).toBeGreaterThanOrEqual(9)
    expect(times.length).toBeLessThanOrEqual(30)
    expect(minuteOf(Math.random)).not.toEqual(times)
  })

  test('as sender reports while we speak, as receiver reports on hold; the name is nobody’s', () => {
    const reports = side()
    reports.due(0, sent(0))
    const first = reports.due(10_000, sent(10))!
    const second = reports.due(20_000, sent(10))!
    expect([first[1], second[1]]).toEqual([200, 201])
    const name = second.toString('latin1', 18, 34)
    expect(name).toMatch(/^[A-Za-z0-9+/]{16}$/)
    expect(side().goodbye(0, sent(1)).toString('latin1')).not.toContain(name)
  })

  test('what was lost since the last one and in all is in them', () => {
    const reports = side(() => 0.5, 9)
    reports.due(0, sent(0))
    for (let n = 0; n < 100; n++) if (n % 4 !== 3) reports.arrived(0xffd0 + n)
    const [first] = readRtcp(reports.due(10_000, sent(1))!)!.blocks
    expect(first).toMatchObject({ ssrc: 9, lost: 24, jitter: 0 })
    expect(first?.lossFraction).toBe(Math.floor((256 * 24) / 99))
    expect(first?.highest).toBe(0xffd0 + 98)
    for (let n = 99; n < 199; n++) reports.arrived(0xffd0 + n)
    const [second] = readRtcp(reports.due(20_000, sent(2))!)!.blocks
    expect(second).toMatchObject({ lossFraction: 0, lost: 24 })
  })
})

describe('two sides', () => {
  test('learn how long there and back takes, and what the other misses', () => {
    const ours = side(() => 0.5, 9)
    const theirs = side(() => 0.5, 7)
    ours.due(0, sent(0, 7))
    theirs.due(0, sent(0, 9))
    for (let n = 0; n < 100; n++) if (n % 2 === 0) theirs.arrived(n)
    for (let n = 0; n < 100; n++) ours.arrived(n)
    const networkMs = 70
    theirs.received(ours.due(10_000, sent(100, 7))!, 10_000 + networkMs)
    ours.received(theirs.due(12_000, sent(100, 9))!, 12_000 + networkMs)
    expect(ours.roundTripMs()).toBeCloseTo(2 * networkMs, 0)
    expect(ours.theirLossPercent()).toBeCloseTo(100 * (49 / 99), 0)
    expect(theirs.roundTripMs()).toBeUndefined()
  })

  test('nonsense about time is not believed', () => {
    const ours = side()
    ours.due(0, sent(0, 7))
    const other = side(() => 0.5, 7)
    other.due(0, sent(0, 9))
    other.arrived(1)
    other.received(ours.due(10_000, sent(1, 7))!, 20_000)
    ours.received(other.due(21_000, sent(1, 9))!, 10_500) // before it was sent
    expect(ours.roundTripMs()).toBeUndefined()
  })
})

const host = '192.0.2.7'
const above = { mux: false, port: 4001 }
const from = (address: string, port = 4001) => ({ address, port }) as RemoteInfo

/** The reports of one line, over sockets that keep what is sent. */
function lineWith({ rtcp, ...more }: Partial<Agreed> | { rtcp: undefined } = { rtcp: above }) {
  const agreed: Agreed = {
    ...{ address: host, port: 4000, codec: 'PCMA', direction: 'sendrecv' },
    ...more,
    ...(rtcp && { rtcp }),
  }
  const out: { way: string; bytes: Buffer; port: number; address: string }[] = []
  const socket = (way: string) =>
    Object.assign(new EventEmitter(), {
      send(bytes: Buffer, port: number, address: string) {
        out.push({ way, bytes, port, address })
      },
    }) as unknown as Socket & EventEmitter
  const time = { ms: 0 }
  const [sound, own] = [socket('sound'), socket('own')]
  const lock = new SourceLock()
  const cipher = new LineCipher()
  const way = new WayOut(sound, lock)
  const arrivals = new Reception()
  const line = new ReportLine({ sound: way, own, lock, cipher, arrivals, now: () => time.ms })
  lock.agree(agreed.address, agreed.port)
  cipher.agree(agreed.encryption)
  line.agree(agreed)
  const minute = () => {
    for (const end = time.ms + 60_000; time.ms < end; time.ms += 20) line.tick(sent(1))
  }
  return { line, out, own, minute }
}

const report = () => side().goodbye(0, sent(1, 9))

describe('reports of a line', () => {
  test('leave from the port above the sound’s, to the port that they named', () => {
    const { out, minute } = lineWith({ rtcp: { mux: false, port: 5555 } })
    minute()
    expect(out.length).toBeGreaterThan(8)
    expect(new Set(out.map(({ way, port, address }) => `${way} ${address}:${port}`))).toEqual(
      new Set([`own ${host}:5555`]),
    )
  })

  test('go with the sound when both share a port (RFC 5761)', () => {
    const { line, out, minute } = lineWith({ rtcp: { mux: true, port: 4001 } })
    minute()
    expect(out[0]).toMatchObject({ way: 'sound', port: 4000, address: host })
    expect(line.takes(report(), from(host, 4000))).toBe(true)
    expect(line.takes(Buffer.from('80080001' + '00'.repeat(20), 'hex'), from(host))).toBe(false)
    expect(line.counts.reportsReceived).toBe(1)
  })

  test('on a port for sound alone are no reports', () => {
    expect(lineWith().line.takes(report(), from(host))).toBe(false)
  })

  test('are not sent to who agreed on none', () => {
    const { line, out, minute } = lineWith({ rtcp: undefined })
    minute()
    line.close(sent(1))
    expect(out).toEqual([])
  })

  test('S-63 S-65 from strangers, and broken ones, are dropped and counted', () => {
    const { line, own } = lineWith()
    own.emit('message', report(), from('192.0.2.8'))
    own.emit('message', Buffer.from('rubbish'), from(host))
    own.emit('message', report(), from(host))
    expect(line.counts).toMatchObject({ reportsReceived: 1, reportsRefused: 2 })
  })

  test('end with a goodbye, which is no end of the call when it comes from them', () => {
    const { line, own, out, minute } = lineWith()
    line.close(sent(0))
    expect(out).toEqual([])
    own.emit('message', report(), from(host))
    minute()
    expect(out.length).toBeGreaterThan(8)
    line.close(sent(1))
    expect(out.at(-1)?.bytes.at(-7)).toBe(203)
  })

  test('are encrypted like the sound', () => {
    const key = () => createSecretKey(randomBytes(30))
    const suite = 'AES_CM_128_HMAC_SHA1_32'
    const encryption = { suite, ours: key(), theirs: key() } as const
    const { line, own, out, minute } = lineWith({ encryption, rtcp: above })
    minute()
    const theirs = new LineCipher()
    theirs.agree({ suite, ours: encryption.theirs, theirs: encryption.ours })
    expect(readRtcp(out[0]!.bytes)).toBeUndefined()
    expect(readRtcp(theirs.openReport(out[0]!.bytes)!)).toMatchObject({ ssrc: 7 })
    own.emit('message', report(), from(host))
    own.emit('message', theirs.protectReport(report()), from(host))
    expect(line.counts).toMatchObject({ reportsReceived: 1, reportsRefused: 1 })
  })
})
