/** A mail that is to be sent. Plain text; nothing in it follows anybody (TRUST P-15). */
export type Mail = {
  readonly to: string
  /** Neutral: it stands on locked screens and in other people's servers (P-09). */
  readonly subject: string
  readonly text: string
  readonly attachments?: readonly MailAttachment[]
}
export type MailAttachment = {
  readonly fileName: string
  readonly contentType: string
  readonly content: string
}

/** What became of mails that were handed over. */
export type MailState = {
  readonly id: string
  readonly is: 'waiting' | 'sent' | 'failed'
  /** What it was about, as the sender named it. */
  readonly about: string
  /** `e…@example.org`: enough to know who is meant. */
  readonly toMasked: string
}

/**
 * Mails that wait to be sent: on disk and sealed until the mail server has taken them, then gone (TRUST R-34). Sending
 * never happens while a browser waits (S-04).
 */
export type Mails = {
  /**
   * Takes a mail; it is tried until `until` and then given up.
   * @param about a short word for what it is about; `of` is the account that sent it, if one did
   */
  send(mail: Mail, how: { about: string; until: number; of?: string }): Promise<string>
  /** What this account sent and what became of it; kept for a day after it was sent or given up. */
  of(account: string, about: string): Promise<readonly MailState[]>
}
