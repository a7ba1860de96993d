import type { z } from 'zod'
import type { StaffOutcome, StaffWish } from '../../conference/staff-control.ts'
import { show } from '../page.tsx'
import { inWords, readForm, type Mistakes } from '../read-form.ts'
import { fill, type Texts } from '../texts.ts'
import { goTo } from '../visit.ts'
import { reasonId } from './asked-once.tsx'
import type { StaffParts } from './parts.ts'
import type { StaffVisit } from './visit.ts'

/* What pages share on which staff do something: the form that asks why, and what came of it. */

/** What is wrong in one of the forms of a page, by the last word of its action. */
export type Wrong = { readonly act: string; readonly mistakes: Mistakes }

type Acting<T extends { readonly reason: string }> = {
  readonly shape: z.ZodType<T>
  readonly wish: (form: T, visit: StaffVisit) => StaffWish
  /** Shows the page again, with what is wrong in this form. */
  readonly again: (visit: StaffVisit, mistakes: Mistakes) => Promise<void>
  /** Where it leads when it is done. */
  readonly then?: string
}

/** Reads the form, does it, and says what came of it. */
export function acting<T extends { readonly reason: string }>(
  parts: StaffParts,
  { shape, wish, again, then = '/' }: Acting<T>,
) {
  return async (visit: StaffVisit): Promise<void> => {
    const form = readForm(visit.request, shape)
    if (form.is === 'wrong') {
      await again(visit, inWords(form.mistakes, parts.texts[visit.locale].staffActs.mistakes))
      return
    }
    const by = { who: visit.signedIn.member.name, reason: form.value.reason }
    const outcome = await parts.control.act(wish(form.value, visit), by)
    await parts.board.showAnew()
    if (outcome === 'done') goTo(visit, then, 'staff-done')
    else outcomePage(parts, visit, outcome)
  }
}

/** It is decided, even though the carrier has not done its part. */
const isDecided: readonly StaffOutcome[] = ['still-trying', 'blocked']

function outcomePage(
  parts: StaffParts,
  visit: StaffVisit,
  outcome: Exclude<StaffOutcome, 'done'>,
): void {
  const texts = parts.texts[visit.locale].staffActs
  const content = (
    <div class="page">
      <h1>{texts.outcomeTitle}</h1>
      <p class="mistakes" role="alert">
        {texts.outcomes[outcome]}
      </p>
      <p>
        <a class="button quiet" href="/">
          {texts.back}
        </a>
      </p>
    </div>
  )
  const status = isDecided.includes(outcome) ? 200 : 409
  show(visit, parts, { title: texts.outcomeTitle, content, status })
}

/** What the window is called: whoever hears the page hears at once that something has to be mended. */
export function titleOf(texts: Texts['staffActs'], title: string, wrong: Wrong | undefined) {
  return wrong === undefined ? title : fill(texts.again, { title })
}

/** Every mistake with the id of its field, for the summary on top. */
export function summaryOf(action: string, mistakes: Mistakes): Mistakes {
  return Object.fromEntries(
    Object.entries(mistakes).map(([field, mistake]) => [
      field === 'reason' ? reasonId(action) : field,
      mistake,
    ]),
  )
}
