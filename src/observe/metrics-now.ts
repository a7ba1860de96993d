import { Gauge, type Registry } from 'prom-client'
import { alarmNames } from '../conference/staff/alarms.ts'
import type { Board } from '../conference/staff/board.ts'
import type { MailCounts } from '../conference/organiser/mails.ts'

/** How it is at this moment; asked when somebody reads, so that nothing has to be kept up to date. */
export type Now = {
  readonly board: () => Promise<Board>
  readonly helpRequestsOpen: () => Promise<number>
  readonly mails: () => Promise<MailCounts>
}

export type MetricsNow = {
  readonly watch: (now: Now) => void
  /** Brings all of them up to date. Never throws: a database that is away is a number, too. */
  readonly look: () => Promise<void>
}

/** Numbers of the moment. What cannot be known just now is left out instead of staying as it was. */
export function metricsNow(registers: Registry[]): MetricsNow {
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name: `rundruf_${name}`, help, labelNames, registers })
  const all = {
    callers: gauge('callers', 'Calls that go on, by where the caller is.', ['stage']),
    meetings: gauge('meetings', 'Meetings that go on.'),
    inUse: gauge('lines_in_use', 'Lines that are in use.'),
    capacity: gauge('lines_capacity', 'Lines there are; absent where the carrier has no limit.'),
    carrier: gauge('carrier_answers', '1 while the carrier answers, 0 while it does not.'),
    alarm: gauge('alarm', '1 while this alarm is on, else 0.', ['alarm']),
    help: gauge('help_requests_open', 'Callers who asked for help and wait for it.'),
    mails: gauge('mails', 'Mails that wait, and that were given up within a day.', ['state']),
    oldest: gauge('mails_oldest_seconds', 'How long the oldest mail has waited.'),
  }
  const labelled = [all.callers, all.mails, all.alarm]
  const alone = Object.values(all).filter((one) => !labelled.includes(one))
  const store = gauge('store_answers', '1 while the database answers, 0 while it does not.')
  let now: Now | undefined

  function forget(): void {
    for (const one of labelled) one.reset()
    for (const one of alone) one.remove()
  }

  function show(board: Board, help: number, mails: MailCounts): void {
    for (const [stage, count] of Object.entries(board.stages)) all.callers.set({ stage }, count)
    all.meetings.set(board.meetings.length)
    all.inUse.set(board.inUse)
    if (board.capacity !== undefined) all.capacity.set(board.capacity)
    const { is } = board.carrier.health
    if (is !== 'unknown') all.carrier.set(is === 'answers' ? 1 : 0)
    for (const alarm of alarmNames)
      all.alarm.set({ alarm }, board.alarms.some(({ name }) => name === alarm) ? 1 : 0)
    all.help.set(help)
    all.mails.set({ state: 'waiting' }, mails.waiting)
    all.mails.set({ state: 'failed' }, mails.failed)
    all.oldest.set(mails.oldestMs / 1000)
  }

  return {
    watch(what) {
      now = what
    },
    async look() {
      if (now === undefined) return
      forget()
      try {
        show(...(await Promise.all([now.board(), now.helpRequestsOpen(), now.mails()])))
        store.set(1)
      } catch {
        forget()
        store.set(0)
      }
    },
  }
}
