import type { Session } from '../../../conference/organiser/organising.ts'
import type { Store } from '../../../conference/ports.ts'
import { Button, Form } from '../../form.tsx'
import { shortDay } from '../../moments.ts'
import { show, type PageParts } from '../../page.tsx'
import { fill, type Texts } from '../../texts.ts'
import type { OrganiserVisit } from '../../visit.ts'

export type AccountShowParts = PageParts & {
  readonly store: Pick<Store, 'sessions'>
  readonly timeZone: string
}

type Said = {
  readonly texts: Texts['account']
  readonly day: (at: number) => string
}

/** GET /account — who one is here, where one is signed in, one's data, and the way out. */
export function accountShow(parts: AccountShowParts) {
  return async (visit: OrganiserVisit): Promise<void> => {
    const { locale, signedIn } = visit
    const texts = parts.texts[locale].account
    const said: Said = { texts, day: (at) => shortDay(at, parts.timeZone, locale) }
    const sessions = await parts.store.sessions.of(signedIn.account.id)
    const content = (
      <div class="page">
        <h1>{texts.title}</h1>
        <section class="sheet" aria-labelledby="who">
          <h2 id="who">{signedIn.account.address}</h2>
          <p class="hint">
            {texts.since} {said.day(signedIn.account.created)}
          </p>
          <Form action="/sign-out" class="below">
            <Button>{texts.signOut}</Button>
          </Form>
        </section>
        <Sessions said={said} sessions={sessions} own={signedIn.session} />
        <div class="columns">
          <section class="sheet" aria-labelledby="data">
            <h2 id="data">{texts.yourData.title}</h2>
            <p>{texts.yourData.text}</p>
            <p class="buttons">
              <a class="button quiet" href="/account/data">
                {texts.yourData.show}
              </a>
            </p>
          </section>
          <section class="sheet" aria-labelledby="deleting">
            <h2 id="deleting">{texts.deleting.title}</h2>
            <p>{texts.deleting.text}</p>
            <p class="buttons">
              <a class="button quiet" href="/account/delete">
                {texts.deleting.go}
              </a>
            </p>
          </section>
        </div>
      </div>
    )
    show(visit, parts, { title: texts.title, content, styles: ['account'] })
  }
}

type SessionsProps = {
  readonly said: Said
  readonly sessions: readonly Session[]
  readonly own: Session
}

function Sessions({ said, sessions, own }: SessionsProps) {
  const texts = said.texts.sessions
  const others = sessions.filter(({ id }) => id !== own.id)
  return (
    <section class="sheet" aria-labelledby="sessions">
      <h2 id="sessions">{texts.title}</h2>
      <p>{others.length === 0 ? texts.onlyOne : texts.lede}</p>
      <ul class="rows">
        <li>
          <Device said={said} session={own} />
          <span class="tag">{texts.thisOne}</span>
        </li>
        {others.map((session) => (
          <li>
            <Device said={said} session={session} />
            <EndOne said={said} session={session} />
          </li>
        ))}
      </ul>
      {others.length > 1 && (
        <Form action="/account/sessions/end-others">
          <Button as="quiet">{texts.endOthers}</Button>
        </Form>
      )}
    </section>
  )
}

type SessionProps = { readonly said: Said; readonly session: Session }

function Device({ said: { texts, day }, session }: SessionProps) {
  const { sessions } = texts
  return (
    <div>
      <strong>{nameOf(session, texts)}</strong>
      <p class="hint">
        {fill(sessions.begun, { day: day(session.created) })}
        <br />
        {fill(sessions.lastUsed, { day: day(session.lastSeen) })}
      </p>
    </div>
  )
}

function EndOne({ said: { texts, day }, session }: SessionProps) {
  const values = { device: nameOf(session, texts), day: day(session.created) }
  return (
    <Form action="/account/sessions/end" class="inline">
      <input type="hidden" name="session" value={session.id} />
      <Button as="quiet" aria-label={fill(texts.sessions.endNamed, values)}>
        {texts.sessions.end}
      </Button>
    </Form>
  )
}

function nameOf({ device }: Session, { sessions }: Texts['account']): string {
  return device === '' ? sessions.unknownDevice : device
}
