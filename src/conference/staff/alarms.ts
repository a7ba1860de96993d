/*
 * What somebody has to look at, in one table. Each alarm has numbers of its own that are looked at again and again; when
 * they are bad for long enough it begins, and when they are good again for long enough it is over:
 *
 *   quiet ──bad for beginsAfterMs──▶ on ──good for overAfterMs──▶ quiet
 *           told: it begins           │ told again each day       told: it is over
 *
 * Nothing here names anybody: counts, percents, minutes (TRUST S-35, P-13). docs/alarms.md says the same for people.
 */
export const alarmNames = [
  'database',
  'carrier',
  'trunk',
  'test-call',
  'faults',
  'capacity',
  'guessing',
  'disk',
  'certificate',
  'retention',
  'repairs',
  'budget',
] as const
export type AlarmName = (typeof alarmNames)[number]

/** What was seen, for sentences and for judging. */
export type Numbers = Readonly<Record<string, number>>

/** An alarm that is on. */
export type Alarm = {
  readonly name: AlarmName
  /** ms since 1970. */
  readonly since: number
  /** When somebody was last told. */
  readonly told: number
  /** As last seen. */
  readonly numbers: Numbers
}

/** Alarms that are on, kept so that a restart tells nobody again. */
export type Alarms = {
  /** The gravest first. */
  on(): Promise<readonly Alarm[]>
  /** It is on, or goes on with other numbers. */
  put(alarm: Alarm): Promise<void>
  over(name: AlarmName): Promise<void>
}

export type AlarmRule = {
  readonly isBad: (numbers: Numbers) => boolean
  /** Whether it goes on; where left out, as long as it is bad. Milder, so that it does not begin again and again. */
  readonly staysBad?: (numbers: Numbers) => boolean
  readonly beginsAfterMs: number
  readonly overAfterMs: number
}

const secondMs = 1000
const minuteMs = 60 * secondMs
/** Whoever is told of an alarm is told again after so long. */
export const toldAgainMs = 24 * 60 * minuteMs

const least =
  (name: string, limit: number) =>
  (numbers: Numbers): boolean =>
    (numbers[name] ?? 0) >= limit
const below =
  (name: string, limit: number) =>
  (numbers: Numbers): boolean =>
    (numbers[name] ?? limit) < limit

/** Limits in the units of their numbers; docs/alarms.md repeats them. */
export const alarmLimits = {
  faultsMin: 3,
  capacityPercent: 80,
  diskMegabytesMin: 500,
  certificateDaysMin: 14,
  retentionMinutesMax: 60,
  repairsMin: 10,
  budgetPercent: 80,
  testsFailedMin: 2,
} as const

export const alarmRules: Readonly<Record<AlarmName, AlarmRule>> = {
  /** `silent`: 1 while it does not answer. */
  database: { isBad: least('silent', 1), beginsAfterMs: 30 * secondMs, overAfterMs: minuteMs },
  /** `silent`: 1 while it does not answer; it is asked each half minute. */
  carrier: { isBad: least('silent', 1), beginsAfterMs: minuteMs, overAfterMs: minuteMs },
  /** `down` of `lines`: those of providers on which no call can come. */
  trunk: { isBad: least('down', 1), beginsAfterMs: 0, overAfterMs: minuteMs },
  /** `failed`: test calls in a row that failed. */
  'test-call': {
    isBad: least('failed', alarmLimits.testsFailedMin),
    staysBad: least('failed', 1),
    beginsAfterMs: 0,
    overAfterMs: 0,
  },
  /** `count`: the carrier's requests of ten minutes that went wrong on our side. */
  faults: {
    isBad: least('count', alarmLimits.faultsMin),
    staysBad: least('count', 1),
    beginsAfterMs: 0,
    overAfterMs: 0,
  },
  /** `percent` of the lines that are in use. */
  capacity: {
    isBad: least('percent', alarmLimits.capacityPercent),
    staysBad: least('percent', alarmLimits.capacityPercent - 10),
    beginsAfterMs: 0,
    overAfterMs: 5 * minuteMs,
  },
  /** `failures` of ten minutes, `rooms` tried by one telephone, of the last hour's warning (S-35); 0 when there was none. */
  guessing: { isBad: least('failures', 1), beginsAfterMs: 0, overAfterMs: 0 },
  /** `megabytes` that are free. */
  disk: {
    isBad: below('megabytes', alarmLimits.diskMegabytesMin),
    staysBad: below('megabytes', 2 * alarmLimits.diskMegabytesMin),
    beginsAfterMs: 0,
    overAfterMs: 0,
  },
  /** `days` that are left; below 0 when it has run out. */
  certificate: {
    isBad: below('days', alarmLimits.certificateDaysMin),
    beginsAfterMs: 0,
    overAfterMs: 0,
  },
  /** `minutes` since what is over was last deleted (P-05). */
  retention: {
    isBad: least('minutes', alarmLimits.retentionMinutesMax),
    beginsAfterMs: 0,
    overAfterMs: 0,
  },
  /** `count`: places in meetings that had to be put right within ten minutes, because news of the carrier was lost. */
  repairs: {
    isBad: least('count', alarmLimits.repairsMin),
    staysBad: least('count', 1),
    beginsAfterMs: 0,
    overAfterMs: 0,
  },
  /** `percent` of the month's budget that is spent. */
  budget: {
    isBad: least('percent', alarmLimits.budgetPercent),
    beginsAfterMs: 0,
    overAfterMs: 0,
  },
}
