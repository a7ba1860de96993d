import {
  passphraseMax,
  passphraseMin,
  type StaffSession,
} from '../../../conference/staff/staffing.ts'
import { Button, Form, MistakeSummary, TextField } from '../../form.tsx'
import { shortDay, writtenTime } from '../../moments.ts'
import { show } from '../../page.tsx'
import { Scrolls } from '../../scrolls.tsx'
import type { Mistakes } from '../../read-form.ts'
import { fill } from '../../texts.ts'
import type { StaffParts } from '../parts.ts'
import { lastSignIn } from './person-show.tsx'
import type { StaffVisit } from '../visit.ts'

/** GET /me — one's own access: recovery codes, passphrase, and where one is signed in (S-06). */
export function meShow(parts: StaffParts) {
  return (visit: StaffVisit) => mePage(parts, visit, {})
}

export async function mePage(parts: StaffParts, visit: StaffVisit, wrong: Mistakes): Promise<void> {
  const { member } = visit.signedIn
  const { staffPeople, staffFrame, staffSignIn } = parts.texts[visit.locale]
  const texts = staffPeople.me
  const sentences: Readonly<Record<string, string>> = staffSignIn.mistakes
  const mistakes = Object.fromEntries(
    Object.entries(wrong).map(([field, key]) => [
      field,
      fill(sentences[key] ?? staffSignIn.mistakes.wrong, { min: passphraseMin }),
    ]),
  )
  const { members, sessions } = parts.store.staff
  const content = (
    <div class="page">
      <h1>{texts.title}</h1>
      <MistakeSummary mistakes={mistakes} />
      <dl class="facts-list">
        <dt>{texts.name}</dt>
        <dd>{member.name}</dd>
        <dt>{texts.role}</dt>
        <dd>{staffFrame.roles[member.role]}</dd>
        <dt>{texts.lastSignIn}</dt>
        <dd>{lastSignIn(parts, visit, member)}</dd>
      </dl>
      <div class="columns">
        <Codes
          parts={parts}
          visit={visit}
          mistakes={mistakes}
          left={await members.recoveryCodesLeft(member.id)}
        />
        <Passphrase parts={parts} visit={visit} mistakes={mistakes} />
      </div>
      <Sessions parts={parts} visit={visit} sessions={await sessions.of(member.id)} />
    </div>
  )
  const status = Object.keys(wrong).length === 0 ? 200 : 422
  show(visit, parts, { title: texts.title, content, status })
}

type PartProps = { readonly parts: StaffParts; readonly visit: StaffVisit }
type FormProps = PartProps & { readonly mistakes: Mistakes }

function Codes({ parts, visit, mistakes, left }: FormProps & { left: number }) {
  const { staffPeople, staffSignIn } = parts.texts[visit.locale]
  const texts = staffPeople.me
  return (
    <section class="sheet" aria-labelledby="codes">
      <h2 id="codes">{texts.codesTitle}</h2>
      <p>{fill(texts.codesLeft, { left })}</p>
      <details open={mistakes['code'] !== undefined}>
        <summary>{texts.codesNew.open}</summary>
        <Form action="/me/recovery-codes">
          <p>{texts.codesNew.explain}</p>
          <TextField
            name="code"
            label={staffSignIn.secondFactor.code}
            hint={staffSignIn.secondFactor.codeHint}
            mistake={mistakes['code']}
            class="code"
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={8}
          />
          <Button>{texts.codesNew.do}</Button>
        </Form>
      </details>
    </section>
  )
}

function Passphrase({ parts, visit, mistakes }: FormProps) {
  const { staffPeople, staffSignIn } = parts.texts[visit.locale]
  const texts = staffPeople.me
  return (
    <section class="sheet" aria-labelledby="passphrase">
      <h2 id="passphrase">{texts.passphraseTitle}</h2>
      <Form action="/me/passphrase">
        <TextField
          type="password"
          name="old"
          label={texts.passphraseOld}
          mistake={mistakes['old']}
          autoComplete="current-password"
          maxLength={passphraseMax}
        />
        <TextField
          name="new"
          label={texts.passphraseNew}
          hint={fill(staffSignIn.invitation.passphraseHint, { min: passphraseMin })}
          mistake={mistakes['new']}
          autoComplete="new-password"
          maxLength={passphraseMax}
          spellcheck={false}
        />
        <Button as="quiet">{texts.passphraseSend}</Button>
      </Form>
    </section>
  )
}

function Sessions({ parts, visit, sessions }: PartProps & { sessions: readonly StaffSession[] }) {
  const { me: texts } = parts.texts[visit.locale].staffPeople
  const { timeZone } = parts
  const moment = (at: number) =>
    `${shortDay(at, timeZone, visit.locale)}, ${writtenTime(at, timeZone, visit.locale)}`
  return (
    <section aria-labelledby="sessions">
      <h2 id="sessions">{texts.sessionsTitle}</h2>
      <Scrolls label={texts.sessionsTable}>
        <table>
          <caption class="unseen">{texts.sessionsTable}</caption>
          <thead>
            <tr>
              <th scope="col">{texts.browser}</th>
              <th scope="col">{texts.since}</th>
              <th scope="col">{texts.seen}</th>
            </tr>
          </thead>
          <tbody>
            {sessions.map(({ id, device, created, lastSeen }) => (
              <tr>
                <th scope="row">
                  {device === '' ? texts.browser : device}
                  {id === visit.signedIn.session.id && <> ({texts.thisOne})</>}
                </th>
                <td>{moment(created)}</td>
                <td>{moment(lastSeen)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolls>
      {sessions.length > 1 && (
        <Form action="/me/sessions/end-others">
          <Button as="quiet">{texts.endOthers}</Button>
        </Form>
      )}
    </section>
  )
}
