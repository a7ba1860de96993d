/**
 * Asking the application, signed like Twilio (the seam of the whole program).
 * Contract only; filled in by the code below it.
 */
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
  constructor(code: number, url: string, why: string) {
    super(`${String(code)} ${why}`)
    this.code = code
    this.url = url
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
