import { show, type PageParts } from '../page.tsx'
import { readable } from '../phone-number.ts'
import type { Texts } from '../texts.ts'
import type { Visit } from '../visit.ts'
import { SentenceWithLink, SentenceWithMail } from './contact.tsx'
import { Points } from './points.tsx'

export type AccessibilityParts = PageParts & { readonly contactMail?: string | undefined }

/** GET /accessibility — the statement: what we keep to, how far we are, whom to tell of a barrier (BITV § 4). */
export function accessibilityPage(parts: AccessibilityParts) {
  return (visit: Visit): void => {
    const texts = parts.texts[visit.locale].about.accessibility
    const content = (
      <div class="page reading">
        <h1>{texts.title}</h1>
        <p class="lede">{texts.lede}</p>
        {texts.sections.map(({ title, text }) => (
          <section>
            <h2>{title}</h2>
            <Points of={text} />
          </section>
        ))}
        <p class="buttons">
          <a class="button quiet" href="/easy">
            {texts.toEasy}
          </a>
        </p>
        <section class="sheet" aria-labelledby="feedback">
          <h2 id="feedback">{texts.feedbackTitle}</h2>
          <p>{texts.feedback}</p>
          <Ways texts={texts} parts={parts} />
        </section>
        <section>
          <h2>{texts.enforcementTitle}</h2>
          <p>{texts.enforcement}</p>
        </section>
        <p class="hint">{texts.date}</p>
      </div>
    )
    show(visit, parts, { title: texts.title, content, styles: ['account'] })
  }
}

type WaysProps = {
  readonly texts: Texts['about']['accessibility']
  readonly parts: AccessibilityParts
}

/** Every way to reach us that there is; the imprint where none was set. */
function Ways({ texts, parts: { contactMail, helpNumber } }: WaysProps) {
  if (contactMail === undefined && helpNumber === undefined) {
    return (
      <p class="below">
        <a class="button quiet" href="/imprint">
          {texts.noContact}
        </a>
      </p>
    )
  }
  return (
    <>
      {contactMail !== undefined && (
        <p>
          <SentenceWithMail sentence={texts.mail} address={contactMail} />
        </p>
      )}
      {helpNumber !== undefined && (
        <p>
          <SentenceWithLink
            sentence={texts.telephone}
            place="number"
            href={`tel:${helpNumber}`}
            shown={readable(helpNumber)}
          />
        </p>
      )}
    </>
  )
}
