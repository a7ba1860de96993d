import type { Evenings, EveningWish } from '../../../conference/meeting/evening.ts'
import { notFound } from '../../faults.tsx'
import type { PageParts } from '../../page.tsx'
import { readForm } from '../../read-form.ts'
import { goTo, type RoomVisit } from '../../visit.ts'
import { pageThatTells, toldOf } from './told.ts'
import { lineOf, nameOf } from './view.ts'
import { wishForm } from './wishes.ts'

export type ActParts = PageParts & { readonly evenings: Pick<Evenings, 'act' | 'show'> }

/**
 * POST /rooms/:room/evening — a button of the live page was pressed. The page's script gets the answer as JSON; to all
 * others the page comes back and says it.
 */
export function eveningAct(parts: ActParts) {
  return async (visit: RoomVisit): Promise<void> => {
    const form = readForm(visit.request, wishForm)
    if (form.is === 'wrong') {
      notFound(visit, parts)
      return
    }
    const { do: wish } = form.value
    const { room, request, response, locale } = visit
    if (request.accepts(['html', 'json']) === 'html') {
      goTo(visit, pageThatTells(room.id, wish, await parts.evenings.act(room, wish)))
      return
    }
    // Asked before: afterwards they may be gone, and their name with them.
    const who = await whoIs(visit, parts, wish)
    const outcome = await parts.evenings.act(room, wish)
    response.json(toldOf(parts.texts[locale].evening, wish.do, outcome, who))
  }
}

async function whoIs(
  { room, locale }: RoomVisit,
  { evenings, texts }: ActParts,
  wish: EveningWish,
): Promise<string | undefined> {
  if (!('line' in wish)) return undefined
  const line = lineOf(await evenings.show(room), wish.line)
  return line && nameOf(line, texts[locale].evening)
}
