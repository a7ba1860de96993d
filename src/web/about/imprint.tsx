import { show, type PageParts } from '../page.tsx'
import { fill } from '../texts.ts'
import type { Visit } from '../visit.ts'
import { SentenceWithMail } from './contact.tsx'

export type ImprintParts = PageParts & {
  readonly imprint?: string | undefined
  readonly contactMail?: string | undefined
}

/** GET /imprint — who is responsible, as the operator wrote it down; until then it says what is missing. */
export function imprintPage(parts: ImprintParts) {
  return (visit: Visit): void => {
    const texts = parts.texts[visit.locale].about.imprint
    const { imprint, contactMail } = parts
    const content = (
      <div class="page reading">
        <h1>{texts.title}</h1>
        {imprint === undefined ? (
          <section class="notice">
            <h2>{texts.missingTitle}</h2>
            <p>{fill(texts.missing, { setting: 'IMPRINT' })}</p>
          </section>
        ) : (
          <section>
            <p class="lede">{texts.lede}</p>
            <address class="below">{imprint}</address>
          </section>
        )}
        {contactMail !== undefined && (
          <p>
            <SentenceWithMail sentence={texts.contact} address={contactMail} />
          </p>
        )}
        <section>
          <h2>{texts.programTitle}</h2>
          <p>{texts.program}</p>
        </section>
      </div>
    )
    show(visit, parts, { title: texts.title, content, styles: ['account'] })
  }
}
