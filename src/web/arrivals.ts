import { randomBytes } from 'node:crypto'
import type { Request, Response } from 'express'
import type { Clock } from '../conference/ports.ts'
import type { Around } from './around.tsx'
import type { CookieJar } from './cookies.ts'
import { formToken, isOurs } from './csrf.ts'
import { languageOf } from './language.ts'
import type { PageLocale } from './texts.ts'
import type { PlainVisit } from './visit.ts'

export type ArrivalParts = {
  readonly locale: PageLocale
  readonly clock: Clock
  readonly publicUrl: URL
  /** Signs the tokens of forms. */
  readonly formKey: Buffer
}

/** What is different from house to house: who can be signed in, and what stands around their pages. */
export type House<S> = {
  readonly jar: CookieJar
  /** Whose session this is, if it still lasts. */
  readonly whoIs: (token: string, request: Request, at: number) => Promise<S | undefined>
  readonly around: (locale: PageLocale, signedIn: S | undefined) => Around
}

export type Arrival<S> = {
  readonly visit: PlainVisit & { readonly signedIn: S | undefined }
  /** Whether a form that arrives was sent from a page of ours. */
  readonly isOwnForm: boolean
}

/** What is known about a request: for the doors, and for pages about faults. */
export function arrivals<S>(parts: ArrivalParts, { jar, whoIs, around }: House<S>) {
  const { clock, publicUrl, formKey } = parts
  return async (request: Request, response: Response): Promise<Arrival<S>> => {
    const at = clock()
    const token = jar.read(request, 'session')
    const signedIn = token === undefined ? undefined : await whoIs(token, request, at)
    let cookie = signedIn === undefined ? jar.read(request, 'browser') : token
    const expectedToken = cookie === undefined ? undefined : formToken(formKey, cookie)
    const locale = languageOf(request, response, parts.locale, jar)
    const visit = {
      request,
      response,
      locale,
      at,
      signedIn,
      around: around(locale, signedIn),
      formToken() {
        if (cookie === undefined) {
          cookie = randomBytes(16).toString('base64url')
          jar.write(response, 'browser', cookie)
        }
        return formToken(formKey, cookie)
      },
    }
    return { visit, isOwnForm: isOurs({ request, expectedToken, publicUrl }) }
  }
}
