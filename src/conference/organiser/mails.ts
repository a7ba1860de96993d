/** A mail that is to be sent. Plain text; nothing in it follows anybody (TRUST P-15). */
export type Mail = {
  readonly to: string
  /** Neutral: it stands on locked screens and in other people's servers (P-09). */
  readonly subject: string
  readonly text: string
  /** The language it is written in, for programs that read aloud. */
  readonly locale?: string
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
  /** How often it was tried in vain: while it waits, the mail server does not take it just now. */
  readonly tries: number
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
   * @param about a short word for what it is about; `of` is the account that sent it, if one did; `at` is now
   */
  send(mail: Mail, how: { about: string; at: number; until: number; of?: string }): Promise<string>
  /** What became of one mail; undefined when that was more than a day ago. */
  find(id: string): Promise<MailState | undefined>
  /** What this account sent and what became of it, about one thing or all; kept for a day after it was sent or given up. */
  of(account: string, about?: string): Promise<readonly MailState[]>
}

export type MailCounts = {
  readonly waiting: number
  /** Given up within a day. */
  readonly failed: number
  /** How long the oldest that waits has waited; 0 when none does. */
  readonly oldestMs: number
}

/** A mail whose turn it is. */
export type DueMail = {
  readonly id: string
  readonly mail: Mail
  readonly about: string
  readonly tries: number
  readonly until: number
}

/**
 * The other end of the queue, for whoever sends. A mail that was taken out is held for a while and then comes back, so
 * that none is lost when the program dies while sending: rather twice than never.
 *
 *            take                 sent
 *   waiting ──────▶ held until … ──────▶ state only ──▶ swept after a day
 *      ▲               │    │   givenUp      ▲
 *      └───────────────┘    └────────────────┘
 *        later, or time up
 */
export type MailQueue = {
  /** The mail that has been due longest, held until then. */
  take(at: number, heldUntil: number): Promise<DueMail | undefined>
  /** The server has it. */
  sent(id: string, at: number): Promise<void>
  /** It was tried in vain; next time is then. */
  later(id: string, nextTry: number): Promise<void>
  /** It will not be tried again. */
  givenUp(id: string, at: number): Promise<void>
  /** How many there are, without opening any. */
  counts(at: number): Promise<MailCounts>
  /** Removes what has been sent or given up for a day. */
  sweep(at: number): Promise<void>
}

const secondMs = 1000
const minuteMs = 60 * secondMs

/**
 * How long to wait after so many tries in vain. Close together at first, because a code is good for ten minutes and
 * servers that greylist take the second try after a few; then further and further apart.
 */
const waits = [
  { triesMax: 1, waitMs: 15 * secondMs },
  { triesMax: 2, waitMs: 30 * secondMs },
  { triesMax: 10, waitMs: minuteMs },
  { triesMax: 15, waitMs: 5 * minuteMs },
] as const
const waitMaxMs = 30 * minuteMs

/** When a mail is tried again. */
export function nextTry(triesInVain: number, at: number): number {
  const found = waits.find(({ triesMax }) => triesInVain <= triesMax)
  return at + (found?.waitMs ?? waitMaxMs)
}

/** A mail is due when its time has come, or lies so far ahead that a clock must have been wrong. */
export const dueAheadMaxMs = 2 * waitMaxMs

/**
 * One address and nothing else: no name, no second receiver, no line break. Mail programs know more forms; people do not.
 */
export const mailAddressPattern = /^[^\s@<>(),;:"[\]\\]+@[^\s@<>(),;:"[\]\\]+$/
/** RFC 5321 §4.5.3.1.3 allows no more. */
export const mailAddressMax = 254

/** `erika@example.org` → `e…@example.org` */
export function masked(address: string): string {
  const at = address.lastIndexOf('@')
  return `${Array.from(address)[0] ?? ''}…${at < 0 ? '' : address.slice(at)}`
}

/** How long it is known what became of a mail. */
export const mailStateKeptMs = 24 * 60 * minuteMs
