import type { PastMeetings } from '../../conference/past-meetings.ts'
import { meetingFrom, minutesOf, shown, type MeetingLine } from '../../conference/statement.ts'
import { shortDay, writtenTime } from '../moments.ts'
import { show, type PageParts } from '../page.tsx'
import { Scrolls } from '../scrolls.tsx'
import { type PageLocale, type Texts } from '../texts.ts'
import type { RoomVisit } from '../visit.ts'

export type MeetingListParts = PageParts & {
  readonly store: { readonly pastMeetings: Pick<PastMeetings, 'of'> }
  readonly timeZone: string
}

/** GET /rooms/:room/meetings — one line for each meeting that is over; nobody's name or number (TRUST §3.2). */
export function meetingList(parts: MeetingListParts) {
  return async (visit: RoomVisit): Promise<void> => {
    const texts = parts.texts[visit.locale].meetings
    const lines = await parts.store.pastMeetings.of(visit.room.id, 0, visit.at)
    const { timeZone } = parts
    const content = (
      <div class="page">
        <h1>{texts.title}</h1>
        <p class="lede">{texts.lede}</p>
        {lines.length === 0 ? (
          <section class="sheet narrow">
            <h2>{texts.none.title}</h2>
            <p>{texts.none.text}</p>
          </section>
        ) : (
          <>
            <Lines texts={texts} lines={lines} timeZone={timeZone} locale={visit.locale} />
            <p class="hint">{texts.kept}</p>
          </>
        )}
        <p class="buttons">
          <a class="button" href={`/rooms/${visit.room.id}/statement`}>
            {texts.toStatement}
          </a>
          <a class="button quiet" href={`/rooms/${visit.room.id}`}>
            {texts.toRoom}
          </a>
        </p>
      </div>
    )
    show(visit, parts, { title: texts.title, content })
  }
}

type LinesProps = {
  readonly texts: Texts['meetings']
  readonly lines: readonly MeetingLine[]
  readonly timeZone: string
  readonly locale: PageLocale
}

function Lines({ texts, lines, timeZone, locale }: LinesProps) {
  return (
    <Scrolls label={texts.tableTitle}>
      <table>
        <caption>{texts.tableTitle}</caption>
        <thead>
          <tr>
            <th scope="col">{texts.date}</th>
            <th scope="col" class="count">
              {texts.minutes}
            </th>
            <th scope="col" class="count">
              {texts.people}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines
            .toSorted((a, b) => b.started - a.started)
            .map((line) => (
              <tr>
                <th scope="row">
                  {shortDay(line.started, timeZone, locale)}{' '}
                  <small>{writtenTime(line.started, timeZone, locale)}</small>
                </th>
                <td class="count">{minutesOf(line)}</td>
                <td class="count">{howMany(line, texts)}</td>
              </tr>
            ))}
        </tbody>
      </table>
      <p class="hint">{texts.peopleHint}</p>
    </Scrolls>
  )
}

function howMany({ mostCallersAtOnce: most }: MeetingLine, texts: Texts['meetings']): string {
  if (most < meetingFrom) return texts.alone
  const people = shown(most)
  return people === 'few' ? texts.few : String(people)
}
