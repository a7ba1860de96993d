import type { Warn } from '../errors.ts'
import { attributesOf } from '../attributes.ts'
import type { Next, Stage } from '../stage.ts'
import type { Element } from '../xml.ts'

export type Hangup = { readonly verb: 'hangup' }

export function readHangup(node: Element, at: string, warn: Warn): Hangup {
  attributesOf(node, at, warn).rest()
  return { verb: 'hangup' }
}

/** Ends the call. As the first verb it answers before (Twilio, Hangup); <Reject> does not. */
export function hangup(_verb: Hangup, { leg }: Pick<Stage, 'leg'>): Next {
  leg.answer()
  return { then: 'hang-up' }
}
