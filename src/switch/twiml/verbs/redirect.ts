import type { Method } from '../../webhook/webhook.ts'
import type { Warn } from '../errors.ts'
import { addressIn, attributesOf } from '../attributes.ts'
import type { Next } from '../stage.ts'
import { textIn, type Element } from '../xml.ts'

export type Redirect = {
  readonly verb: 'redirect'
  /** Empty text in the document means the document itself. */
  readonly url: string
  readonly method: Method
}

export function readRedirect(node: Element, at: string, warn: Warn): Redirect {
  const attributes = attributesOf(node, at, warn)
  const method = attributes.method('method', 'POST', 13710)
  attributes.rest()
  return { verb: 'redirect', url: addressIn(textIn(node), at, '<Redirect>'), method }
}

/** Goes on in another document. Does not answer: a redirect while ringing keeps ringing (Twilio, SIP mapping). */
export function redirect({ url, method }: Redirect): Next {
  return { then: 'document', request: { url, method } }
}
