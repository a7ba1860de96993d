import { drawnPieces, drawnWhole } from './evening-live-part.tsx'
import { windowTitle } from '../page.tsx'
import { newsBetween } from './evening-news.ts'
import { eveningTitle, hereWords, type EveningView } from './evening-view.ts'

/** What an open page is sent: everything, or the pieces that are different now. Read by browser/stream.ts. */
export type LiveMessage = {
  readonly whole?: string
  readonly pieces?: readonly string[]
  /** Of the window, when it is another page that is looked at. */
  readonly title: string
  /** What happened, in sentences; `here` says how many are there now. */
  readonly news: readonly string[]
  readonly here: string
  /** Our clock, ms since 1970. */
  readonly at: number
}

/** An evening as it was drawn last in one language. */
export type Drawing = {
  readonly view: EveningView
  readonly pieces: ReadonlyMap<string, string>
}

export function draw(view: EveningView): Drawing {
  return { view, pieces: drawnPieces(view) }
}

/** For a page that has just connected, whatever it knew before. */
export function wholeMessage({ view }: Drawing): LiveMessage {
  return { ...alwaysSaid(view), whole: drawnWhole(view), news: [] }
}

/** For pages that show `before`; undefined when nothing is different. */
export function changeMessage(before: Drawing, after: Drawing): LiveMessage | undefined {
  const { view } = after
  const news = newsBetween(before.view.evening, view.evening, view.words)
  if (!hasSameIds(before, after)) return { ...alwaysSaid(view), whole: drawnWhole(view), news }
  const pieces = [...after.pieces]
    .filter(([id, html]) => before.pieces.get(id) !== html)
    .map(([, html]) => html)
  return pieces.length + news.length === 0 ? undefined : { ...alwaysSaid(view), pieces, news }
}

function alwaysSaid(view: EveningView) {
  return {
    title: windowTitle(eveningTitle(view), view),
    here: hereWords(view.evening, view.words),
    at: view.at,
  }
}

const hasSameIds = (before: Drawing, after: Drawing): boolean =>
  [...before.pieces.keys()].join() === [...after.pieces.keys()].join()
