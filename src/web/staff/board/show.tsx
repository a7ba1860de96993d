import type { Board } from '../../../conference/staff/board.ts'
import { talliesKeptMs } from '../../../conference/figures/tallies.ts'
import { writtenTime } from '../../moments.ts'
import { show } from '../../page.tsx'
import { fill, type PageLocale, type Texts } from '../../texts.ts'
import { BoardPart, boardTitle, type BoardView } from './drawing.tsx'
import { DayCharts } from '../numbers/day-charts.tsx'
import { tenthsIn } from '../numbers/number-words.ts'
import type { StaffParts } from '../parts.ts'
import type { StaffVisit } from '../visit.ts'

/** GET / — whether the lines work, and where callers are. Never who they are (P-06). */
export function boardShow(parts: StaffParts) {
  const viewOf = boardViews(parts)
  return async (visit: StaffVisit): Promise<void> => {
    const { locale, at } = visit
    const { timeZone, store } = parts
    const view = viewOf(await parts.board.show(), locale)
    const tallies = await store.tallies.since(at - talliesKeptMs)
    const { texts } = view
    const content = (
      <div class="page board" id="board-page" data-words={scriptWords(texts, timeZone)}>
        <h1>{texts.title}</h1>
        <Steering view={view} />
        <p id="news" class="unseen" aria-live="assertive" />
        <div id="live">
          <BoardPart {...view} />
        </div>
        <DayCharts {...{ texts, tallies, at, timeZone, locale }} />
      </div>
    )
    show(visit, parts, { title: boardTitle(view), content, scripts: ['board'] })
  }
}

/** A board in a language. */
export function boardViews({ texts, timeZone, organisation }: StaffParts) {
  return (board: Board, locale: PageLocale): BoardView => ({
    board,
    texts: texts[locale].staffBoard,
    alarmTexts: texts[locale].staffAlarms,
    time: (moment) => writtenTime(moment, timeZone, locale),
    tenths: tenthsIn(locale),
    organisation,
  })
}

/** Whether it is live, and what can be done about that. What only a script can do is shown by it (staff.css). */
function Steering({ view: { texts, time, board } }: { readonly view: BoardView }) {
  return (
    <div class="steering">
      <p id="connection" hidden />
      <p id="reload">
        <span>{fill(texts.asOf, { time: time(board.at) })}</span>{' '}
        <a class="button quiet" href="/">
          {texts.reload}
        </a>
      </p>
      <button type="button" class="button quiet by-script" id="pause">
        {texts.pause}
      </button>
      <div class="tick by-script">
        <input type="checkbox" id="alarm-sound" autocomplete="off" />
        <label for="alarm-sound">{texts.alarmSound}</label>
      </div>
    </div>
  )
}

function scriptWords({ live, pause, goOn }: Texts['staffBoard'], timeZone: string): string {
  return JSON.stringify({ ...live, pause, goOn, timeZone })
}
