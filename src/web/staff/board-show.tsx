import { talliesKeptMs } from '../../conference/tallies.ts'
import { writtenTime } from '../moments.ts'
import { show } from '../page.tsx'
import { fill } from '../texts.ts'
import { Alarms, Carrier, Flow, Lines, Meetings, Numbers } from './board-parts.tsx'
import { DayCharts } from './day-charts.tsx'
import type { StaffParts } from './parts.ts'
import type { StaffVisit } from './visit.ts'

/** GET / — whether the lines work, and where callers are. Never who they are (P-06). */
export function boardShow(parts: StaffParts) {
  return async (visit: StaffVisit): Promise<void> => {
    const { locale, at } = visit
    const { timeZone, store } = parts
    const texts = parts.texts[locale].staffBoard
    const board = await parts.board.show()
    const tallies = await store.tallies.since(at - talliesKeptMs)
    const time = (moment: number) => writtenTime(moment, timeZone, locale)
    const words = { texts, time, board }
    const content = (
      <div class="page board">
        <h1>{texts.title}</h1>
        <Alarms {...words} />
        <Numbers {...words} />
        <Flow {...words} />
        <div class="columns">
          <Meetings {...words} />
          <Carrier {...words} />
        </div>
        <Lines {...words} />
        <p class="buttons" id="as-of">
          <span>{fill(texts.asOf, { time: time(board.at) })}</span>
          <a class="button quiet" href="/">
            {texts.reload}
          </a>
        </p>
        <DayCharts {...{ texts, tallies, at, timeZone, locale }} />
      </div>
    )
    show(visit, parts, { title: texts.title, content })
  }
}
