import { randomBytes } from 'node:crypto'
import { wallMs } from '../monotonic.ts'
import type { Reception } from './reception.ts'
import { ntpMiddle, readRtcp, writeRtcp, type Report, type ReportBlock } from './rtcp.ts'

/** Between two reports, before chance (RFC 3550 §6.2): two people's reports are far below 5 % of what their sound needs. */
const intervalMs = 5000
/** Makes up for what chance and reconsideration shorten (§6.3.1). */
const compensation = Math.E - 1.5
/** Whatever claims to have taken longer there and back is nonsense. */
const roundTripMsMax = 30_000
const nameBytes = 12
const middlePerMs = 65.536

/** What we have sent so far. */
export type Sent = {
  readonly ssrc: number
  readonly timestamp: number
  readonly packets: number
  readonly octets: number
}

/**
 * What both sides of one line tell one another about how they hear it (RFC 3550 §6).
 *
 *   we       SR ────────────────▶                        SR: when it was sent (T)
 *   they             RR(T, delay since it came) ──────▶  there and back: now − T − delay
 *
 * It has no clock and no socket: `due()` gives the report that is to be sent now, if one is.
 */
export type Reports = {
  /** From now on packets come from this source. */
  hears(ssrc: number): void
  /** A report came. False: it was none. */
  received(datagram: Buffer, nowMs: number): boolean
  /** The report to be sent now; undefined while none is due. */
  due(nowMs: number, sent: Sent): Buffer | undefined
  /** The last words, for a line on which something was sent. */
  goodbye(nowMs: number, sent: Sent): Buffer
  /** There and back through the network; undefined until they have told. */
  roundTripMs(): number | undefined
  /** How much of what we send does not reach them, by their last report. */
  theirLossPercent(): number | undefined
  memory(): ReportsMemory
}

/** What both sides have told so far, for a line that goes on in another thread of this process. */
export type ReportsMemory = {
  readonly cname: string
  readonly their: { ssrc: number; sentAt: number; cameMs: number }
  readonly told: { roundTripMs: number; lossPercent: number }
  readonly clock: { dueMs: number; packets: number; ours: number }
}

/**
 * @param arrivals how their packets arrive
 * @param random 0 to 1: reports of many lines must not go out together (§6.3.1)
 */
export function lineReports(
  arrivals: Pick<Reception, 'toReport'>,
  random: () => number = Math.random,
  before?: ReportsMemory,
): Reports {
  // Random for each call: nobody can tell from it whose it is, or that two are of one place (RFC 7022 §4.2).
  const cname = before?.cname ?? randomBytes(nameBytes).toString('base64')
  const their = { ssrc: -1, sentAt: 0, cameMs: 0, ...before?.their }
  const told = { roundTripMs: -1, lossPercent: -1, ...before?.told }
  const clock = { dueMs: -1, packets: 0, ours: -1, ...before?.clock }

  function report(nowMs: number, sent: Sent, goodbye: boolean): Buffer {
    const { ssrc, timestamp, packets, octets } = sent
    const about = their.ssrc < 0 ? undefined : blockNow(nowMs)
    const hasSent = packets > clock.packets
    clock.packets = packets
    return writeRtcp({
      ssrc,
      ...(hasSent && { sender: { unixMs: wallMs(nowMs), timestamp, packets, octets } }),
      ...(about && { about }),
      ...{ cname, goodbye },
    })
  }

  function blockNow(nowMs: number): ReportBlock {
    const { sentAt, cameMs, ssrc } = their
    return {
      ssrc,
      ...arrivals.toReport(),
      lastReport: sentAt,
      delay: sentAt === 0 ? 0 : Math.round((nowMs - cameMs) * middlePerMs),
    }
  }

  function hear({ blocks }: Report, nowMs: number): void {
    const about = blocks.find(({ ssrc }) => ssrc === clock.ours)
    if (!about) return
    told.lossPercent = (100 * about.lossFraction) / 256
    if (about.lastReport === 0) return
    const middle = (ntpMiddle(wallMs(nowMs)) - about.lastReport - about.delay) >>> 0
    if (middle / middlePerMs <= roundTripMsMax) told.roundTripMs = middle / middlePerMs
  }

  return {
    hears(ssrc) {
      Object.assign(their, { ssrc, sentAt: 0 })
    },
    received(datagram, nowMs) {
      const report = readRtcp(datagram)
      if (!report) return false
      if (report.sentAt !== undefined && report.ssrc === their.ssrc) {
        Object.assign(their, { sentAt: report.sentAt, cameMs: nowMs })
      }
      hear(report, nowMs)
      return true
    },
    due(nowMs, sent) {
      clock.ours = sent.ssrc
      const isFirst = clock.dueMs < 0
      if (!isFirst && nowMs < clock.dueMs) return undefined
      const meanMs = isFirst ? intervalMs / 2 : intervalMs
      clock.dueMs = nowMs + (meanMs * (0.5 + random())) / compensation
      return isFirst ? undefined : report(nowMs, sent, false)
    },
    goodbye: (nowMs, sent) => report(nowMs, sent, true),
    roundTripMs: () => (told.roundTripMs < 0 ? undefined : told.roundTripMs),
    theirLossPercent: () => (told.lossPercent < 0 ? undefined : told.lossPercent),
    memory: () => structuredClone({ cname, their, told, clock }),
  }
}
