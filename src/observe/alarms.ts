import {
  courseOf,
  follow,
  quiet,
  type AlarmNews,
  type Course,
} from '../conference/staff/alarm-course.ts'
import { alarmNames, type AlarmName, type Numbers } from '../conference/staff/alarms.ts'
import type { Mail } from '../conference/organiser/mails.ts'
import type { After, Announce, Clock, Kept, Randomness, Store } from '../conference/ports.ts'

/*
 * Looks at everything each quarter of a minute, and tells once when an alarm begins and once when it is over.
 *
 *   looks ──numbers──▶ follow ──news──▶ one transaction: the alarm's row, and the mail into the queue
 *                                  └──▶ announce: log, metric
 *
 * Of several instances one does it (a lease); all know what is on, from the database. That the database itself is away is
 * the one thing that cannot be written there: each instance that finds it so says it straight to the mail server.
 */

/** How something stands now; undefined: cannot be said. What throws cannot be said either. */
export type Look = () => Promise<Numbers | undefined> | Numbers | undefined
export type Looks = Readonly<Record<AlarmName, Look>>

export type AlarmParts = {
  readonly store: Pick<Store, 'atomically' | 'alarms' | 'leases'>
  readonly looks: Looks
  readonly clock: Clock
  readonly after: After
  readonly randomness: Pick<Randomness, 'token'>
  readonly announce: Announce
  /** What somebody is written; undefined when nobody is to be. */
  readonly mailOf: (news: AlarmNews) => Mail | undefined
  /** Hands a mail over without the queue; false when it is to be tried again, under the same id. */
  readonly sendNow: (id: string, mail: Mail) => Promise<boolean>
  /** The list of alarms that are on is another one. */
  readonly changed: () => void
}

export const roundEveryMs = 15_000
const lease = 'alarms'
const leaseMs = 3 * roundEveryMs
/** A mail about an alarm is tried for so long. */
const mailTriedMs = 24 * 60 * 60_000
const minuteMs = 60_000

export type KeptAlarms = AsyncDisposable & {
  /** When a round was last done to its end, ms since 1970. */
  readonly roundDoneAt: () => number
}

export function keepAlarms(parts: AlarmParts): KeptAlarms {
  const { store, clock, after, announce, randomness } = parts
  const me = randomness.token()
  const round = alarmRound(parts)
  let doneAt = clock()
  let stopped = false
  let callOff: () => void = () => undefined

  async function look(): Promise<void> {
    try {
      await round.lookAtDatabase()
      const at = clock()
      if (await store.leases.take(lease, me, at, at + leaseMs)) await round.lookAtAll()
      else round.forget()
    } catch (error) {
      announce({ event: 'alarms.neglected', error })
    }
    doneAt = clock()
  }
  function next(): void {
    if (!stopped)
      callOff = after(roundEveryMs, () => {
        running = look().then(next)
      })
  }
  let running = look().then(next)
  return {
    roundDoneAt: () => doneAt,
    async [Symbol.asyncDispose]() {
      stopped = true
      callOff()
      await running
      await store.leases.giveBack(lease, me).catch(() => undefined)
    },
  }
}

/** One look at everything. */
export function alarmRound(parts: AlarmParts) {
  const { store, looks, clock, randomness, announce, mailOf, sendNow, changed } = parts
  const courses = new Map<AlarmName, Course>()

  /** What was on before a restart, or at the instance that led before, goes on. */
  async function takeUp(): Promise<void> {
    if (courses.size > 0) return
    const on = await store.alarms.on()
    for (const name of alarmNames) {
      const alarm = on.find((one) => one.name === name)
      courses.set(name, alarm === undefined ? quiet : courseOf(alarm))
    }
  }

  async function write(kept: Kept, after: Course, news: AlarmNews | undefined): Promise<void> {
    if (after.is === 'on') await kept.alarms.put(after.alarm)
    if (news?.is === 'over') await kept.alarms.over(news.alarm.name)
    const mail = news && mailOf(news)
    const at = clock()
    if (mail !== undefined)
      await kept.mails.send(mail, { about: 'alarm', at, until: at + mailTriedMs })
  }

  async function lookAt(name: AlarmName): Promise<void> {
    const before = courses.get(name) ?? quiet
    const [after, news] = follow(before, name, await seen(looks[name]), clock())
    if (news !== undefined || isOther(before, after))
      await store.atomically((kept) => write(kept, after, news))
    courses.set(name, after)
    if (news !== undefined) tell(announce, news, clock())
    if (news !== undefined) changed()
  }

  let database: Course = quiet
  /** What the mail server has not taken yet; tried again with every look. */
  let unsent: { readonly id: string; readonly mail: Mail } | undefined
  return {
    async lookAtAll(): Promise<void> {
      await takeUp()
      for (const name of alarmNames) if (name !== 'database') await lookAt(name)
    },
    /** In memory alone: nothing else is there when it is needed. */
    async lookAtDatabase(): Promise<void> {
      const [after, news] = follow(database, 'database', await seen(looks.database), clock())
      database = after
      if (news !== undefined) {
        tell(announce, news, clock())
        const mail = mailOf(news)
        unsent = mail && { id: randomness.token(), mail }
      }
      if (unsent !== undefined && (await sendNow(unsent.id, unsent.mail))) unsent = undefined
    },
    /** Another instance leads now. */
    forget(): void {
      courses.clear()
    },
  }
}

function tell(announce: Announce, { is, alarm }: AlarmNews, at: number): void {
  const { name, numbers, since } = alarm
  if (is === 'begins') announce({ event: 'alarm.began', alarm: name, numbers })
  if (is === 'over') {
    const minutes = Math.max(0, Math.round((at - since) / minuteMs))
    announce({ event: 'alarm.over', alarm: name, minutes })
  }
}

async function seen(look: Look): Promise<Numbers | undefined> {
  try {
    return await look()
  } catch {
    return undefined
  }
}

/** Whether what is shown of it has changed. */
function isOther(before: Course, after: Course): boolean {
  if (before.is !== 'on' || after.is !== 'on') return false
  return JSON.stringify(before.alarm) !== JSON.stringify(after.alarm)
}
