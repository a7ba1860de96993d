import { z } from 'zod'
import {
  passphraseMax,
  passphraseMin,
  staffNameMax,
  type StaffInvitation,
} from '../../../conference/staff/staffing.ts'
import { Button, Form, MistakeSummary, TextField } from '../../form.tsx'
import { show } from '../../page.tsx'
import { QrCode } from '../../qr-code.tsx'
import { readForm, typedIn, type Mistakes, type Typed } from '../../read-form.ts'
import { fill } from '../../texts.ts'
import { enrol } from './enrol.ts'
import { newPassphrase } from './new-passphrase.ts'
import type { StaffParts } from '../parts.ts'
import { recoveryCodesPage } from './recovery-codes.tsx'
import { goAllTheWay } from './signing-in.ts'
import { secretFor, stepOf, totpAddress, typedSecret } from './totp.ts'
import type { DoorVisit } from '../visit.ts'

const shape = z.object({
  name: z.string().trim().min(1, 'name').max(staffNameMax, 'name').optional(),
  passphrase: newPassphrase,
  code: z.string().trim().min(1, 'code').max(20, 'code'),
})

/** GET /invitation/:token — changes nothing, so that whatever looks at links for people may look (S-03). */
export function invitationShow(parts: StaffParts) {
  return async (visit: DoorVisit): Promise<void> => {
    const invitation = await find(parts, visit)
    if (invitation === undefined) gone(parts, visit)
    else page(parts, visit, invitation, {}, {})
  }
}

/** POST /invitation/:token — passphrase and second factor at once: nobody is ever staff with only one of them. */
export function invitationSend(parts: StaffParts) {
  return async (visit: DoorVisit): Promise<void> => {
    const invitation = await find(parts, visit)
    if (invitation === undefined) {
      gone(parts, visit)
      return
    }
    const form = readForm(visit.request, shape)
    if (form.is === 'wrong') {
      page(parts, visit, invitation, form.typed, form.mistakes)
      return
    }
    const { passphrase, code } = form.value
    const name = invitation.name ?? form.value.name
    const secret = secretFor(parts.totpKey, tokenOf(visit))
    const step = stepOf(secret, code, visit.at)
    const again = (mistakes: Mistakes) => {
      page(parts, visit, invitation, { ...form.value, name: name ?? '' }, mistakes)
    }
    if (name === undefined) again({ name: 'name' })
    else if (step === undefined) again({ code: 'code' })
    else {
      const passphraseHash = await parts.passphrases.hash(passphrase)
      const factors = { passphraseHash, totpSecret: secret, totpStep: step }
      const joined = await enrol(parts, { token: tokenOf(visit), name, factors, at: visit.at })
      if (joined.is === 'gone') gone(parts, visit)
      else if (joined.is === 'name-taken') again({ name: 'nameTaken' })
      else {
        await goAllTheWay(parts, visit, joined.member)
        recoveryCodesPage(parts, visit, joined.codes)
      }
    }
  }
}

const tokenOf = ({ request }: DoorVisit): string => String(request.params['token'])

function find({ store }: StaffParts, visit: DoorVisit): Promise<StaffInvitation | undefined> {
  return store.staff.invitations.byToken(tokenOf(visit), visit.at)
}

function page(
  parts: StaffParts,
  visit: DoorVisit,
  invitation: StaffInvitation,
  typed: Typed,
  wrong: Mistakes,
): void {
  const { invitation: texts, mistakes: said } = parts.texts[visit.locale].staffSignIn
  const sentences: Readonly<Record<string, string>> = said
  const mistakes = Object.fromEntries(
    Object.entries(wrong).map(([field, key]) => [
      field,
      fill(sentences[key] ?? said.code, { min: passphraseMin }),
    ]),
  )
  const content = (
    <div class="page">
      <h1>{texts.title}</h1>
      <p class="lede">{texts.lede}</p>
      <MistakeSummary mistakes={mistakes} />
      <Form action={`/invitation/${tokenOf(visit)}`} class="sheet enrol">
        <div class="columns">
          <div class="page">
            {invitation.name === undefined ? (
              <TextField
                name="name"
                label={texts.name}
                hint={texts.nameHint}
                value={typedIn(typed, 'name')}
                mistake={mistakes['name']}
                autoComplete="username"
                maxLength={staffNameMax}
              />
            ) : (
              <p>
                <span class="hint">{texts.name}</span>
                <br />
                <strong>{invitation.name}</strong>
              </p>
            )}
            <TextField
              name="passphrase"
              label={texts.passphrase}
              hint={fill(texts.passphraseHint, { min: passphraseMin })}
              value={typedIn(typed, 'passphrase')}
              mistake={mistakes['passphrase']}
              autoComplete="new-password"
              maxLength={passphraseMax}
              spellcheck={false}
            />
          </div>
          <div class="page">
            <App parts={parts} visit={visit} invitation={invitation} mistake={mistakes['code']} />
          </div>
        </div>
        <Button>{texts.send}</Button>
      </Form>
    </div>
  )
  const status = Object.keys(wrong).length === 0 ? 200 : 422
  show(visit, parts, { title: texts.title, content, status })
}

type AppProps = {
  readonly parts: StaffParts
  readonly visit: DoorVisit
  readonly invitation: StaffInvitation
  readonly mistake: string | undefined
}

/** What the authenticator app needs, and the proof that it has it. */
function App({ parts, visit, invitation, mistake }: AppProps) {
  const { staffSignIn, staffFrame } = parts.texts[visit.locale]
  const { invitation: texts } = staffSignIn
  const secret = secretFor(parts.totpKey, tokenOf(visit))
  const label = invitation.name ?? staffFrame.roles[invitation.role]
  return (
    <>
      <h2>{texts.appTitle}</h2>
      <ol class="app-steps">
        {texts.appSteps.map((step) => (
          <li>{step}</li>
        ))}
      </ol>
      <QrCode text={totpAddress(parts.organisation, label, secret)} label={texts.qr} />
      <p>
        <span class="hint">{texts.setupKey}</span>
        <br />
        <strong class="setup-key">{typedSecret(secret)}</strong>
      </p>
      <TextField
        name="code"
        label={texts.code}
        hint={texts.codeHint}
        mistake={mistake}
        class="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={8}
        spellcheck={false}
      />
    </>
  )
}

function gone(parts: StaffParts, visit: DoorVisit): void {
  const { title, text } = parts.texts[visit.locale].staffSignIn.invitation.gone
  const content = (
    <section class="welcome">
      <h1>{title}</h1>
      <p class="lede">{text}</p>
    </section>
  )
  show(visit, parts, { title, content, status: 410 })
}
