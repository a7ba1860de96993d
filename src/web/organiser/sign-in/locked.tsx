import { show, type PageParts } from '../../page.tsx'
import type { Visit } from '../../visit.ts'

/** Instead of signing in: staff have locked this account. Only who has the code or the link in its mail learns so (S-04). */
export function lockedPage(visit: Visit, parts: PageParts): void {
  const { title, text } = parts.texts[visit.locale].signIn.locked
  const content = (
    <div class="page narrow">
      <h1>{title}</h1>
      {text.map((sentence) => (
        <p>{sentence}</p>
      ))}
    </div>
  )
  show(visit, parts, { title, content, status: 403 })
}
