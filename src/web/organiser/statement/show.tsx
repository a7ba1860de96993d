import type { Tariff } from '../../../conference/figures/costs.ts'
import type { Period, Statement } from '../../../conference/meeting/statement.ts'
import { MistakeSummary, TextField, Button } from '../../form.tsx'
import { beginOfDay, shortDay } from '../../moments.ts'
import { show } from '../../page.tsx'
import { fill, type PageLocale, type Texts } from '../../texts.ts'
import type { RoomVisit } from '../../visit.ts'
import { MeetingTable, type MeetingRow } from './meeting-table.tsx'
import { askedPeriod, type AskedPeriod } from './period.ts'
import { statementOf, type StatementParts } from './statement.ts'

type Words = Texts['meetings']

/** GET /rooms/:room/statement?from=…&to=… — to be printed and signed, for whoever pays (§ 20h SGB V). */
export function statementShow(parts: StatementParts) {
  return async (visit: RoomVisit): Promise<void> => {
    const { locale, room } = visit
    const words = parts.texts[locale].meetings
    const asked = askedPeriod(visit.request.query, visit.at, parts.timeZone)
    const found = asked.is === 'right' && (await statementOf(parts, room.id, asked.period))
    const content = (
      <div class="page">
        <div class="screen-only page">
          <h1>{words.statement.title}</h1>
          <p class="lede">{words.statement.lede}</p>
          <Choice room={room.id} asked={asked} words={words} />
        </div>
        {asked.is === 'right' && found !== false && (
          <>
            <Paper
              {...{ words, found, locale, timeZone: parts.timeZone, tariff: parts.tariff }}
              period={asked.period}
              organisation={parts.organisation}
            />
            <Further words={words} room={room.id} period={asked.period} />
          </>
        )}
      </div>
    )
    const status = asked.is === 'right' ? 200 : 422
    show(visit, parts, { title: words.statement.title, content, status, styles: ['statement'] })
  }
}

type ChoiceProps = { readonly room: string; readonly asked: AskedPeriod; readonly words: Words }

function Choice({ room, asked, words: { statement } }: ChoiceProps) {
  const typed = asked.is === 'right' ? asked.period : asked.typed
  const wrong = asked.is === 'right' ? {} : asked.mistakes
  const said = statement.mistakes as Readonly<Record<string, string>>
  const mistakes = Object.fromEntries(
    Object.entries(wrong).map(([field, key]) => [field, said[key] ?? statement.mistakes.date]),
  )
  return (
    <>
      <MistakeSummary mistakes={mistakes} />
      <form class="period sheet" method="get" action={`/rooms/${room}/statement`}>
        <TextField
          type="date"
          name="from"
          label={statement.from}
          value={typed.from}
          mistake={mistakes['from']}
        />
        <TextField
          type="date"
          name="to"
          label={statement.to}
          value={typed.to}
          mistake={mistakes['to']}
        />
        <Button as="quiet">{statement.show}</Button>
      </form>
    </>
  )
}

type PaperProps = {
  readonly words: Words
  readonly found: Statement
  readonly period: Period
  readonly organisation: string
  readonly tariff: Tariff | undefined
  readonly timeZone: string
  readonly locale: PageLocale
}

/** What is printed: nothing on it but what an insurer asks for. */
function Paper({ words, found, period, organisation, tariff, timeZone, locale }: PaperProps) {
  const { statement } = words
  const day = (text: string) => shortDay(beginOfDay(text, timeZone), timeZone, locale)
  const facts = [
    [statement.organisation, organisation],
    [
      statement.period,
      fill(statement.periodFromTo, { from: day(period.from), to: day(period.to) }),
    ],
    [statement.count, String(found.meetings.length)],
    [statement.total, fill(words.minutesCount, { count: found.minutes })],
    ...(found.cost === undefined ? [] : [[statement.cost, euros(found.cost, locale)]]),
  ]
  return (
    <section class="sheet paper" aria-labelledby="paper">
      <h2 id="paper">{statement.heading}</h2>
      <dl class="facts-list">
        <dt>{statement.group}</dt>
        <dd class="blank"> </dd>
        {facts.map(([name, value]) => (
          <>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </>
        ))}
      </dl>
      {found.meetings.length === 0 ? (
        <p>{statement.nothing}</p>
      ) : (
        <MeetingTable
          {...{ words, timeZone, locale }}
          rows={rowsOf(found.meetings, words)}
          captionUnseen
        />
      )}
      {found.cost !== undefined && tariff !== undefined && (
        <p class="hint">{fill(statement.costHow, tariffWords(tariff, locale))}</p>
      )}
      <p class="hint">{statement.privacy}</p>
      <p class="confirm">{statement.confirm}</p>
      <div class="signatures">
        {[1, 2].map((number) => (
          <p class="signature">
            {`${statement.placeAndDate}, ${fill(statement.signature, { number })}`}
          </p>
        ))}
      </div>
    </section>
  )
}

function rowsOf(meetings: Statement['meetings'], { few }: Words): readonly MeetingRow[] {
  return meetings.map((line) => ({ ...line, people: line.people === 'few' ? few : line.people }))
}

type FurtherProps = { readonly words: Words; readonly room: string; readonly period: Period }

function Further({ words, room, period: { from, to } }: FurtherProps) {
  return (
    <div class="screen-only">
      <h2>{words.statement.print}</h2>
      <p class="narrow">{words.statement.printHint}</p>
      <p class="buttons">
        <a class="button quiet" href={`/rooms/${room}/statement.csv?from=${from}&to=${to}`}>
          {words.statement.table}
        </a>
        <a class="button quiet" href={`/rooms/${room}/meetings`}>
          {words.title}
        </a>
      </p>
    </div>
  )
}

const languages = { de: 'de-DE', en: 'en-GB' } as const
const hundredthsPerEuro = 10_000

function euros(hundredths: number, locale: PageLocale): string {
  return new Intl.NumberFormat(languages[locale], { style: 'currency', currency: 'EUR' }).format(
    hundredths / hundredthsPerEuro,
  )
}

function tariffWords({ perCallerMinute, perMonth }: Tariff, locale: PageLocale) {
  const written = (value: number, places: number) =>
    new Intl.NumberFormat(languages[locale], { minimumFractionDigits: places }).format(value)
  return {
    minute: written(perCallerMinute / 100, 0),
    month: written(perMonth / hundredthsPerEuro, 2),
  }
}
