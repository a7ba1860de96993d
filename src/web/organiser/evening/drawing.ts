import type { Drawing } from '../../live/drawing.ts'
import { windowTitle } from '../../page.tsx'
import { drawnPieces, drawnWhole } from './live-part.tsx'
import { eveningTitle, hereWords, type EveningView } from './view.ts'

/** An evening as it was drawn last in one language. */
export type EveningDrawing = Drawing & { readonly view: EveningView }

export function drawEvening(view: EveningView): EveningDrawing {
  return {
    view,
    pieces: drawnPieces(view),
    whole: () => drawnWhole(view),
    title: windowTitle(eveningTitle(view), view),
    here: hereWords(view.evening, view.words),
    at: view.at,
  }
}
