import type { PastMeetings } from '../../../conference/meeting/past-meetings.ts'
import { meetingFrom } from '../../../conference/figures/day-sums.ts'
import { minutesOf, shown, type MeetingLine } from '../../../conference/meeting/statement.ts'
import { show, type PageParts } from '../../page.tsx'
import type { Texts } from '../../texts.ts'
import type { RoomVisit } from '../../visit.ts'
import { MeetingTable, type MeetingRow } from './meeting-table.tsx'

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
            <MeetingTable
              words={texts}
              rows={rowsOf(lines, texts)}
              timeZone={timeZone}
              locale={visit.locale}
            />
            <p class="hint">{texts.peopleHint}</p>
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

/** The newest first; nothing of a line but when, how long, how many. */
function rowsOf(lines: readonly MeetingLine[], texts: Texts['meetings']): readonly MeetingRow[] {
  return lines
    .toSorted((a, b) => b.started - a.started)
    .map((line) => ({
      started: line.started,
      minutes: minutesOf(line),
      people: howMany(line, texts),
    }))
}

function howMany({ mostCallersAtOnce: most }: MeetingLine, texts: Texts['meetings']): string {
  if (most < meetingFrom) return texts.alone
  const people = shown(most)
  return people === 'few' ? texts.few : String(people)
}
