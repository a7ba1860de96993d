import { show } from '../../page.tsx'
import type { PlainVisit } from '../../visit.ts'
import type { StaffParts } from '../parts.ts'

/** Fresh recovery codes, shown this once: what is kept of them cannot be read. */
export function recoveryCodesPage(
  parts: StaffParts,
  visit: PlainVisit,
  codes: readonly string[],
): void {
  const texts = parts.texts[visit.locale].staffSignIn.recovery
  const content = (
    <div class="page">
      <h1>{texts.title}</h1>
      <p class="lede">{texts.lede}</p>
      <section class="sheet narrow" aria-label={texts.list}>
        <ol class="codes">
          {codes.map((code) => (
            <li class="digits">{(code.match(/.{4}/g) ?? []).join('-')}</li>
          ))}
        </ol>
      </section>
      <p class="narrow">{texts.keep}</p>
      <p class="buttons">
        <a class="button" href="/">
          {texts.on}
        </a>
      </p>
    </div>
  )
  show(visit, parts, { title: texts.title, content })
}
