import type { VNode } from 'preact'
import { renderToStaticMarkup } from 'preact-render-to-string'
import type { Board } from '../../../conference/staff/board.ts'
import { alarmsOf } from '../../../conference/staff/board-alarms.ts'
import type { Drawing } from '../../live/drawing.ts'
import { windowTitle, type PageParts } from '../../page.tsx'
import {
  Alarms,
  Carrier,
  Flow,
  LineRow,
  Lines,
  MeetingRow,
  Meetings,
  Numbers,
  sentenceOf,
  type AlarmWords,
  type LineWords,
} from './parts.tsx'

/** Everything a board is drawn of. Nothing of whoever looks is in it, so it is drawn once for all of them. */
export type BoardView = AlarmWords &
  LineWords & { readonly board: Board } & Pick<PageParts, 'organisation'>

export type BoardDrawing = Drawing & { readonly view: BoardView }

/** The part of the board that changes by itself. */
export function BoardPart(view: BoardView) {
  return (
    <>
      <Alarms {...view} />
      <Numbers {...view} />
      <Flow {...view} />
      <Meetings {...view} />
      <Carrier {...view} />
      <Lines {...view} />
    </>
  )
}

/** The board as it is sent to open pages: pieces that are always there, and rows that come and go. */
export function drawBoard(view: BoardView): BoardDrawing {
  const { board, texts } = view
  const meetings = board.meetings.map((meeting) => [
    `m-${meeting.id}`,
    <MeetingRow {...view} meeting={meeting} carrier={texts.carriers[board.carrier.kind]} />,
  ])
  const lines = board.lines.map((line) => [`l-${line.id}`, <LineRow {...view} line={line} />])
  const always = [
    ['alarms', <Alarms {...view} />],
    ['numbers', <Numbers {...view} />],
    ['flow', <Flow {...view} />],
    ['carrier', <Carrier {...view} />],
  ]
  const drawn = ([id, node]: readonly (string | VNode)[]) =>
    [id as string, renderToStaticMarkup(node as VNode)] as const
  const idsOf = (rows: readonly (readonly (string | VNode)[])[]) => rows.map(([id]) => id as string)
  return {
    view,
    pieces: new Map([...always, ...meetings, ...lines].map(drawn)),
    lists: new Map([
      ['meeting-rows', idsOf(meetings)],
      ['line-rows', idsOf(lines)],
    ]),
    whole: () => renderToStaticMarkup(<BoardPart {...view} />),
    title: windowTitle(boardTitle(view), view),
    here: '',
    at: board.at,
  }
}

/** How many alarms there are is seen in the list of windows as well. */
export function boardTitle(view: BoardView): string {
  const count = alarmsOf(view.board).length
  const { title } = view.texts
  return count === 0 ? title : `(${String(count)}) ${title}`
}

/** Alarms that were not there before, in sentences. One that stays and only counts on is not new. */
export function alarmNews({ view: before }: BoardDrawing, { view: after }: BoardDrawing): string[] {
  const known = new Set(alarmsOf(before.board).map(({ is }) => is))
  return alarmsOf(after.board)
    .filter(({ is }) => !known.has(is))
    .map((alarm) => sentenceOf(alarm, after))
}
