/** Names and values of a document may be as long as the document. */
export const messageMax = 300

/**
 * The document cannot be run: told to the fallback URL as `ErrorCode`, and to the log. The message is written for
 * whoever wrote the document. `code` is Twilio's (12100 not XML, 12102 no <Response>, 13238 …).
 */
export class TwimlError extends Error {
  override readonly name = 'TwimlError'
  readonly code: number
  constructor(code: number, message: string) {
    super(message.slice(0, messageMax))
    this.code = code
  }
}

/** Something in a document that was left out or replaced by its default; the call goes on (Twilio, level WARNING). */
export type Warning = { readonly code: number; readonly message: string }

export type Warn = (code: number, message: string) => void
