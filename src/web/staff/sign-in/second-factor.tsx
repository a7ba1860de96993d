import { z } from 'zod'
import { Button, Form, MistakeSummary, TextField } from '../../form.tsx'
import { show } from '../../page.tsx'
import { readForm } from '../../read-form.ts'
import { goTo } from '../../visit.ts'
import type { StaffParts } from '../parts.ts'
import { goAllTheWay, tryCode, tryRecoveryCode } from './signing-in.ts'
import type { StaffVisit } from '../visit.ts'

/** Either field, one at a time. */
const shape = z.union([
  z.object({ code: z.string().trim().min(1).max(20) }),
  z.object({ recovery: z.string().trim().min(1).max(40) }),
])
type Wrong = { readonly field: 'code' | 'recovery'; readonly because: 'code' | 'codeTooMany' }

/** GET /second-factor — the only page for whoever has proved the passphrase and nothing more. */
export function secondFactorShow(parts: StaffParts) {
  return (visit: StaffVisit): void => {
    page(parts, visit, undefined)
  }
}

/** POST /second-factor */
export function secondFactorSend(parts: StaffParts) {
  return async (visit: StaffVisit): Promise<void> => {
    const { member } = visit.signedIn
    const form = readForm(visit.request, shape)
    if (form.is === 'wrong') {
      page(parts, visit, { field: 'code', because: 'code' })
      return
    }
    const given = form.value
    const tried =
      'code' in given
        ? await tryCode(parts, member.id, given.code, visit.at)
        : await tryRecoveryCode(parts, member, given.recovery, visit.at)
    if (tried === 'right') {
      await goAllTheWay(parts, visit, member)
      goTo(visit, '/')
      return
    }
    const because = tried === 'too-many' ? 'codeTooMany' : 'code'
    page(parts, visit, { field: 'code' in given ? 'code' : 'recovery', because })
  }
}

function page(parts: StaffParts, visit: StaffVisit, wrong: Wrong | undefined): void {
  const { mistakes, secondFactor: texts } = parts.texts[visit.locale].staffSignIn
  const said = wrong && mistakes[wrong.because]
  const at = (field: Wrong['field']) => (wrong?.field === field ? said : undefined)
  const content = (
    <div class="page">
      <h1>{texts.title}</h1>
      <p class="lede">{texts.lede}</p>
      <MistakeSummary
        mistakes={wrong === undefined || said === undefined ? {} : { [wrong.field]: said }}
      />
      <Form action="/second-factor" class="sheet narrow">
        <TextField
          name="code"
          label={texts.code}
          hint={texts.codeHint}
          mistake={at('code')}
          class="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={8}
          spellcheck={false}
        />
        <Button>{texts.send}</Button>
      </Form>
      <details open={wrong?.field === 'recovery'}>
        <summary>{texts.recoveryTitle}</summary>
        <Form action="/second-factor" class="sheet narrow">
          <TextField
            name="recovery"
            label={texts.recoveryCode}
            hint={texts.recoveryHint}
            mistake={at('recovery')}
            autoComplete="off"
            maxLength={20}
            spellcheck={false}
          />
          <Button as="quiet">{texts.recoverySend}</Button>
        </Form>
      </details>
    </div>
  )
  show(visit, parts, { title: texts.title, content, status: wrong === undefined ? 200 : 422 })
}
