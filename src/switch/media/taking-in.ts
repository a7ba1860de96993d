import type { RemoteInfo, Socket } from 'node:dgram'
import type { Inward } from './inward.ts'
import { monotonicMs } from './monotonic.ts'
import { Inbox } from './wire/inbox.ts'
import type { ReportLine } from './wire/report-line.ts'
import type { SourceLock } from './wire/source-lock.ts'

type Ways = {
  readonly lock: SourceLock
  readonly reporting: ReportLine
  readonly inward: Inward
  /** A bug of ours met a packet. */
  readonly failed: (bug: unknown) => void
}

/**
 * Where the packets of one line come in.
 *
 *   a report, or from anybody    ──▶ taken apart at once
 *   sound and keys of the caller ──▶ inbox ──▶ taken apart when the tick comes, with those of all other lines
 *
 * @returns takes apart what is in the inbox
 */
export function takingIn(
  sound: Pick<Socket, 'on'>,
  { lock, reporting, inward, failed }: Ways,
): () => void {
  const waiting = new Inbox()

  function fromCaller(datagram: Buffer, cameMs: number): void {
    inward.received(datagram, lock.to, cameMs)
  }

  function takeIn(): void {
    try {
      waiting.empty(fromCaller)
    } catch (bug) {
      failed(bug)
    }
  }

  sound.on('message', (datagram: Buffer, from: RemoteInfo) => {
    try {
      if (reporting.takes(datagram, from)) return
      const cameMs = monotonicMs()
      if (lock.isCertainly(from) && waiting.put(datagram, cameMs)) return
      takeIn()
      inward.received(datagram, from, cameMs)
    } catch (bug) {
      failed(bug)
    }
  })
  return takeIn
}
