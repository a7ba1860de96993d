import type { ComponentChildren } from 'preact'
import type { z } from 'zod'
import type { StaffOutcome, StaffWish } from '../../conference/staff/staff-control.ts'
import { MistakeSummary } from '../form.tsx'
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
      <Back texts={texts} />
    </div>
  )
  const status = isDecided.includes(outcome) ? 200 : 409
  show(visit, parts, { title: texts.outcomeTitle, content, status })
}

type ActingPage = {
  readonly title: string
  readonly wrong: Wrong | undefined
  /** What stands below the heading. */
  readonly content: ComponentChildren
  /** A way back to the board, on pages that are about one thing of it. */
  readonly leadsBack?: true
}

/** A page with forms that ask why. Whoever hears it hears at once, and first, that something has to be mended. */
export function showActing(
  visit: StaffVisit,
  parts: StaffParts,
  { title, wrong, content, leadsBack }: ActingPage,
): void {
  const texts = parts.texts[visit.locale].staffActs
  const body = (
    <div class="page">
      <h1>{title}</h1>
      <MistakeSummary mistakes={wrong === undefined ? {} : summaryOf(wrong)} />
      {content}
      {leadsBack && <Back texts={texts} />}
    </div>
  )
  if (wrong === undefined) show(visit, parts, { title, content: body })
  else show(visit, parts, { title: fill(texts.again, { title }), content: body, status: 422 })
}

function Back({ texts }: { readonly texts: Texts['staffActs'] }) {
  return (
    <p>
      <a class="button quiet" href="/">
        {texts.back}
      </a>
    </p>
  )
}

/** Every mistake with the id of its field. */
function summaryOf({ act, mistakes }: Wrong): Mistakes {
  return Object.fromEntries(
    Object.entries(mistakes).map(([field, mistake]) => [
      field === 'reason' ? reasonId(`/${act}`) : field,
      mistake,
    ]),
  )
}
