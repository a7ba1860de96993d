import { show } from '../../page.tsx'
import { Scrolls } from '../../scrolls.tsx'
import { numbersAt, type Numbers } from './numbers.ts'
import { numberWords, type NumberWords } from './number-words.ts'
import type { StaffParts } from '../parts.ts'
import type { StaffVisit } from '../visit.ts'
import { WeekCharts } from './week-charts.tsx'

/** GET /numbers — a year of the service, week by week, and what it cost. No caller, no group. */
export function numbersShow(parts: StaffParts) {
  return async (visit: StaffVisit): Promise<void> => {
    const { locale, at } = visit
    const { timeZone } = parts
    const texts = parts.texts[locale].staffNumbers
    const words = numberWords(texts, locale, timeZone)
    const { weeks, costs } = await numbersAt(parts, at)
    const content = (
      <div class="page board">
        <h1>{texts.title}</h1>
        <p class="lede">{texts.lede}</p>
        <p class="buttons">
          <a class="button quiet" href="/numbers.csv" download>
            {texts.asCsv}
          </a>
          <a class="button quiet" href="/numbers.json" download>
            {texts.asJson}
          </a>
        </p>
        <WeekCharts {...{ weeks, words, timeZone }} />
        <Costs costs={costs} words={words} />
      </div>
    )
    show(visit, parts, { title: texts.title, content })
  }
}

type CostsProps = { readonly costs: Numbers['costs']; readonly words: NumberWords }

function Costs({ costs, words }: CostsProps) {
  const { costs: texts } = words.texts
  return (
    <section aria-labelledby="costs">
      <h2 id="costs">{texts.title}</h2>
      {costs === undefined ? (
        <p>{texts.unknown}</p>
      ) : (
        <>
          <p class={costs.now === 'close' || costs.now === 'over' ? 'mistakes' : 'notice'}>
            {texts.budget[costs.now]}
          </p>
          <p class="hint">{texts.explain}</p>
          <Months months={costs.months} words={words} />
        </>
      )}
    </section>
  )
}

function Months({
  months,
  words,
}: Pick<NonNullable<Numbers['costs']>, 'months'> & { readonly words: NumberWords }) {
  const { costs: texts, heads } = words.texts
  return (
    <Scrolls label={texts.table}>
      <table class="counts">
        <caption class="unseen">{texts.table}</caption>
        <thead>
          <tr>
            {[texts.month, heads.callerMinutes, texts.amount].map((name) => (
              <th scope="col">{name}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {months.toReversed().map(({ month, callerMinutes, cost, isMore }) => (
            <tr>
              <th scope="row">{words.month(month)}</th>
              <td>{words.count(callerMinutes)}</td>
              <td>
                {isMore && `${texts.atLeast} `}
                {words.euros(cost)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolls>
  )
}
