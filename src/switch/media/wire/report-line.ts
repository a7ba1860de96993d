import type { RemoteInfo, Socket } from 'node:dgram'
import type { Agreed } from '../../sdp/agreed.ts'
import type { LineCipher } from './line-cipher.ts'
import { monotonicMs } from '../monotonic.ts'
import { lineReports, type Reports, type ReportsMemory, type Sent } from './reports.ts'
import { looksLikeRtcp } from './rtcp.ts'
import type { Reception } from './reception.ts'
import type { SourceLock } from './source-lock.ts'
import type { WayOut } from './way-out.ts'

export type ReportCounts = {
  readonly reportsReceived: number
  readonly reportsSent: number
  /** From strangers, broken, or not theirs by its tag: dropped. */
  readonly reportsRefused: number
}

/**
 * The way of the reports of one line: out of the port above the sound's, or out of the sound's own (RFC 5761), and only
 * between us and the host whose sound we take.
 */
export type ReportLine = Pick<Reports, 'hears' | 'roundTripMs' | 'theirLossPercent'> & {
  readonly counts: ReportCounts
  agree(agreed: Agreed): void
  /** Takes a datagram out of the sound's port if it is a report. */
  takes(datagram: Buffer, from: RemoteInfo): boolean
  /** Each 20 ms: sends a report when one is due. */
  tick(sent: Sent): void
  /** Says goodbye if anything was sent, at once: that is for two, not for a crowd (RFC 3550 §6.3.7). */
  close(sent: Sent): void
  memory(): ReportLineMemory
}

/** What was told and counted so far, for a line that goes on in another thread of this process. */
export type ReportLineMemory = { readonly reports: ReportsMemory; readonly counts: ReportCounts }

type Ways = {
  /** The way out of sound, and the socket of reports. */
  readonly sound: Pick<WayOut, 'send'>
  readonly own: Pick<Socket, 'send' | 'on'>
  readonly lock: SourceLock
  readonly cipher: LineCipher
  readonly arrivals: Pick<Reception, 'toReport'>
  /** Monotonic, ms; of the machine when absent. */
  readonly now?: () => number
  /** A bug of ours met a report: it is this line's alone. */
  readonly failed?: (bug: unknown) => void
}

const thrown = (bug: unknown): never => {
  throw bug
}

export function reportLine(ways: Ways, before?: ReportLineMemory): ReportLine {
  const { sound, own, lock, cipher, arrivals, now = monotonicMs, failed = thrown } = ways
  const reports = lineReports(arrivals, Math.random, before?.reports)
  const counts = { reportsReceived: 0, reportsSent: 0, reportsRefused: 0, ...before?.counts }
  let rtcp: Agreed['rtcp']

  function received(datagram: Buffer, from: RemoteInfo): void {
    const opened = rtcp && lock.isHost(from.address) ? cipher.openReport(datagram) : undefined
    if (opened && reports.received(opened, now())) counts.reportsReceived++
    else counts.reportsRefused++
  }

  function send(report: Buffer | undefined): void {
    if (!report || !rtcp) return
    const datagram = cipher.protectReport(report)
    if (rtcp.mux) sound.send(datagram)
    else own.send(datagram, rtcp.port, lock.to.address)
    counts.reportsSent++
  }

  own.on('message', (datagram: Buffer, from: RemoteInfo) => {
    try {
      received(datagram, from)
    } catch (bug) {
      failed(bug)
    }
  })
  return {
    hears(ssrc) {
      reports.hears(ssrc)
    },
    roundTripMs: () => reports.roundTripMs(),
    theirLossPercent: () => reports.theirLossPercent(),
    counts,
    agree(agreed) {
      rtcp = agreed.rtcp
    },
    takes(datagram, from) {
      if (rtcp?.mux !== true || !looksLikeRtcp(datagram)) return false
      received(datagram, from)
      return true
    },
    tick(sent) {
      if (rtcp) send(reports.due(now(), sent))
    },
    close(sent) {
      if (sent.packets > 0) send(reports.goodbye(now(), sent))
    },
    memory: () => ({ reports: reports.memory(), counts: { ...counts } }),
  }
}
