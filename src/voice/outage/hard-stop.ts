import type { RequestHandler } from 'express'
import type { After, Announce } from '../../conference/ports.ts'
import { sendDocument, sendStatus } from '../send.ts'

/** A carrier waits 15 s (Twilio, error 11205), and somebody at the telephone not even so long. */
export const webhookMaxMs = 5000

/** News, which a carrier brings again when it is not taken (`rp=5xx` in our addresses). */
const news: ReadonlySet<string> = new Set(['/status', '/conference'])

type HardStop = {
  readonly after: After
  readonly announce: Announce
  /** The document that is ready, whatever happens. */
  readonly sorry: string
}

/** Whatever holds a webhook up: after five seconds there is an answer. What comes of it later is kept and heard by nobody. */
export function hardStop({ after, announce, sorry }: HardStop): RequestHandler {
  return (request, response, next) => {
    const callOff = after(webhookMaxMs, () => {
      if (response.headersSent) return
      announce({ event: 'webhook.stopped', path: request.path })
      if (news.has(request.path)) sendStatus(response, 503)
      else sendDocument(response, sorry)
    })
    response.once('close', callOff)
    next()
  }
}
