import { keepingFocus, parsed, patch, patchInside } from './patch.ts'
import type { LiveMessage } from './stream.ts'

/** The element of this id; one that is nowhere where there is none. */
export const byId = (id: string) => document.getElementById(id) ?? document.createElement('p')

/** Makes the live part of a page show what was sent; `more` is what only this page has. */
export function apply(live: Element, { whole, pieces = [] }: LiveMessage, more?: () => void): void {
  keepingFocus(live, () => {
    if (whole) patchInside(live, parsed(whole))
    for (const piece of pieces) {
      for (const next of parsed(piece).children) patch(byId(next.id), next)
    }
    more?.()
  })
}
