import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Request } from 'express'

/*
 * Whether a form that arrives was sent from a page of ours (S-09). Two things must be right:
 *
 *   where from   Sec-Fetch-Site says same-origin, or (browsers before 2020) Origin says our address,
 *                or neither is there: an old browser, and everything hangs on the token
 *   token        a keyed hash of what this browser keeps in a cookie; pages elsewhere can neither read
 *                nor guess it
 */

/** The field of every form that holds the token. */
export const tokenField = 'form_token'

export function formToken(key: Buffer, cookie: string): string {
  return createHmac('sha256', key).update(cookie).digest('base64url')
}

export type Sent = {
  readonly request: Request
  /** Undefined: the browser has no cookie of ours, so it has no page of ours either. */
  readonly expectedToken: string | undefined
  readonly publicUrl: URL
}

export function isOurs({ request, expectedToken, publicUrl }: Sent): boolean {
  return comesFromUs(request, publicUrl) && hasToken(request, expectedToken)
}

function comesFromUs(request: Request, publicUrl: URL): boolean {
  const site = request.get('sec-fetch-site')
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const origin = request.get('origin')
  // Our pages send no Referer, and then browsers may write "null" for our own forms, too.
  return origin === undefined || origin === 'null' || origin === publicUrl.origin
}

function hasToken(request: Request, expected: string | undefined): boolean {
  const body: unknown = request.body
  if (expected === undefined || typeof body !== 'object' || body === null) return false
  const given = tokenField in body ? body[tokenField] : undefined
  if (typeof given !== 'string' || given.length !== expected.length) return false
  return timingSafeEqual(Buffer.from(given), Buffer.from(expected))
}
