import { Address } from '../../address.tsx'
import { cookieJar } from '../../cookies.ts'
import { Button, Form } from '../../form.tsx'
import { show } from '../../page.tsx'
import { fill } from '../../texts.ts'
import { goTo, type Visit } from '../../visit.ts'
import { lockedPage } from './locked.tsx'
import {
  codeLastsMinutes,
  finishSignIn,
  homeOfOrganisers,
  type SigningInParts,
} from './signing-in.ts'

/** GET /sign-in/link/:token — shows a button; programs that look into mails press none (S-03). */
export function signInLinkShow(parts: SigningInParts) {
  return async (visit: Visit): Promise<void> => {
    const found = await foundBy(visit, parts)
    if (found === undefined) gone(visit, parts)
    else {
      const texts = parts.texts[visit.locale].signIn.link
      const [before = '', after = ''] = texts.lede.split('{address}')
      const content = (
        <div class="page narrow">
          <h1>{texts.title}</h1>
          <p class="lede">
            {before}
            <Address of={found.signIn.address} />
            {after}
          </p>
          {!found.sameBrowser && (
            <section class="notice">
              <h2>{texts.otherBrowser.title}</h2>
              <p>{texts.otherBrowser.text}</p>
            </section>
          )}
          <Form action={`/sign-in/link/${tokenOf(visit)}`}>
            <Button>{texts.signIn}</Button>
          </Form>
        </div>
      )
      show(visit, parts, { title: texts.title, content })
    }
  }
}

/** POST /sign-in/link/:token — signs in, once. */
export function signInLinkUse(parts: SigningInParts) {
  return async (visit: Visit): Promise<void> => {
    const found = await foundBy(visit, parts)
    const became = found && (await finishSignIn(visit, parts, found.signIn, 'link'))
    if (became === 'done') goTo(visit, found?.signIn.goesTo ?? homeOfOrganisers)
    else if (became === 'locked') lockedPage(visit, parts)
    else gone(visit, parts)
  }
}

const tokenOf = ({ request }: Visit) => String(request.params['token'])

function foundBy(visit: Visit, { store, publicUrl }: SigningInParts) {
  const browser = cookieJar(publicUrl).read(visit.request, 'browser')
  return store.signIns.byLink(tokenOf(visit), browser, visit.at)
}

function gone(visit: Visit, parts: SigningInParts): void {
  const { gone, again } = parts.texts[visit.locale].signIn.link
  const content = (
    <div class="page narrow">
      <h1>{gone.title}</h1>
      <p class="lede">{fill(gone.text, { minutes: codeLastsMinutes })}</p>
      <p class="buttons">
        <a class="button" href="/sign-in">
          {again}
        </a>
      </p>
    </div>
  )
  show(visit, parts, { title: gone.title, content, status: 410 })
}
