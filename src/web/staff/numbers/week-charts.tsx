import { daysLater } from '../../../conference/room/days.ts'
import type {
  BusiestHour,
  Share,
  Told,
  WeekNumbers,
} from '../../../conference/figures/reporting.ts'
import { beginOfDay } from '../../moments.ts'
import { Scrolls } from '../../scrolls.tsx'
import { fill, type Texts } from '../../texts.ts'
import { Chart } from './chart.tsx'
import type { NumberWords } from './number-words.ts'

type Heads = Texts['staffNumbers']['heads']
type Figure = {
  readonly name: keyof Texts['staffNumbers']['charts']
  /** How high it is drawn; undefined: hidden. */
  readonly height: (week: WeekNumbers) => number | undefined
  /** How high the picture is; usually as high as its highest week. */
  readonly top?: number
  /** Sums are told of what can be summed. */
  readonly isSum: boolean
  readonly columns: readonly {
    readonly head: keyof Heads
    readonly cell: (week: WeekNumbers, words: NumberWords) => string
  }[]
}

const known = (value: Told) => (value === 'few' ? undefined : value)
const linesOf = (busiest: BusiestHour) => (busiest === 'few' ? undefined : busiest.lines)
const percentOf = (share: Share) => (share === 'few' ? undefined : share.percent)

/** In this order. */
const figures: readonly Figure[] = [
  {
    name: 'meetings',
    height: ({ meetings }) => known(meetings),
    isSum: true,
    columns: [{ head: 'meetings', cell: ({ meetings }, words) => words.count(meetings) }],
  },
  {
    name: 'callerMinutes',
    height: ({ callerMinutes }) => known(callerMinutes),
    isSum: true,
    columns: [
      { head: 'callerMinutes', cell: ({ callerMinutes }, words) => words.count(callerMinutes) },
    ],
  },
  {
    name: 'busiest',
    height: ({ busiest }) => linesOf(busiest),
    isSum: false,
    columns: [
      { head: 'busiest', cell: ({ busiest }, words) => words.busiestHour(busiest) },
      {
        head: 'lines',
        cell: ({ busiest }, words) => words.count(busiest === 'few' ? 'few' : busiest.lines),
      },
    ],
  },
  {
    name: 'cameIn',
    height: ({ cameIn }) => percentOf(cameIn),
    top: 100,
    isSum: false,
    columns: [
      { head: 'calls', cell: ({ calls }, words) => words.count(calls) },
      { head: 'cameIn', cell: ({ cameIn }, words) => words.share(cameIn) },
    ],
  },
  {
    name: 'wrongPerDay',
    height: ({ wrongEntries }) => known(wrongEntries),
    isSum: false,
    columns: [
      { head: 'wrongPerDay', cell: ({ wrongEntries }, words) => words.perDay(wrongEntries) },
    ],
  },
]

type Props = {
  readonly weeks: readonly WeekNumbers[]
  readonly words: NumberWords
  readonly timeZone: string
}

/** A year in pictures, each with a sentence and a table that say the same (W-17). */
export function WeekCharts(props: Props) {
  const { texts } = props.words
  return (
    <section aria-labelledby="charts">
      <h2 id="charts">{texts.chartsTitle}</h2>
      <div class="columns">
        {figures.map((figure) => (
          <WeekChart {...props} figure={figure} />
        ))}
      </div>
    </section>
  )
}

/** A mark below the first week of every third month. */
const markEachMonths = 3

function WeekChart({ weeks, words, timeZone, figure }: Props & { readonly figure: Figure }) {
  const { texts } = words
  const { title } = texts.charts[figure.name]
  const at = (day: string) => beginOfDay(day, timeZone)
  const points = weeks.map((week) => ({
    at: at(week.monday),
    count: figure.height(week) ?? 0,
  }))
  // The last week is as wide as the others.
  const last = points.at(-1)
  const end = weeks.at(-1)
  const drawn =
    last === undefined || end === undefined
      ? points
      : [...points, { at: at(daysLater(end.monday, 7)), count: last.count }]
  const most = figure.top ?? Math.max(...points.map(({ count }) => count))
  const summary = summaryOf(weeks, words, figure)
  const marks = weeks
    .filter(({ monday }) => isMarked(monday))
    .map(({ monday }) => ({ at: at(monday), words: shortMonth(words, monday) }))
  return (
    <figure class="sheet day">
      <figcaption>
        <h3>{title}</h3>
        <p class="hint">{summary}</p>
      </figcaption>
      <Chart points={drawn} most={most} marks={marks} label={`${title}: ${summary}`} />
      <details>
        <summary>{texts.chartTable}</summary>
        <Scrolls label={title}>
          <WeekTable {...{ weeks, words, figure }} />
        </Scrolls>
      </details>
    </figure>
  )
}

/** The newest week first. */
function WeekTable({
  weeks,
  words,
  figure,
}: Omit<Props, 'timeZone'> & { readonly figure: Figure }) {
  const { texts } = words
  return (
    <table class="counts">
      <caption class="unseen">{texts.charts[figure.name].title}</caption>
      <thead>
        <tr>
          {[texts.heads.week, ...figure.columns.map(({ head }) => texts.heads[head])].map(
            (name) => (
              <th scope="col">{name}</th>
            ),
          )}
        </tr>
      </thead>
      <tbody>
        {weeks.toReversed().map((week) => (
          <tr>
            <th scope="row">{words.day(week.monday)}</th>
            {figure.columns.map(({ cell }) => (
              <td>{cell(week, words)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** In a sentence: of the weeks that are told, and of no others. */
function summaryOf(weeks: readonly WeekNumbers[], words: NumberWords, figure: Figure): string {
  const { name, height, isSum, columns } = figure
  const shown = weeks.flatMap((week) => {
    const high = height(week)
    return high === undefined ? [] : [{ week, high }]
  })
  const [first, ...rest] = shown
  if (first === undefined) return words.texts.nothing
  const best = rest.reduce((most, one) => (one.high > most.high ? one : most), first)
  const sum = shown.reduce((all, { high }) => all + high, 0)
  return fill(words.texts.charts[name].summary, {
    weeks: shown.length,
    sum: isSum ? words.count(sum) : '',
    most: columns.at(-1)?.cell(best.week, words) ?? '',
    hour: words.busiestHour(best.week.busiest),
    when: words.day(best.week.monday),
  })
}

function isMarked(monday: string): boolean {
  const day = Number(monday.slice(8))
  const month = Number(monday.slice(5, 7))
  return day <= 7 && (month - 1) % markEachMonths === 0
}

/** `Jan`, `Apr` … */
const shortMonth = (words: NumberWords, monday: string): string =>
  words.month(monday.slice(0, 7)).slice(0, 3)
