import {
  bucketOf,
  peaks,
  series,
  type Tallied,
  type Tally,
} from '../../../conference/figures/tallies.ts'
import { writtenTime } from '../../moments.ts'
import { Scrolls } from '../../scrolls.tsx'
import { fill, type PageLocale, type Texts } from '../../texts.ts'
import { Chart } from './chart.tsx'

const hourMs = 60 * 60_000
const dayMs = 24 * hourMs
/** In this order. */
const shown = [
  'calls',
  'lines',
  'wrong-entries',
  'turned-away',
  'faults',
] as const satisfies readonly Tallied[]

type DayProps = {
  readonly texts: Texts['staffBoard']
  readonly tallies: readonly Tally[]
  readonly at: number
  readonly timeZone: string
  readonly locale: PageLocale
}

/** The last 24 hours in pictures, each with a sentence and a table that say the same (W-17). */
export function DayCharts(props: DayProps) {
  return (
    <section aria-labelledby="charts">
      <h2 id="charts">{props.texts.chartsTitle}</h2>
      <div class="columns">
        {shown.map((what) => (
          <DayChart {...props} what={what} />
        ))}
      </div>
    </section>
  )
}

function DayChart({
  texts,
  tallies,
  at,
  timeZone,
  locale,
  what,
}: DayProps & { what: (typeof shown)[number] }) {
  const points = series(tallies, what, at - dayMs, at).map(({ bucket, count }) => ({
    at: bucket,
    count,
  }))
  const time = (moment: number) => writtenTime(moment, timeZone, locale)
  const most = points.reduce((best, point) => (point.count > best.count ? point : best))
  const sum = points.reduce((all, { count }) => all + count, 0)
  const { title, summary } = texts.charts[what]
  const words =
    sum === 0 ? texts.nothing : fill(summary, { sum, most: most.count, when: time(most.at) })
  const marks = everySixHours(at, timeZone).map((moment) => ({ at: moment, words: time(moment) }))
  return (
    <figure class="sheet day">
      <figcaption>
        <h3>{title}</h3>
        <p class="hint">{words}</p>
      </figcaption>
      <Chart points={points} most={most.count} marks={marks} label={`${title}: ${words}`} />
      <details>
        <summary>{texts.chartTable}</summary>
        <Scrolls label={title}>
          <table>
            <caption class="unseen">{title}</caption>
            <thead>
              <tr>
                <th scope="col">{texts.hour}</th>
                <th scope="col" class="count">
                  {texts.amount}
                </th>
              </tr>
            </thead>
            <tbody>
              {byHour(points, what).map(({ hour, count }) => (
                <tr>
                  <th scope="row">{time(hour)}</th>
                  <td class="count">{count}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scrolls>
      </details>
    </figure>
  )
}

/** Sums of hours; of what is counted as the most at once, the most of the hour. */
function byHour(points: readonly { at: number; count: number }[], what: Tallied) {
  const hours = new Map<number, number>()
  for (const { at, count } of points) {
    const hour = Math.floor(at / hourMs) * hourMs
    const known = hours.get(hour) ?? 0
    hours.set(hour, peaks.includes(what) ? Math.max(known, count) : known + count)
  }
  return [...hours].map(([hour, count]) => ({ hour, count })).reverse()
}

/** Midnight, six, noon, six, wherever the clocks of the time zone are. */
function everySixHours(at: number, timeZone: string): readonly number[] {
  const hourThere = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    hourCycle: 'h23',
  })
  const first = bucketOf(at - dayMs)
  const hours = Array.from(
    { length: 25 },
    (_, hour) => Math.ceil(first / hourMs) * hourMs + hour * hourMs,
  )
  return hours.filter((moment) => moment <= at && Number(hourThere.format(moment)) % 6 === 0)
}
