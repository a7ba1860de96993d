import type { ComponentChildren } from 'preact'
import { readable } from './phone-number.ts'
import { fill, type Texts } from './texts.ts'

/** What stands around a page: another menu and another foot for organisers and for staff. */
export type Around = {
  /** Where the name of the organisation leads. */
  readonly home: string
  /** Where a page that is a dead end leads back to; its own words where there are none here. */
  readonly back?: string
  readonly menu: readonly MenuItem[]
  readonly foot: ComponentChildren
  /** Style sheets of all these pages. */
  readonly styles?: readonly string[]
}
export type MenuItem = { readonly path: string; readonly name: string }

type Words = Texts['frame']

/** For organisers and everybody else: short, and help at the same place on every page (W-14). */
export function aroundOrganisers(
  words: Words,
  isSignedIn: boolean,
  helpNumber: string | undefined,
): Around {
  const menu = isSignedIn
    ? [
        { path: '/rooms', name: words.rooms },
        { path: '/account', name: words.account },
      ]
    : [{ path: '/sign-in', name: words.signIn }]
  return {
    home: isSignedIn ? '/rooms' : '/',
    menu,
    foot: <Foot words={words} helpNumber={helpNumber} />,
  }
}

type FootProps = { readonly words: Words; readonly helpNumber: string | undefined }

function Foot({ words, helpNumber }: FootProps) {
  const [before = '', after = ''] = fill(words.help, { number: '|' }).split('|')
  return (
    <>
      {helpNumber !== undefined && (
        <p>
          {before}
          <a href={`tel:${helpNumber}`}>{readable(helpNumber)}</a>
          {after}
        </p>
      )}
      <p class="legal">
        <a href="/privacy">{words.privacy}</a>
        <a href="/accessibility">{words.accessibility}</a>
        <a href="/imprint">{words.imprint}</a>
        <a href="/easy">{words.easy}</a>
      </p>
    </>
  )
}
