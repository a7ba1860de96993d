import { keepingFocus, parsed, patch, patchInside } from './patch.ts'
import type { LiveMessage } from './stream.ts'

/** The element of this id; one that is nowhere where there is none. */
export const byId = (id: string) => document.getElementById(id) ?? document.createElement('p')

/** Makes the live part of a page show what was sent. */
export function apply(
  live: Element,
  { whole, pieces = [], gone = [], fresh = [] }: LiveMessage,
): void {
  keepingFocus(live, () => {
    if (whole) patchInside(live, parsed(whole))
    for (const piece of pieces) {
      const next = parsed(piece).firstElementChild
      if (next) patch(byId(next.id), next)
    }
    for (const id of gone) byId(id).remove()
    for (const { in: list, before, html } of fresh)
      byId(list).insertBefore(parsed(html), before ? document.getElementById(before) : null)
  })
}
