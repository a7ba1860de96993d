import { alarmRules, toldAgainMs, type Alarm, type AlarmName, type Numbers } from './alarms.ts'

/**
 * Where one alarm is:
 *
 *   quiet ──bad──▶ doubtful ──still bad──▶ on ──good──▶ on, better ──still good──▶ quiet
 *     ▲               │                    ▲                │
 *     └─────good──────┘                    └──────bad───────┘
 */
export type Course =
  | { readonly is: 'quiet' }
  | { readonly is: 'doubtful'; readonly since: number }
  | { readonly is: 'on'; readonly alarm: Alarm; readonly goodSince: number | undefined }

/** What somebody should be told. */
export type AlarmNews = {
  readonly is: 'begins' | 'goes-on' | 'over'
  readonly alarm: Alarm
}

export const quiet: Course = { is: 'quiet' }

/** As it is taken up again after a restart. */
export const courseOf = (alarm: Alarm): Course => ({ is: 'on', alarm, goodSince: undefined })

/**
 * Goes on with what is seen now. What cannot be seen (undefined) changes nothing.
 * @param at ms since 1970; a clock that was put back begins nothing and ends nothing sooner
 */
export function follow(
  course: Course,
  name: AlarmName,
  numbers: Numbers | undefined,
  at: number,
): readonly [Course, AlarmNews?] {
  if (numbers === undefined) return [course]
  const rule = alarmRules[name]
  if (course.is === 'on') return goesOn(course, name, numbers, at)
  if (!rule.isBad(numbers)) return [quiet]
  const since = course.is === 'doubtful' ? Math.min(course.since, at) : at
  if (at - since < rule.beginsAfterMs) return [{ is: 'doubtful', since }]
  const alarm: Alarm = { name, since, told: at, numbers }
  return [
    { is: 'on', alarm, goodSince: undefined },
    { is: 'begins', alarm },
  ]
}

function goesOn(
  { alarm: before, goodSince }: Extract<Course, { is: 'on' }>,
  name: AlarmName,
  numbers: Numbers,
  at: number,
): readonly [Course, AlarmNews?] {
  const rule = alarmRules[name]
  const alarm = { ...before, numbers, told: Math.min(before.told, at) }
  if (!(rule.staysBad ?? rule.isBad)(numbers)) {
    const since = Math.min(goodSince ?? at, at)
    if (at - since >= rule.overAfterMs) return [quiet, { is: 'over', alarm }]
    // Numbers of the bad time stay: they say what happened.
    return [{ is: 'on', alarm: before, goodSince: since }]
  }
  if (at - alarm.told < toldAgainMs) return [{ is: 'on', alarm, goodSince: undefined }]
  const told = { ...alarm, told: at }
  return [
    { is: 'on', alarm: told, goodSince: undefined },
    { is: 'goes-on', alarm: told },
  ]
}
