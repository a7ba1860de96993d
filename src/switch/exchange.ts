import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { Method } from './webhook/webhook.ts'

/** One request over the wire, with a limit on everything. */
export type Exchange = (wish: ExchangeWish) => Promise<Answer>

export type ExchangeWish = {
  readonly url: URL
  readonly method: Method
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly connectMs: number
  readonly readMs: number
  readonly bytesMax: number
  readonly signal: AbortSignal
  /** Answers whose body is of no interest, by their Content-Type: it is empty then. */
  readonly withoutBody?: (contentType: string) => boolean
}

export type Answer = {
  readonly status: number
  readonly header: (name: string) => string | undefined
  readonly body: Buffer
}

/**
 * Why there is no answer.
 *   connect-timeout refused lost-before-sending unknown-host · nothing has reached the other side
 *   read-timeout lost                                        · it may have
 *   cut-off protocol tls too-long aborted                    · trying again would not help
 */
export type ExchangeFailure =
  | 'connect-timeout'
  | 'refused'
  | 'lost-before-sending'
  | 'unknown-host'
  | 'read-timeout'
  | 'lost'
  | 'cut-off'
  | 'protocol'
  | 'tls'
  | 'too-long'
  | 'aborted'

export class ExchangeFailed extends Error {
  override readonly name = 'ExchangeFailed'
  readonly failure: ExchangeFailure
  constructor(failure: ExchangeFailure, why: string = failure) {
    super(why)
    this.failure = failure
  }
}

/** Idle connections stay open for the next webhook; never more than this many to one application. */
const socketsMax = 256
const keepAliveMs = 4_000

/** A pool of connections; `close()` ends those that idle. Redirects are answers like any other: never followed. */
export function makeExchange(): Exchange & { close(): void } {
  const options = { keepAlive: true, keepAliveMsecs: keepAliveMs, maxSockets: socketsMax }
  const http = new HttpAgent(options)
  const https = new HttpsAgent(options)
  const exchange: Exchange = (wish) =>
    wish.url.protocol === 'https:'
      ? perform(wish, httpsRequest, https)
      : perform(wish, httpRequest, http)
  return Object.assign(exchange, {
    close() {
      http.destroy()
      https.destroy()
    },
  })
}

function perform(wish: ExchangeWish, send: typeof httpRequest, agent: HttpAgent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { url, method, headers, body, signal } = wish
    const request = send(url, { method, headers, agent })
    let sent = false
    const fail = (failure: ExchangeFailure) => {
      finish()
      request.destroy()
      reject(new ExchangeFailed(failure))
    }
    let timer = setTimeout(fail, wish.connectMs, 'connect-timeout')
    const aborted = () => {
      fail('aborted')
    }
    const finish = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', aborted)
    }
    const connected = () => {
      sent = !request.reusedSocket
      clearTimeout(timer)
      timer = setTimeout(fail, wish.readMs, 'read-timeout')
    }
    signal.addEventListener('abort', aborted, { once: true })
    request.on('socket', (socket) => {
      if (!socket.connecting) connected()
      else socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', connected)
    })
    request.on('error', (error) => {
      finish()
      reject(new ExchangeFailed(failureOf(error, sent), error.message))
    })
    request.on('response', (response) => {
      collect(response, wish).then(
        (answer) => {
          finish()
          resolve(answer)
        },
        (error: unknown) => {
          finish()
          request.destroy()
          reject(error instanceof Error ? error : new ExchangeFailed('cut-off'))
        },
      )
    })
    request.end(body)
    if (signal.aborted) aborted()
  })
}

/** @throws ExchangeFailed too-long · cut-off */
async function collect(response: IncomingMessage, wish: ExchangeWish): Promise<Answer> {
  const status = response.statusCode ?? 0
  const header = (name: string) => {
    const value = response.headers[name]
    return Array.isArray(value) ? value.join(', ') : value
  }
  if (wish.withoutBody?.(header('content-type') ?? '')) {
    response.on('error', () => undefined).destroy()
    return { status, header, body: Buffer.alloc(0) }
  }
  const parts: Buffer[] = []
  let length = 0
  try {
    for await (const part of response) {
      const bytes = part as Buffer
      length += bytes.length
      if (length > wish.bytesMax) throw new ExchangeFailed('too-long')
      parts.push(bytes)
    }
  } catch (error) {
    throw error instanceof ExchangeFailed ? error : new ExchangeFailed('cut-off')
  }
  return { status, header, body: Buffer.concat(parts) }
}

const failureByCode: Readonly<Record<string, ExchangeFailure>> = {
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  ETIMEDOUT: 'connect-timeout',
  ENOTFOUND: 'unknown-host',
  EAI_AGAIN: 'unknown-host',
}

/** `sent`: on a fresh connection. A kept one may have been closed by the other side before our request came. */
function failureOf(error: Error & { code?: string }, sent: boolean): ExchangeFailure {
  const code = error.code ?? ''
  if (code.startsWith('HPE_')) return 'protocol'
  if (/^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO)/.test(code)) return 'tls'
  return failureByCode[code] ?? (sent ? 'lost' : 'lost-before-sending')
}
