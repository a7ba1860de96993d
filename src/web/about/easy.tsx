import { show, type PageParts } from '../page.tsx'
import type { Visit } from '../visit.ts'

/** GET /easy — the most important things in Leichte Sprache: one sentence a line, one idea a sentence (W-12). */
export function easyPage(parts: PageParts) {
  return (visit: Visit): void => {
    const texts = parts.texts[visit.locale].about.easy
    const content = (
      <div class="page reading easy">
        <h1>{texts.title}</h1>
        <p class="lede">{texts.lede}</p>
        {texts.sections.map(({ title, text }) => (
          <section>
            <h2>{title}</h2>
            {text.map((sentence) => (
              <p>{sentence}</p>
            ))}
          </section>
        ))}
        <p class="buttons">
          <a class="button" href="/">
            {texts.toDialIn}
          </a>
          <a class="button quiet" href="/accessibility">
            {texts.toAccessibility}
          </a>
        </p>
      </div>
    )
    show(visit, parts, { title: texts.title, content, styles: ['account'] })
  }
}
