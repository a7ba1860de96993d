import type { Mail } from '../conference/organiser/mails.ts'

/** One way for mails to leave: a mail server, or a folder. */
export type Transport = {
  /** Tries once to hand a mail over; never throws. `id` is the same each time the same mail is tried. */
  handOver(id: string, mail: Mail): Promise<Outcome>
}

/**
 * What came of it:
 *
 *   taken         it is the server's now
 *   refused       the server will never take this mail (5xx about the receiver or the text)
 *   later         the server does not take this mail just now (4xx: greylisting, a full mailbox)
 *   unreachable   the server takes no mail of ours at all: away, slow, or it does not know us
 *   broken        this mail cannot be written down
 */
export type Outcome =
  | { readonly is: 'taken' }
  | { readonly is: 'refused'; readonly reply: number }
  | { readonly is: 'later'; readonly reply: number }
  | { readonly is: 'unreachable'; readonly why: string }
  | { readonly is: 'broken' }

/** Who sends: the address, and the name that people read. */
export type Sender = { readonly name: string; readonly address: string }
