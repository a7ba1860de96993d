import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { CarrierHealth } from '../../src/conference/staff/board.ts'
import type { Happening } from '../../src/conference/happenings.ts'
import type { Mail } from '../../src/conference/organiser/mails.ts'
import { bucketOf, talliesOf } from '../../src/conference/figures/tallies.ts'
import type { Store } from '../../src/conference/ports.ts'
import { alarmLooks, type LookParts } from '../../src/observe/alarm-looks.ts'
import { alarmRound, roundEveryMs, type AlarmParts } from '../../src/observe/alarms.ts'
import { alarmMail } from '../../src/web/alarm-mail.ts'
import { readTexts } from '../../src/web/texts.ts'
import { certificate } from './certificates.ts'
import { stoppedClock } from './clock.ts'
import { aStore, randomness } from './rooms.ts'
import { timers } from './timers.ts'

const texts = await readTexts(fileURLToPath(new URL('../../config', import.meta.url)))
const minuteMs = 60_000

/** Everything that alarms go by, all of it well, on a clock that moves when told; and a mail box that nobody reads. */
export async function openAlarmHouse() {
  const store = await aStore()
  const clock = stoppedClock()
  const time = timers(clock)
  const state = {
    carrier: 'answers' as CarrierHealth['is'],
    database: true,
    megabytes: 20_000,
    testsFailed: 0 as number | undefined,
    trunksDown: undefined as number | undefined,
  }
  const happened: Happening[] = []
  const sentNow: Mail[] = []
  const checked: Store = {
    ...store,
    check: () => (state.database ? store.check() : Promise.reject(new Error('away'))),
  }
  const looked: LookParts = {
    store: checked,
    clock: clock.now,
    carrier: () => ({ is: state.carrier, since: 0 }),
    capacity: 5,
    dataDir: '/nowhere',
    publicUrl: new URL('http://127.0.0.1:3000'),
    ca: certificate('ca'),
    timeZone: 'Europe/Berlin',
    tariff: { perCallerMinute: 100, perMonth: 0 },
    budget: 1_000_000,
    testsFailed: () => state.testsFailed,
    trunks: () =>
      Promise.resolve(
        state.trunksDown === undefined ? undefined : { down: state.trunksDown, lines: 2 },
      ),
    freeBytes: () => Promise.resolve(state.megabytes * 1024 * 1024),
  }
  const written = {
    texts,
    locale: 'de',
    timeZone: 'Europe/Berlin',
    to: 'technik@example.org',
  } as const
  const partsOf = (instead: Partial<LookParts> = {}): AlarmParts => ({
    store: checked,
    looks: alarmLooks({ ...looked, ...instead }),
    clock: clock.now,
    after: time.after,
    randomness,
    announce: (happening) => happened.push(happening),
    mailOf: (news) => alarmMail({ ...written, board: new URL('http://127.0.0.1:3001') }, news),
    sendNow(_id, mail) {
      sentNow.push(mail)
      return Promise.resolve(true)
    },
    changed: () => undefined,
  })
  let round = alarmRound(partsOf())

  return {
    store,
    clock,
    time,
    state,
    happened,
    sentNow,
    partsOf,
    /** Counts something as the announcer would have. */
    async happens(happening: Happening): Promise<void> {
      const bucket = bucketOf(clock.now())
      const all = talliesOf(happening).map(({ what, by: count }) => ({ what, bucket, count }))
      await store.tallies.add(all)
    },
    /** The program begins anew, perhaps with other things to look at. */
    restarts(instead: Partial<LookParts> = {}): void {
      round = alarmRound(partsOf(instead))
    },
    /** Looks as often as it would in so long. */
    async passes(minutes: number): Promise<void> {
      const until = clock.now() + minutes * minuteMs
      for (;;) {
        await round.lookAtDatabase()
        if (state.database) await round.lookAtAll()
        if (clock.now() >= until) return
        clock.passes(roundEveryMs)
      }
    },
    /** What was written since the last time: subject lines. */
    async mails(): Promise<Mail[]> {
      const found: Mail[] = []
      for (;;) {
        const due = await store.mailQueue.take(clock.now(), clock.now() + 9e9)
        if (due === undefined) return found
        found.push(due.mail)
        await store.mailQueue.sent(due.id, clock.now())
      }
    },
    [Symbol.asyncDispose]: () => store.close(),
  }
}

export type AlarmHouse = Awaited<ReturnType<typeof openAlarmHouse>>

/** An https server that shows this certificate. */
export async function showing(name: string) {
  const server = createServer({ key: certificate('key'), cert: certificate(name) })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: new URL(`https://localhost:${String(port)}`),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}
