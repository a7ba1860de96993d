import { z } from 'zod'
import type { MailVerdict } from '../../../conference/organiser/mail-limits.ts'
import { mailAddressMax, mailAddressPattern } from '../../../conference/organiser/mails.ts'
import { Button, Form, MistakeSummary, TextField } from '../../form.tsx'
import { ownPath } from '../../own-path.ts'
import { show } from '../../page.tsx'
import { readForm, typedIn, type Mistakes, type Typed } from '../../read-form.ts'
import type { Texts } from '../../texts.ts'
import { goTo, type Visit } from '../../visit.ts'
import { beginSignIn, homeOfOrganisers, type SigningInParts } from './signing-in.ts'

const form = z.object({
  address: z
    .string({ error: 'addressMissing' })
    .trim()
    .min(1, 'addressMissing')
    .max(mailAddressMax, 'addressForm')
    .regex(mailAddressPattern, 'addressForm'),
  then: z.string().optional(),
})

/** GET /sign-in — asks for the mail address. `?then=` is where they wanted to go. */
export function signInShow(parts: SigningInParts) {
  return (visit: Visit): void => {
    const then = ownPath(visit.request.query['then'], parts.publicUrl)
    if (visit.signedIn === undefined)
      page(visit, parts, { typed: { then: then ?? '' }, mistakes: {} })
    else goTo(visit, then ?? homeOfOrganisers)
  }
}

/** POST /sign-in — sends a mail with code and link; says nothing about whether the address is known (S-04). */
export function signInAsk(parts: SigningInParts) {
  return async (visit: Visit): Promise<void> => {
    if (visit.signedIn !== undefined) {
      goTo(visit, homeOfOrganisers)
      return
    }
    const read = readForm(visit.request, form)
    if (read.is === 'wrong') {
      page(visit, parts, { ...read, status: 422 })
      return
    }
    const { address, then } = read.value
    const goesTo = ownPath(then, parts.publicUrl) ?? homeOfOrganisers
    const waits = mustWait[await beginSignIn(visit, parts, { address, goesTo })]
    if (waits === undefined) goTo(visit, '/sign-in/code')
    else {
      const typed = { address, then: goesTo }
      page(visit, parts, { typed, mistakes: { address: waits }, status: 429 })
    }
  }
}

const mustWait: Readonly<Record<MailVerdict, keyof Texts['signIn']['mistakes'] | undefined>> = {
  send: undefined,
  'say-nothing': undefined,
  'network-waits': 'networkWaits',
  'everybody-waits': 'everybodyWaits',
}

type Shown = { readonly typed: Typed; readonly mistakes: Mistakes; readonly status?: number }

function page(visit: Visit, parts: SigningInParts, { typed, mistakes, status = 200 }: Shown): void {
  const texts = parts.texts[visit.locale].signIn
  const said: Readonly<Record<string, string>> = texts.mistakes
  const wrong = mistakes['address']
  const mistake = wrong === undefined ? undefined : said[wrong]
  const content = (
    <div class="page">
      <h1>{texts.title}</h1>
      <p class="lede">{texts.lede}</p>
      <MistakeSummary mistakes={mistake === undefined ? {} : { address: mistake }} />
      <div class="columns">
        <Form action="/sign-in" class="sheet">
          <input type="hidden" name="then" value={typedIn(typed, 'then')} />
          <TextField
            name="address"
            label={texts.address}
            type="email"
            inputMode="email"
            autoComplete="email"
            maxLength={mailAddressMax}
            spellcheck={false}
            required
            value={typedIn(typed, 'address')}
            mistake={mistake}
          />
          <Button>{texts.send}</Button>
        </Form>
        <div class="aside">
          <section>
            <h2>{texts.newHere.title}</h2>
            <p>{texts.newHere.text}</p>
          </section>
          <section>
            <h2>{texts.callers.title}</h2>
            <p>
              {texts.callers.text} <a href="/">{texts.callers.link}</a>
            </p>
          </section>
        </div>
      </div>
    </div>
  )
  show(visit, parts, { title: texts.title, content, status, styles: ['account'] })
}
