import {
  dataGroups,
  dataKindNames,
  dataKinds,
  periodNumbers,
  type DataGroup,
  type DataKind,
  type KeptColumn,
} from '../../conference/kept/data-kinds.ts'
import { show, type PageParts } from '../page.tsx'
import { fill, type Texts } from '../texts.ts'
import type { Visit } from '../visit.ts'
import { SentenceWithMail } from './contact.tsx'
import { Points } from './points.tsx'

export type PrivacyParts = PageParts & {
  /** Every column of the database, by the kind of data it holds. */
  readonly inventory: readonly KeptColumn[]
  readonly contactMail?: string | undefined
  /** Another company brings the calls. */
  readonly byTwilio?: boolean
}
type Words = Texts['about']['privacy']

/** GET /privacy — what is kept, what for and how long: made of the inventory, so that nothing is missing (P-01). */
export function privacyPage(parts: PrivacyParts) {
  return (visit: Visit): void => {
    const texts = parts.texts[visit.locale].about.privacy
    const content = (
      <div class="page reading">
        <h1>{texts.title}</h1>
        <p class="lede">{texts.lede}</p>
        <section aria-labelledby="short">
          <h2 id="short">{texts.shortTitle}</h2>
          <Points of={texts.short} />
        </section>
        <Kept texts={texts} inventory={parts.inventory} />
        <section aria-labelledby="browser">
          <h2 id="browser">{texts.browserTitle}</h2>
          <Points of={texts.browser} />
        </section>
        <section aria-labelledby="others">
          <h2 id="others">{texts.othersTitle}</h2>
          <Points of={[...texts.others, ...(parts.byTwilio === true ? [texts.twilio] : [])]} />
        </section>
        <section aria-labelledby="rights">
          <h2 id="rights">{texts.rightsTitle}</h2>
          <Points of={texts.rights} />
          <p class="buttons">
            <a class="button quiet" href="/account">
              {texts.toAccount}
            </a>
          </p>
        </section>
        <Responsible
          texts={texts}
          contactMail={parts.contactMail}
          imprint={parts.texts[visit.locale].about.imprint.title}
        />
      </div>
    )
    show(visit, parts, { title: texts.title, content, styles: ['account'] })
  }
}

function Kept({ texts, inventory }: { texts: Words } & Pick<PrivacyParts, 'inventory'>) {
  const inUse = new Set(inventory.map(({ kind }) => kind))
  const kindsOf = (group: DataGroup) =>
    dataKindNames.filter((kind) => inUse.has(kind) && dataKinds[kind].of === group)
  return (
    <section aria-labelledby="kept">
      <h2 id="kept">{texts.keptTitle}</h2>
      <p>{texts.keptLede}</p>
      {dataGroups.map((group) => (
        <details class="kept">
          <summary>{texts.groups[group]}</summary>
          {kindsOf(group).map((kind) => (
            <Kind texts={texts} kind={kind} />
          ))}
        </details>
      ))}
    </section>
  )
}

function Kind({ texts, kind }: { readonly texts: Words; readonly kind: DataKind }) {
  const { basis, until } = dataKinds[kind]
  const { title, text } = texts.kinds[kind]
  return (
    <article class="kind">
      <h3>{title}</h3>
      <p>{text}</p>
      <dl class="facts-list">
        <dt>{texts.until}</dt>
        <dd>{fill(texts.periods[until], periodNumbers)}</dd>
        <dt>{texts.basis}</dt>
        <dd>{texts.bases[basis]}</dd>
      </dl>
    </article>
  )
}

type ResponsibleProps = {
  readonly texts: Words
  readonly contactMail: string | undefined
  readonly imprint: string
}

function Responsible({ texts, contactMail, imprint }: ResponsibleProps) {
  return (
    <section aria-labelledby="responsible">
      <h2 id="responsible">{texts.responsibleTitle}</h2>
      <p>
        {texts.responsible} <a href="/imprint">{imprint}</a>
      </p>
      {contactMail !== undefined && (
        <p>
          <SentenceWithMail sentence={texts.contact} address={contactMail} />
        </p>
      )}
    </section>
  )
}
