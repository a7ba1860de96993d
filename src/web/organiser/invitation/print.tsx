import { letterLocale, letterTo, type Letter } from '../../invitation/letter.ts'
import { show } from '../../page.tsx'
import { goTo, type RoomVisit } from '../../visit.ts'
import type { InvitationParts } from './show.tsx'

/**
 * GET /rooms/:room/invitation/print — the invitation on one sheet of A4 in large print (A-22, W-18). The page is the
 * sheet; its style sheet is for paper first.
 */
export function invitationPrint(parts: InvitationParts) {
  return (visit: RoomVisit): void => {
    const { room, at, request } = visit
    if (room.archived) {
      goTo(visit, `/rooms/${room.id}/invitation`)
      return
    }
    const locale = letterLocale(room, request.query['text'])
    const withName = request.query['name'] === 'yes'
    const letter = letterTo(room, parts, { locale, at, withName })
    const { paper } = parts.texts[visit.locale].invitation
    const content = (
      <div class="letter-page">
        <div class="screen-only" lang={visit.locale}>
          <p>
            <a href={`/rooms/${room.id}/invitation?text=${locale}`}>{paper.back}</a>
          </p>
          <p id="print" data-print={paper.printNow}>
            {paper.print}
          </p>
        </div>
        <Sheet letter={letter} />
      </div>
    )
    const [styles, scripts] = [['invitation'], ['invitation']]
    // The sheet decides the language of the page: it is what is read aloud and printed.
    const inItsLanguage = { ...visit, locale }
    show(inItsLanguage, parts, { title: letter.title, content, styles, scripts })
  }
}

function Sheet({ letter }: { readonly letter: Letter }) {
  const { texts, title, name, call, roomNumber, pin, steps, tips, cost, practice } = letter
  return (
    <article class="letter">
      <p class="from">{letter.organisation}</p>
      <h1>{name ?? title}</h1>
      <dl class="keys-to-press">
        <div class="call-line">
          <dt>{call.label}</dt>
          <dd class={call.isNumber ? 'digits' : 'address'}>{call.written}</dd>
        </div>
        {roomNumber !== undefined && (
          <div>
            <dt>{texts.number}</dt>
            <dd class="digits">{roomNumber}</dd>
          </div>
        )}
        {pin !== undefined && (
          <div>
            <dt>{texts.pin}</dt>
            <dd class="digits">{pin}</dd>
          </div>
        )}
      </dl>
      <ol class="do">
        {steps.map((step) => (
          <li>{step}</li>
        ))}
      </ol>
      <Dates letter={letter} />
      <div class="small-print">
        <Note title={texts.trouble.title} sentences={tips} />
        {practice !== undefined && <Note title={texts.practice.title} sentences={[practice]} />}
        <Note title={cost.title} sentences={[cost.text, texts.notRecorded]} />
      </div>
    </article>
  )
}

function Dates({ letter: { texts, rule, days } }: { readonly letter: Letter }) {
  return (
    <section class="when">
      <h2>{texts.datesTitle}</h2> <p>{rule ?? texts.alwaysOpen}</p>
      {days.length > 0 && (
        <ul>
          {days.map((day) => (
            <li>{day}</li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Note({ title, sentences }: { title: string; sentences: readonly string[] }) {
  return (
    <section>
      <h2>{title}</h2> <p>{whole(sentences.join(' '))}</p>
    </section>
  )
}

/** Numbers in groups of three stay on one line. */
function whole(text: string): string {
  return text.replaceAll(/(\d) (?=\d)/g, '$1\u00a0')
}
