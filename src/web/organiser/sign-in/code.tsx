import { z } from 'zod'
import { mailsMax } from '../../../conference/organiser/mail-limits.ts'
import type { MailState } from '../../../conference/organiser/mails.ts'
import {
  codeDigits,
  codeIn,
  writtenCode,
  type PendingSignIn,
} from '../../../conference/organiser/signing-in.ts'
import { cookieJar } from '../../cookies.ts'
import { Button, Form, MistakeSummary, TextField } from '../../form.tsx'
import { Address } from '../../address.tsx'
import { show } from '../../page.tsx'
import { readForm, typedIn } from '../../read-form.ts'
import { fill, type Texts } from '../../texts.ts'
import { goTo, type Visit } from '../../visit.ts'
import { lockedPage } from './locked.tsx'
import {
  codeLastsMinutes,
  finishSignIn,
  homeOfOrganisers,
  type SigningInParts,
} from './signing-in.ts'

type Words = Texts['signIn']['code']
type Mistake = keyof Words['mistakes']

/** Far more than a code with everything that is pasted along with it. */
const typedMax = 200
const form = z.object({
  code: z
    .string({ error: 'codeLength' })
    .max(typedMax, 'codeLength')
    .transform(codeIn)
    .refine((code) => code.length === codeDigits, 'codeLength'),
})

/** GET /sign-in/code — asks for the code, and says what has become of the mail. */
export function signInCodeShow(parts: SigningInParts) {
  return async (visit: Visit): Promise<void> => {
    if (visit.signedIn === undefined) await page(visit, parts)
    else goTo(visit, homeOfOrganisers)
  }
}

/** POST /sign-in/code — signs in. Wrong, used, too old, of another browser: one and the same answer (S-01). */
export function signInCodeTry(parts: SigningInParts) {
  return async (visit: Visit): Promise<void> => {
    const read = readForm(visit.request, form)
    if (read.is === 'wrong') {
      await page(visit, parts, 'codeLength', typedIn(read.typed, 'code').slice(0, typedMax))
      return
    }
    const { code } = read.value
    const browser = browserOf(visit, parts)
    const signIn = await parts.store.atomically(({ signIns }) =>
      signIns.byCode(browser, code, visit.at),
    )
    const became = signIn && (await finishSignIn(visit, parts, signIn, 'code'))
    if (became === 'done') goTo(visit, signIn?.goesTo ?? homeOfOrganisers)
    else if (became === 'locked') lockedPage(visit, parts)
    else await page(visit, parts, 'codeWrong', writtenCode(code))
  }
}

const browserOf = ({ request }: Visit, { publicUrl }: SigningInParts) =>
  cookieJar(publicUrl).read(request, 'browser') ?? ''

async function page(
  visit: Visit,
  parts: SigningInParts,
  wrong?: Mistake,
  typed = '',
): Promise<void> {
  const texts = parts.texts[visit.locale].signIn.code
  const [signIn] = await parts.store.signIns.of(browserOf(visit, parts), visit.at)
  const mail = signIn && (await parts.store.mails.find(signIn.mail))
  const mistake = wrong && fill(texts.mistakes[wrong], { digits: codeDigits })
  const content = (
    <div class="page">
      <h1>{texts.title}</h1>
      <Introduction texts={texts} signIn={signIn} />
      <MistakeSummary mistakes={mistake === undefined ? {} : { code: mistake }} />
      <MailNews texts={texts} mail={mail} />
      <div class="columns">
        <Form action="/sign-in/code" class="sheet">
          <TextField
            name="code"
            label={texts.field}
            hint={fill(texts.hint, {
              digits: codeDigits,
              example: unbroken(writtenCode('12345678')),
            })}
            class="code"
            inputMode="numeric"
            autoComplete="one-time-code"
            spellcheck={false}
            required
            value={typed}
            mistake={mistake}
          />
          <p class="hint">{fill(texts.lasts, { minutes: codeLastsMinutes })}</p>
          <Button>{texts.signIn}</Button>
        </Form>
        <div class="aside">
          <NoMail texts={texts} signIn={signIn} />
        </div>
      </div>
    </div>
  )
  const status = wrong === undefined ? 200 : 422
  show(visit, parts, { title: texts.title, content, status, styles: ['account'] })
}

type Props = { readonly texts: Words; readonly signIn: PendingSignIn | undefined }

function Introduction({ texts, signIn }: Props) {
  if (signIn === undefined) {
    return (
      <section class="notice">
        <h2>{texts.gone.title}</h2>
        <p>{texts.gone.text}</p>
      </section>
    )
  }
  const [before = '', after = ''] = texts.sentTo.split('{address}')
  return (
    <p class="lede">
      {before}
      <Address of={signIn.address} />
      {after} {texts.lede}
    </p>
  )
}

/** Only what needs to be known: that it takes longer, or that it will not come. */
function MailNews({
  texts,
  mail,
}: {
  readonly texts: Words
  readonly mail: MailState | undefined
}) {
  const isLate = mail?.is === 'waiting' && mail.tries > 0
  if (!isLate && mail?.is !== 'failed') return null
  const { title, text } = isLate ? texts.waits : texts.failed
  return (
    <section class="notice" role="status">
      <h2>{title}</h2>
      <p>{text}</p>
      {isLate && (
        <p>
          <a href="/sign-in/code">{texts.lookAgain}</a>
        </p>
      )}
    </section>
  )
}

function NoMail({ texts, signIn }: Props) {
  return (
    <section>
      <h2>{texts.noMail}</h2>
      <ul class="advice">
        {texts.advice.map((sentence) => (
          <li>{fill(sentence, { mails: mailsMax.toDay })}</li>
        ))}
      </ul>
      <div class="buttons">
        {signIn !== undefined && (
          <Form action="/sign-in" class="inline">
            <input type="hidden" name="address" value={signIn.address} />
            <input type="hidden" name="then" value={signIn.goesTo} />
            <Button as="quiet">{texts.again}</Button>
          </Form>
        )}
        <a class="button quiet" href={otherAddress(signIn)}>
          {texts.other}
        </a>
      </div>
    </section>
  )
}

/** A code is read in one piece. */
const unbroken = (text: string) => text.replaceAll(' ', '\u00a0')

/** Where they wanted to go is not forgotten over it. */
function otherAddress(signIn: PendingSignIn | undefined): string {
  return signIn === undefined ? '/sign-in' : `/sign-in?then=${encodeURIComponent(signIn.goesTo)}`
}
