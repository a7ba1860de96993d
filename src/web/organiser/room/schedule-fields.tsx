import { z } from 'zod'
import { weekdayWord } from '../../../conference/room/schedule-words.ts'
import type { Weekday } from '../../../conference/room/schedule.ts'
import { OneOf, Select, SomeOf, TextArea, TextField, type Option } from '../../form.tsx'
import { typedAll, typedIn, type Mistakes, type Typed } from '../../read-form.ts'
import { fill, type PageLocale, type Texts } from '../../texts.ts'
import { scheduleKinds, weekNumbers } from './schedule-typed.ts'

type Props = {
  readonly texts: Texts['dates']
  readonly locale: PageLocale
  readonly typed: Typed
  /** Field → sentence. */
  readonly mistakes: Mistakes
}

/**
 * The fields for when a room is open. What the chosen form does not need is hidden by the style sheet (`only-weekly`
 * …); a browser that cannot do that shows all of it, and what is not needed is not read.
 */
export function ScheduleFields({ texts, locale, typed, mistakes }: Props) {
  const about = (name: ScheduleField) => ({ name, ...texts[name], mistake: mistakes[name] })
  const one = (name: ScheduleField) => ({ ...about(name), value: typedIn(typed, name) })
  const many = (name: ScheduleField) => ({ ...about(name), values: typedAll(typed, name) })
  return (
    <div class="schedule">
      <OneOf {...one('when')} options={kinds(texts)} />
      <div class="only-weekly">
        <SomeOf {...many('weekdays')} options={weekdays(locale)} />
        <Select {...one('everyWeeks')} options={weeks(texts)} />
      </div>
      <div class="only-monthly">
        <SomeOf {...many('which')} options={nths(texts)} />
        <Select {...one('weekday')} options={weekdays(locale)} />
      </div>
      <div class="only-dates">
        <TextArea {...one('dates')} rows={6} />
      </div>
      <div class="only-series">
        <TextField {...one('from')} type="date" class="moment" />
      </div>
      <div class="only-timed">
        <TextField {...one('time')} type="time" class="moment" />
        <Select {...one('minutes')} options={durations(texts, typedIn(typed, 'minutes'))} />
        <details open={mistakes['timeZone'] !== undefined}>
          <summary>
            {fill(texts.timeZoneNow, { zone: zoneName(texts, typedIn(typed, 'timeZone')) })}
          </summary>
          <Select {...one('timeZone')} options={zones(texts, typedIn(typed, 'timeZone'))} />
        </details>
      </div>
    </div>
  )
}
type ScheduleField =
  | 'when'
  | 'weekdays'
  | 'everyWeeks'
  | 'which'
  | 'weekday'
  | 'dates'
  | 'from'
  | 'time'
  | 'minutes'
  | 'timeZone'

function kinds({ kinds: of }: Texts['dates']): Option[] {
  return scheduleKinds.map((value) => ({ value, ...labelled(of[value]) }))
}

function weekdays(locale: PageLocale): Option[] {
  const all: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7]
  return all.map((day) => ({ value: String(day), label: weekdayWord(day, locale) }))
}

function weeks({ everyWeek, everyNWeeks }: Texts['dates']): Option[] {
  return weekNumbers.map((count) => ({
    value: String(count),
    label: count === 1 ? everyWeek : fill(everyNWeeks, { count }),
  }))
}

function nths({ nths: of }: Texts['dates']): Option[] {
  return Object.entries(of).map(([value, label]) => ({ value, label }))
}

const usualMinutes = [30, 45, 60, 75, 90, 105, 120, 150, 180, 240, 360, 480]

function durations({ minutesCount }: Texts['dates'], now: string): Option[] {
  const known = z.coerce.number().int().positive().safeParse(now).data
  const all = new Set(known === undefined ? usualMinutes : [...usualMinutes, known])
  return [...all]
    .toSorted((a, b) => a - b)
    .map((count) => ({ value: String(count), label: fill(minutesCount, { count }) }))
}

function zones(texts: Texts['dates'], now: string): Option[] {
  const all = new Set([...(now === '' ? [] : [now]), ...Object.keys(texts.zones)])
  return [...all].map((zone) => ({ value: zone, label: zoneName(texts, zone) }))
}

function zoneName({ zones: known }: Texts['dates'], zone: string): string {
  return (Object.hasOwn(known, zone) ? known[zone] : undefined) ?? zone.replaceAll('_', ' ')
}

const labelled = ({ label, hint }: Texts['dates']['when']) =>
  hint === undefined ? { label } : { label, hint }
