import { createHash, timingSafeEqual } from 'node:crypto'
import type { RequestHandler } from 'express'
import { unauthorized } from './problem.ts'

/**
 * Lets nobody in but the account itself: HTTP Basic with account SID and auth token (RFC 7617), compared in constant
 * time. A wrong name, a wrong token and no header at all look the same from outside.
 */
export function basicAuth(account: {
  readonly sid: string
  readonly authToken: string
}): RequestHandler {
  const wanted = digest(`${account.sid}:${account.authToken}`)
  return (request, response, next) => {
    const [scheme, credentials] = (request.get('authorization') ?? '').split(' ')
    const given = Buffer.from(credentials ?? '', 'base64').toString('utf8')
    const same = timingSafeEqual(digest(given), wanted)
    if (same && scheme?.toLowerCase() === 'basic' && account.authToken !== '') {
      next()
      return
    }
    response.set('WWW-Authenticate', 'Basic realm="Twilio API"')
    next(unauthorized())
  }
}

/** Equal length for everything, as timingSafeEqual needs it. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
