import type { Warn } from '../errors.ts'
import { attributesOf } from '../attributes.ts'
import type { Next, Stage } from '../stage.ts'
import type { Element } from '../xml.ts'

export type Reject = { readonly verb: 'reject'; readonly reason: 'rejected' | 'busy' }

export function readReject(node: Element, at: string, warn: Warn): Reject {
  const attributes = attributesOf(node, at, warn)
  const reason = attributes.choice('reason', ['rejected', 'busy'], 'rejected', 13810)
  attributes.rest()
  return { verb: 'reject', reason }
}

/** Refuses a call that still rings; in an answered one the same as <Hangup>. */
export function reject(verb: Reject, { leg }: Pick<Stage, 'leg'>): Next {
  leg.refuse(verb.reason)
  return { then: 'hang-up' }
}
