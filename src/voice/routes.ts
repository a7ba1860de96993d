import { Router, type ErrorRequestHandler, type Request, type Response } from 'express'
import { announcement } from './announcements.ts'
import { addresses, stepNames } from './addresses.ts'
import { soundFile } from './audio.ts'
import { withoutHuman } from '../conference/call/flow-parts.ts'
import { fallback, trouble } from './outage/fallback.ts'
import { hardStop } from './outage/hard-stop.ts'
import { formBody } from './form-body.ts'
import { forms } from './forms.ts'
import type { VoiceParts, Writing } from './parts.ts'
import type { HelpSettings } from './settings.ts'
import { signedOnly } from './signature.ts'
import { voiceRequests } from './requests.ts'
import { sendDocument, sendStatus } from './send.ts'

export type { VoiceParts } from './parts.ts'

/** Every address a carrier asks. Mount it at the root: the paths begin with /voice. */
export function voiceRoutes(parts: VoiceParts): Router {
  const { settings, speech, announce, clock, randomness } = parts
  const where = addresses(settings.publicUrl)
  const writing: Writing = {
    speech,
    addresses: where,
    locale: settings.locale,
    clock,
    randomness,
    ...humanOf(settings.help),
    practiceNumber: settings.practice?.number,
    furtherNumbers: new Set(settings.furtherNumbers),
    region: settings.region,
  }
  const ask = voiceRequests(parts, writing, forms(settings.accountSid))
  const sorry = trouble(writing)

  const voice = Router()
    .get('/audio/:file', soundFile(speech))
    .get('/audio/:locale/:file', soundFile(speech))
    .use(hardStop({ after: parts.after, announce, sorry }))
    .use(...formBody)
    .use(signedOnly(settings.authTokens, where, announce))
    .post('/answer', ask.answer)
    .post('/left', ask.left)
    .post('/waiting', ask.waiting)
    .post('/announcement/:name', announcement(writing))
    .post('/farewell/:name', ask.farewell)
    .post('/conference', ask.conference)
    .post('/status', ask.status)
    .post('/fallback', fallback(sorry))
  for (const name of stepNames) if (name !== 'left') voice.post(`/${name}`, ask.step(name))
  voice.use(failed(parts, sorry))
  return Router().use('/voice', voice)
}

/** A human is dialled where this carrier calls out, and named where it does not. */
function humanOf(help: HelpSettings | undefined): Pick<Writing, 'means' | 'helpNumber'> {
  if (help === undefined) return { means: withoutHuman, helpNumber: undefined }
  const { number, spoken, callerId } = help
  if (callerId === undefined) {
    return { means: { human: { is: 'told', number: spoken } }, helpNumber: undefined }
  }
  return { means: { human: { is: 'dialled' } }, helpNumber: { number, callerId } }
}

/**
 * A request that cannot be read gets its status. Anything else is a bug or a fault on our side: the
 * caller hears a sentence, never the carrier's "application error".
 */
function failed({ announce }: VoiceParts, sorry: string): ErrorRequestHandler {
  return (error: unknown, request: Request, response: Response, next) => {
    if (response.headersSent) {
      next(error)
      return
    }
    const status = statusOf(error)
    if (status === undefined) {
      announce({ event: 'webhook.failed', path: request.path, error })
      sendDocument(response, sorry)
    } else {
      announce({ event: 'webhook.refused', path: request.path, reason: 'form' })
      sendStatus(response, status)
    }
  }
}

/** What express's own parsers say about a request that is too large or malformed. */
function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error && 'status' in error)) return undefined
  const { status } = error
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined
}
