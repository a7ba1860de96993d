import type { CarrierAccount } from './carrier-account.ts'
import { trunksAt } from './carrier-reach.ts'
import type { CarrierHealth } from './conference/staff/board.ts'
import type { After, Announce, Clock, Randomness, Store } from './conference/ports.ts'
import type { TestOutcome } from './conference/staff/test-call.ts'
import { alarmLooks } from './observe/alarm-looks.ts'
import { keepAlarms, roundEveryMs } from './observe/alarms.ts'
import { keepBeating } from './observe/heartbeat.ts'
import { keepTestCalling } from './observe/test-calls.ts'
import type { Transport } from './mail/transport.ts'
import type { Settings } from './settings.ts'
import { capacityOf } from './staff-watch.ts'
import { alarmMail } from './web/alarm-mail.ts'
import type { OpenLiveBoard } from './voice/staff/board.ts'
import { pageLocaleOf } from './web/language.ts'
import type { AllTexts } from './web/texts.ts'

/** What the app lends to whoever sounds the alarms. */
export type AlarmWatch = {
  readonly store: Store
  readonly clock: Clock
  readonly after: After
  readonly randomness: Randomness
  readonly announce: Announce
  readonly texts: AllTexts
  readonly carrier: () => CarrierHealth
  /** Resolves when the carrier answers. */
  readonly reach: () => Promise<void>
  /** Calls our own switch; undefined where that cannot be. */
  readonly testCall: ((stop: AbortSignal) => Promise<TestOutcome>) | undefined
  /** At the carrier, which may be our own switch. */
  readonly account: CarrierAccount
  readonly board: Pick<OpenLiveBoard, 'changed'>
  /** Past the queue, when that cannot be written. */
  readonly transport: Pick<Transport, 'handOver'>
}

/** Whoever has not looked for so long is not alive. */
const roundMaxMs = 8 * roundEveryMs

/** Looks at everything that may go wrong, tells it by mail, and tells somebody elsewhere that we are alive. */
export function watchAlarms(settings: Settings, parts: AlarmWatch): AsyncDisposable {
  const { store, clock, after, announce, board } = parts
  const { watching, staff, locale, timeZone, dataDir, tariff, budget, http } = settings
  const capacity = capacityOf(settings)
  const { publicUrl } = http
  const { alarmMail: to, heartbeatUrl: url } = watching
  const written = { texts: parts.texts, locale: pageLocaleOf(locale), timeZone, board: staff.url }
  const all = new AsyncDisposableStack()
  const { testCall: call } = parts
  const linesInUse = () => store.callers.liveCount()
  const tests = call && all.use(keepTestCalling({ call, linesInUse, capacity, after, announce }))
  const testsFailed = () => tests?.failed()
  const trunks = () => trunksAt(settings.phone, parts.account)
  const looked = { capacity, dataDir, publicUrl, timeZone, tariff, budget, testsFailed, trunks }
  const alarms = all.use(
    keepAlarms({
      ...parts,
      looks: alarmLooks({ ...parts, ...looked }),
      mailOf: (news) => (to === undefined ? undefined : alarmMail({ ...written, to }, news)),
      changed: board.changed,
      async sendNow(id, mail) {
        const { is } = await parts.transport.handOver(id, mail)
        return is !== 'later' && is !== 'unreachable'
      },
    }),
  )
  const looksStill = () =>
    clock() - alarms.roundDoneAt() < roundMaxMs
      ? Promise.resolve()
      : Promise.reject(new Error('nobody looks any more'))
  const mustLive = [() => store.check(), parts.reach, looksStill]
  if (url !== undefined) all.use(keepBeating({ url, mustLive, after, announce }))
  return all
}
