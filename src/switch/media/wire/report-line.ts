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

/**
 * The way of the reports of one line: out of the port above the sound's, or out of the sound's own (RFC 5761), and only
 * between us and the host whose sound we take.
 */
export class ReportLine {
  readonly counts: { reportsReceived: number; reportsSent: number; reportsRefused: number }
  readonly #ways: Ways
  readonly #now: () => number
  readonly #reports: Reports
  #rtcp: Agreed['rtcp']

  constructor(ways: Ways, before?: ReportLineMemory) {
    const { own, arrivals, now = monotonicMs, failed = thrown } = ways
    this.counts = { reportsReceived: 0, reportsSent: 0, reportsRefused: 0, ...before?.counts }
    this.#ways = ways
    this.#now = now
    this.#reports = lineReports(arrivals, Math.random, before?.reports)
    own.on('message', (datagram: Buffer, from: RemoteInfo) => {
      try {
        this.#received(datagram, from)
      } catch (bug) {
        failed(bug)
      }
    })
  }

  agree({ rtcp }: Agreed): void {
    this.#rtcp = rtcp
  }

  /** From now on packets come from this source. */
  hears(ssrc: number): void {
    this.#reports.hears(ssrc)
  }

  /** Takes a datagram out of the sound's port if it is a report. */
  takes(datagram: Buffer, from: RemoteInfo): boolean {
    if (this.#rtcp?.mux !== true || !looksLikeRtcp(datagram)) return false
    this.#received(datagram, from)
    return true
  }

  /** Each 20 ms, or less often: sends a report when one is due. */
  tick(sent: Sent): void {
    if (this.#rtcp) this.#send(this.#reports.due(this.#now(), sent))
  }

  /** Says goodbye if anything was sent, at once: that is for two, not for a crowd (RFC 3550 §6.3.7). */
  close(sent: Sent): void {
    if (sent.packets > 0) this.#send(this.#reports.goodbye(this.#now(), sent))
  }

  roundTripMs(): number | undefined {
    return this.#reports.roundTripMs()
  }

  theirLossPercent(): number | undefined {
    return this.#reports.theirLossPercent()
  }

  memory(): ReportLineMemory {
    return { reports: this.#reports.memory(), counts: { ...this.counts } }
  }

  #received(datagram: Buffer, from: RemoteInfo): void {
    const { lock, cipher } = this.#ways
    const opened = this.#rtcp && lock.isHost(from.address) ? cipher.openReport(datagram) : undefined
    if (opened && this.#reports.received(opened, this.#now())) this.counts.reportsReceived++
    else this.counts.reportsRefused++
  }

  #send(report: Buffer | undefined): void {
    if (!report || !this.#rtcp) return
    const { sound, own, lock, cipher } = this.#ways
    const datagram = cipher.protectReport(report)
    if (this.#rtcp.mux) sound.send(datagram)
    else own.send(datagram, this.#rtcp.port, lock.to.address)
    this.counts.reportsSent++
  }
}
