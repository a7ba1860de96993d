import { once } from 'node:events'
import { request as plain, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { request as encrypted } from 'node:https'

/** A request of the doctor's: like a carrier's, it follows no redirect and waits a few seconds at most. */
export type Question = {
  readonly headers?: Readonly<Record<string, string>>
  /** Makes it a POST. */
  readonly form?: Readonly<Record<string, string>>
  /** Certificates to believe besides the usual ones. */
  readonly ca?: string | undefined
}

export type Answer = {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** As long as the app waits for the carrier (S-54). */
const waitMaxMs = 5000
/** Longer answers are none we would understand. */
const bodyBytesMax = 1024 * 1024

/** @throws the system's error, which `inWords` says in words */
export async function ask(url: URL, { headers = {}, form, ca }: Question = {}): Promise<Answer> {
  const body = form === undefined ? undefined : new URLSearchParams(form).toString()
  const options = {
    method: form === undefined ? 'GET' : 'POST',
    agent: false,
    signal: AbortSignal.timeout(waitMaxMs),
    headers: {
      ...headers,
      ...(body !== undefined && {
        'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8',
        'Content-Length': String(Buffer.byteLength(body)),
      }),
    },
  }
  const asked = url.protocol === 'https:' ? encrypted(url, { ...options, ca }) : plain(url, options)
  asked.end(body)
  const [response] = (await once(asked, 'response')) as [IncomingMessage]
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of response) {
    bytes += (chunk as Buffer).length
    if (bytes > bodyBytesMax) throw new Error('the answer is too long')
    chunks.push(chunk as Buffer)
  }
  const text = Buffer.concat(chunks).toString('utf8')
  return { status: response.statusCode ?? 0, headers: response.headers, body: text }
}

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  ENOTFOUND: 'the name is not known (DNS)',
  EAI_AGAIN: 'names cannot be looked up just now (DNS)',
  EHOSTUNREACH: 'there is no way there',
  ENETUNREACH: 'there is no way there',
  ETIMEDOUT: 'no answer in time',
  ABORT_ERR: `no answer within ${waitMaxMs / 1000} seconds`,
  EPROTO: 'it does not speak TLS',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS',
}

type Shown = { code?: unknown; name?: unknown; message?: unknown; errors?: unknown }

/** Why nobody answered, for a sentence. Codes are looked at, not classes: what the system throws may be of any. */
export function inWords(error: unknown): string {
  const { code, name, message, errors }: Shown =
    typeof error === 'object' && error !== null ? error : {}
  // An attempt at several addresses has several reasons.
  if (Array.isArray(errors) && errors.length > 0) return inWords(errors[0])
  const known = words[name === 'AbortError' ? 'ABORT_ERR' : String(code)]
  return known ?? (typeof message === 'string' ? message : String(error))
}
