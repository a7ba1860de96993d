import { shortDay, writtenTime } from '../../moments.ts'
import { Scrolls } from '../../scrolls.tsx'
import type { PageLocale, Texts } from '../../texts.ts'

/** A meeting that is over, as it is written down. */
export type MeetingRow = {
  readonly started: number
  /** Without it only the beginning is said. */
  readonly ended?: number
  readonly minutes: number
  readonly people: string | number
}

type Props = {
  readonly words: Texts['meetings']
  readonly rows: readonly MeetingRow[]
  readonly timeZone: string
  readonly locale: PageLocale
  /** Where a heading above says the same, for those alone who do not see it. */
  readonly captionUnseen?: boolean
}

/** Two narrow columns beside the day, so that it fits the screen of a telephone. */
export function MeetingTable({ words, rows, timeZone, locale, captionUnseen = false }: Props) {
  const time = (at: number) => writtenTime(at, timeZone, locale)
  return (
    <Scrolls label={words.tableTitle}>
      <table>
        <caption class={captionUnseen ? 'unseen' : undefined}>{words.tableTitle}</caption>
        <thead>
          <tr>
            <th scope="col">{words.date}</th>
            <th scope="col" class="count">
              {words.minutes}
            </th>
            <th scope="col" class="count">
              {words.people}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ started, ended, minutes, people }) => (
            <tr>
              <th scope="row">
                {shortDay(started, timeZone, locale)}{' '}
                <small>
                  {ended === undefined ? time(started) : `${time(started)}–${time(ended)}`}
                </small>
              </th>
              <td class="count">{minutes}</td>
              <td class="count">{people}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolls>
  )
}
