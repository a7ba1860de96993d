import { randomUUID } from 'node:crypto'
import { after, deadline } from '../after.ts'
import {
  ExchangeFailed,
  type Answer,
  type Exchange,
  type ExchangeFailure,
  type ExchangeWish,
} from '../exchange.ts'
import type { Log } from '../log.ts'
import { signatureOf } from './signature.ts'
import { pausesMs, tryingOf, type TryFailure, type Trying } from './overrides.ts'

/** Asking the application, signed like Twilio: the seam of the whole program. */
export type Method = 'GET' | 'POST'

export type WebhookAnswer = {
  readonly status: number
  readonly contentType: string
  readonly body: Buffer
  /** Where the document stands: relative addresses in it are resolved against this. */
  readonly url: string
}

/** Nothing usable came back. `code` is Twilio's (11200, 11205, 11750 …), told to the fallback URL and the log. */
export class WebhookFailed extends Error {
  override readonly name = 'WebhookFailed'
  readonly code: number
  readonly url: string
  /** Nobody is there: not reached, no answer in time, or a proxy says so. Asking later may help. */
  readonly away: boolean
  constructor(code: number, url: string, why: string, away = false) {
    super(`${code} ${why}`)
    this.code = code
    this.url = url
    this.away = away
  }
}

export type Webhooks = {
  /**
   * One logical request: signed, with one idempotency token for all its tries, `#rc=…` overrides honoured.
   * @throws WebhookFailed when every try failed or the whole 15 s are over
   */
  ask(
    url: string,
    method: Method,
    parameters: Readonly<Record<string, string>>,
    signal?: AbortSignal,
  ): Promise<WebhookAnswer>
}

/** A document or the answer to a callback; more is error 11750. */
const answerBytesMax = 64 * 1024
const userAgent = 'TwilioProxy/1.1'

/** What each failure is called by Twilio, and which word of `rp` makes it worth another try. */
const failures: Readonly<
  Record<ExchangeFailure, { readonly code: number; readonly is?: TryFailure }>
> = {
  'connect-timeout': { code: 11201, is: 'ct' },
  refused: { code: 11202, is: 'ct' },
  'lost-before-sending': { code: 11205, is: 'ct' },
  'unknown-host': { code: 11210, is: 'ct' },
  'read-timeout': { code: 11200, is: 'rt' },
  lost: { code: 11205, is: 'rt' },
  'cut-off': { code: 11205 },
  protocol: { code: 11206 },
  tls: { code: 11220 },
  'too-long': { code: 11750 },
  aborted: { code: 11203 },
}

export type WebhookNeeds = {
  readonly authToken: string
  /** Whether this origin is one the operator configured; no other is ever asked, whatever a document says. */
  readonly mayAsk: (origin: string) => boolean
  readonly exchange: Exchange
  readonly log: Log
}

export function makeWebhooks(needs: WebhookNeeds): Webhooks {
  return {
    async ask(address, method, parameters, signal) {
      const url = askable(address, needs)
      const { trying, bad } = tryingOf(address)
      for (const { code, message } of bad) needs.log.warn({ code, path: url.pathname }, message)
      using total = deadline(trying.totalMs, signal)
      const wish = signedWish(url, method, parameters, needs.authToken, trying, total.signal)
      const answer = await tryUntilAnswered(wish, trying, needs.exchange)
      const contentType = answer.header('content-type') ?? ''
      return { status: answer.status, contentType, body: answer.body, url: address }
    },
  }
}

/** @throws WebhookFailed 11100 no address · 11210 none of ours */
function askable(address: string, { mayAsk }: Pick<WebhookNeeds, 'mayAsk'>): URL {
  const url = URL.parse(address)
  if (!url || !/^https?:$/.test(url.protocol))
    throw new WebhookFailed(11100, address, 'This is no http address')
  if (!mayAsk(url.origin))
    throw new WebhookFailed(11210, address, `${url.origin} is not among the configured addresses`)
  url.hash = ''
  return url
}

function signedWish(
  url: URL,
  method: Method,
  parameters: Readonly<Record<string, string>>,
  authToken: string,
  { connectMs, readMs }: Trying,
  signal: AbortSignal,
): ExchangeWish {
  const form = new URLSearchParams(parameters).toString()
  const body = method === 'POST' ? form : undefined
  if (body === undefined && form !== '') url.search += (url.search ? '&' : '?') + form
  const user = decodeURIComponent(`${url.username}:${url.password}`)
  const headers = {
    'User-Agent': userAgent,
    Accept: 'text/xml, application/xml, text/html, audio/*',
    'X-Twilio-Signature': signatureOf(authToken, url.href, body === undefined ? {} : parameters),
    'I-Twilio-Idempotency-Token': randomUUID(),
    ...(user !== ':' && { Authorization: `Basic ${Buffer.from(user).toString('base64')}` }),
    ...(body !== undefined && {
      'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8',
      'Content-Length': String(Buffer.byteLength(body)),
    }),
  }
  return {
    url,
    method,
    headers,
    ...(body !== undefined && { body }),
    connectMs,
    readMs,
    bytesMax: answerBytesMax,
    signal,
    // Sound is fetched by <Play>, which has its own limits.
    withoutBody: (contentType) => contentType.startsWith('audio/'),
  }
}

/** Every try carries the same idempotency token, so that the application can tell a repetition from a new request. */
async function tryUntilAnswered(
  wish: ExchangeWish,
  { retries, retryAfter }: Trying,
  exchange: Exchange,
): Promise<Answer> {
  for (let tries = 0; ; tries++) {
    const { answer, failed } = await tryOnce(wish, exchange)
    if (answer) return answer
    const again = failed.is !== undefined && retryAfter.has(failed.is) && tries < retries
    if (again) await after(pausesMs[tries] ?? 0, wish.signal)
    if (!again || wish.signal.aborted)
      throw new WebhookFailed(failed.code, wish.url.href, failed.why, failed.away)
  }
}

type Failed = {
  readonly code: number
  readonly is?: TryFailure
  readonly why: string
  readonly away: boolean
}

async function tryOnce(
  wish: ExchangeWish,
  exchange: Exchange,
): Promise<{ answer: Answer; failed?: never } | { answer?: never; failed: Failed }> {
  try {
    const answer = await exchange(wish)
    const failed = failedByStatus(answer.status)
    return failed ? { failed } : { answer }
  } catch (error) {
    if (!(error instanceof ExchangeFailed)) throw error
    return {
      failed: { ...failures[error.failure], why: error.message, away: isAway(error.failure) },
    }
  }
}

/** A redirect is refused: it could lead anywhere, and a form would be lost on the way. */
function failedByStatus(status: number): Failed | undefined {
  const failed = { why: `The application answered ${status}`, away: awayStatuses.has(status) }
  if (status >= 500) return { ...failed, code: 11200, is: '5xx' }
  if (status >= 400) return { ...failed, code: 11200, is: '4xx' }
  return status >= 300 || status < 200 ? { ...failed, code: 11215 } : undefined
}

/** What a proxy answers whose application is away (RFC 9110 §15.6). */
const awayStatuses = new Set([502, 503, 504])

/** Whether a failure says that nobody is there; what has begun to answer is there. */
export function isAway(failure: ExchangeFailure): boolean {
  return failures[failure].is !== undefined || failure === 'aborted'
}
