import type { MailState } from '../../../conference/organiser/mails.ts'
import { Button, Form, TextArea, Tick } from '../../form.tsx'
import type { Letter } from '../../invitation/letter.ts'
import { mailText } from '../../invitation/letter-text.ts'
import { typedIn, type Mistakes, type Typed } from '../../read-form.ts'
import type { Texts } from '../../texts.ts'

type Props = {
  readonly texts: Texts['invitation']
  readonly letter: Letter
  readonly path: string
  readonly typed: Typed
  readonly mistakes: Mistakes
  readonly sent: readonly MailState[]
}

/** Sending the invitation by mail, and what became of those that were sent today. */
export function MailSection({ texts: { mail }, letter, path, typed, mistakes, sent }: Props) {
  return (
    <section class="sheet" aria-labelledby="mail">
      <h2 id="mail">{mail.title}</h2>
      <Form action={path}>
        <p>{mail.text}</p>
        <input type="hidden" name="text" value={letter.locale} />
        <TextArea
          name="addresses"
          {...mail.addresses}
          rows={4}
          value={typedIn(typed, 'addresses')}
          mistake={mistakes['addresses']}
        />
        {letter.dates.length > 0 && (
          <Tick
            name="withCalendar"
            {...mail.withCalendar}
            checked={typedIn(typed, 'withCalendar') === 'yes'}
          />
        )}
        <div class="buttons">
          <Button name="to" value="addresses">
            {mail.send}
          </Button>
          <Button as="quiet" name="to" value="me">
            {mail.toMe}
          </Button>
        </div>
      </Form>
      <details>
        <summary>{mail.show}</summary>
        <pre class="copied" lang={letter.locale}>
          {mailText(letter)}
        </pre>
      </details>
      {sent.length > 0 && (
        <>
          <h3>{mail.sentTitle}</h3>
          <ul class="rows">
            {sent.map((one) => (
              <li>
                <span>{one.toMasked}</span>
                <span class={one.is === 'failed' ? 'mistake' : 'hint'}>
                  {mail.states[stateOf(one)]}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

/** A mail that was tried in vain waits for a server that is away, not for its turn. */
function stateOf({ is, tries }: MailState): keyof Texts['invitation']['mail']['states'] {
  if (is === 'waiting') return tries > 0 ? 'notYet' : 'onItsWay'
  return is
}
