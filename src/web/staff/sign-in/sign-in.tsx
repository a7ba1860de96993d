import { z } from 'zod'
import { staffNameMax, passphraseMax } from '../../../conference/staff/staffing.ts'
import { Button, Form, MistakeSummary, TextField } from '../../form.tsx'
import { show } from '../../page.tsx'
import { readForm, typedIn } from '../../read-form.ts'
import { goTo } from '../../visit.ts'
import type { StaffParts } from '../parts.ts'
import { goHalfway, tryPassphrase } from './signing-in.ts'
import type { DoorVisit } from '../visit.ts'

const shape = z.object({
  name: z.string().trim().min(1, 'wrong').max(staffNameMax, 'wrong'),
  passphrase: z.string().min(1, 'wrong').max(passphraseMax, 'wrong'),
})

/** GET /sign-in — name and passphrase. */
export function signInShow(parts: StaffParts) {
  return (visit: DoorVisit): void => {
    if (visit.signedIn === undefined) page(parts, visit, '', undefined)
    else goTo(visit, visit.signedIn.session.is === 'full' ? '/' : '/second-factor')
  }
}

/** POST /sign-in */
export function signInSend(parts: StaffParts) {
  return async (visit: DoorVisit): Promise<void> => {
    const form = readForm(visit.request, shape)
    if (form.is === 'wrong') {
      page(parts, visit, typedIn(form.typed, 'name'), 'wrong')
      return
    }
    const { name, passphrase } = form.value
    const { tried, member } = await tryPassphrase(parts, name, passphrase, visit.at)
    if (tried === 'right' && member !== undefined) {
      await goHalfway(parts, visit, member)
      goTo(visit, '/second-factor')
    } else page(parts, visit, name, tried === 'too-many' ? 'tooMany' : 'wrong')
  }
}

function page(
  parts: StaffParts,
  visit: DoorVisit,
  name: string,
  mistake: 'wrong' | 'tooMany' | undefined,
): void {
  const texts = parts.texts[visit.locale].staffSignIn
  const said = mistake && texts.mistakes[mistake]
  const content = (
    <div class="page">
      <h1>{texts.title}</h1>
      <p class="lede">{texts.lede}</p>
      <MistakeSummary mistakes={said === undefined ? {} : { name: said }} />
      <Form action="/sign-in" class="sheet narrow">
        <TextField
          name="name"
          label={texts.name}
          value={name}
          mistake={said}
          autoComplete="username"
          maxLength={staffNameMax}
          spellcheck={false}
        />
        <TextField
          type="password"
          name="passphrase"
          label={texts.passphrase}
          autoComplete="current-password"
          maxLength={passphraseMax}
        />
        <Button>{texts.send}</Button>
      </Form>
      <p class="hint">{texts.forgotten}</p>
    </div>
  )
  show(visit, parts, { title: texts.title, content, status: mistake === undefined ? 200 : 422 })
}
