import type { Store } from '../../../conference/ports.ts'
import { MistakeSummary, TextArea, Tick } from '../../form.tsx'
import { letterLocale, letterTo, type Letter, type LetterParts } from '../../invitation/letter.ts'
import { messageText } from '../../invitation/letter-text.ts'
import { show, type PageParts } from '../../page.tsx'
import { QrCode } from '../../qr-code.tsx'
import type { Mistakes, Typed } from '../../read-form.ts'
import { fill, pageLocales, type PageLocale, type Texts } from '../../texts.ts'
import type { RoomVisit } from '../../visit.ts'
import { MailSection } from './mail-section.tsx'
import { languageName } from '../language-field.tsx'
import { mailsAbout } from '../mails-about.ts'
import { RoomFrame, roomStyles } from '../room/frame.tsx'

export type InvitationParts = PageParts &
  LetterParts & { readonly store: Store; readonly publicUrl: URL }

/** GET /rooms/:room/invitation — every way to invite the group. */
export function invitationShow(parts: InvitationParts) {
  return (visit: RoomVisit): Promise<void> =>
    invitationPage(visit, parts, { typed: { withCalendar: 'yes' }, mistakes: {} })
}

export type InvitationShown = { readonly typed: Typed; readonly mistakes: Mistakes }

/** The page, also when a mail could not be sent: then with what was typed, and what is wrong with it. */
export async function invitationPage(
  visit: RoomVisit,
  parts: InvitationParts,
  { typed, mistakes }: InvitationShown,
): Promise<void> {
  const { room, at, signedIn, request } = visit
  const { rooms, invitation: texts } = parts.texts[visit.locale]
  if (room.archived) {
    const { title, text } = texts.archived
    const content = <RoomFrame room={room} texts={rooms} title={title} lede={text} />
    show(visit, parts, { title, content, styles: roomStyles })
    return
  }
  const locale = letterLocale(room, typed['text'] ?? request.query['text'])
  const letter = letterTo(room, parts, { locale, at })
  const sent = await parts.store.mails.of(signedIn.account.id, mailsAbout(room))
  const path = `/rooms/${room.id}/invitation`
  const about = { texts, letter, path }
  const content = (
    <RoomFrame room={room} texts={rooms} title={texts.title} lede={texts.lede}>
      <MistakeSummary mistakes={mistakes} />
      <Languages {...about} />
      <div class="towers">
        <Paper {...about} hasName={room.name !== ''} />
        <MailSection {...about} {...{ typed, mistakes, sent }} />
        <Message {...about} />
        <Calendar {...about} organisation={parts.organisation} />
        <Tap {...about} />
      </div>
    </RoomFrame>
  )
  const status = Object.keys(mistakes).length > 0 ? 422 : 200
  show(visit, parts, {
    title: texts.title,
    content,
    styles: roomStyles,
    scripts: ['invitation'],
    status,
  })
}

type Props = {
  readonly texts: Texts['invitation']
  readonly letter: Letter
  readonly path: string
}

/** The invitation may speak another language than the page. */
function Languages({ texts, letter, path }: Props) {
  const link = (locale: PageLocale) => (
    <a
      href={`${path}?text=${locale}`}
      lang={locale}
      hreflang={locale}
      aria-current={locale === letter.locale ? ('true' as const) : undefined}
    >
      {languageName(locale)}
    </a>
  )
  return (
    <nav class="choice" aria-label={texts.language}>
      <span aria-hidden="true">{texts.language}:</span>
      {pageLocales.map(link)}
    </nav>
  )
}

function Paper({ texts: { paper }, letter, path, hasName }: Props & { hasName: boolean }) {
  return (
    <section class="sheet" aria-labelledby="paper">
      <h2 id="paper">{paper.title}</h2>
      <form action={`${path}/print`}>
        <p>{paper.text}</p>
        <input type="hidden" name="text" value={letter.locale} />
        {hasName && <Tick name="name" {...paper.withName} checked={false} />}
        <button type="submit" class="button main">
          {paper.open}
        </button>
      </form>
    </section>
  )
}

/** Enough for all of it without scrolling. */
const messageRows = 12

function Message({ texts: { message }, letter }: Props) {
  return (
    <section class="sheet" aria-labelledby="message-title">
      <h2 id="message-title">{message.title}</h2>
      <p>{message.text}</p>
      <div class="below" lang={letter.locale}>
        <TextArea
          name="message"
          label={message.label}
          value={messageText(letter)}
          rows={messageRows}
        />
      </div>
      <p
        class="buttons below"
        id="share"
        data-copy={message.copy}
        data-copied={message.copied}
        data-share={message.share}
      />
    </section>
  )
}

/** Only where there is something to enter. */
function Calendar({
  texts: { calendar },
  letter,
  path,
  organisation,
}: Props & { organisation: string }) {
  return letter.dates.length === 0 ? null : (
    <section class="sheet" aria-labelledby="calendar">
      <h2 id="calendar">{calendar.title}</h2>
      <form action={`${path}/calendar.ics`}>
        <p>{fill(calendar.text, { title: organisation })}</p>
        <input type="hidden" name="text" value={letter.locale} />
        <Tick name="dial" {...calendar.withDial} checked={false} />
        <button type="submit" class="button quiet">
          {calendar.load}
        </button>
      </form>
    </section>
  )
}

/** Only where there is a number to dial. */
function Tap({ texts: { tap }, letter }: Props) {
  return letter.tap === undefined ? null : (
    <section class="sheet" aria-labelledby="tap">
      <h2 id="tap">{tap.title}</h2>
      <p>{tap.text}</p>
      <p class="below">
        <a class="button quiet" href={letter.tap.link}>
          {letter.call.written}
        </a>
      </p>
      <div class="scan">
        <QrCode text={letter.tap.link} label={tap.qr} />
        <p>
          {tap.qrText} <small class="copied">{letter.tap.link}</small>
        </p>
      </div>
    </section>
  )
}
