import { sittings } from '../../../conference/room/schedule-openness.ts'
import { describeSchedule, sittingWords } from '../../../conference/room/schedule-words.ts'
import { doorsOpenMinutes, type Schedule } from '../../../conference/room/schedule.ts'
import { fill, type PageLocale, type Texts } from '../../texts.ts'

/** As many as fit on a sheet of paper and into a head. */
export const datesShown = 5

type Props = {
  readonly schedule: Schedule
  readonly at: number
  readonly texts: Texts['dates']
  readonly locale: PageLocale
}

/** When a room is open, in words: the rule, and what it means for the next weeks. */
export function NextDates({ schedule, at, texts, locale }: Props) {
  if (schedule.is === 'always') return <p>{texts.alwaysOpen}</p>
  const next = sittings(schedule, at, datesShown)
  if (next.length === 0) return <p>{texts.noneLeft}</p>
  return (
    <div class="next-dates">
      <p>{capital(describeSchedule(schedule, locale))}</p>
      <ol class="dates">
        {next.map((sitting) => {
          const { day, hours } = sittingWords(sitting, schedule, locale)
          return (
            <li>
              <span>{day},</span> <span>{hours}</span>
            </li>
          )
        })}
      </ol>
      <p class="hint">{fill(texts.doors, { count: doorsOpenMinutes })}</p>
    </div>
  )
}

/** A rule that stands by itself begins like a sentence. */
export function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}
