import { invitationPath } from '../../../conference/staff/staff-inviting.ts'
import { show } from '../../page.tsx'
import { fill } from '../../texts.ts'
import type { PlainVisit } from '../../visit.ts'
import type { StaffParts } from '../parts.ts'

/** The link, shown this once. */
export function linkPage(parts: StaffParts, visit: PlainVisit, name: string, token: string): void {
  const texts = parts.texts[visit.locale].staffPeople.link
  const link = new URL(invitationPath(token), parts.publicUrl).href
  const title = fill(texts.title, { name })
  const content = (
    <div class="page">
      <h1>{title}</h1>
      <p class="lede">{fill(texts.lede, { name })}</p>
      <section class="sheet">
        <p class="hint">{texts.label}</p>
        <p class="link">{link}</p>
      </section>
      <p>
        <a class="button quiet" href="/people">
          {texts.back}
        </a>
      </p>
    </div>
  )
  show(visit, parts, { title, content })
}
