import { mailStateKeptMs } from './mails.ts'
import { oldPinKeptMs } from './old-pins.ts'
import { organiserInvitationMs, sessionFormsMs } from './organising.ts'
import { idleDeletedMs, tombstoneKeptMs } from './retention.ts'
import { returnMaxMs } from './returning.ts'
import { codeLastsMs } from './signing-in.ts'

/*
 * What is kept, why, on what ground, and until when (TRUST P-01, GDPR 30). store/inventory.ts says for every column of the
 * database which of these kinds it is; the page about privacy is made of both, so it cannot forget any.
 */

/** Whom it is about, and how closely. */
export type DataClass =
  /** Says who somebody is. */
  | 'personal'
  /** Tells one from another, by names that mean nothing without a key. */
  | 'pseudonymous'
  /** Opens something. */
  | 'secret'
  /** About a group as a whole. */
  | 'group'
  /** About nobody. */
  | 'technical'

export type LegalBasis =
  /** GDPR 6 (1) b: without it there is no account and no room. */
  | 'contract'
  /** TDDDG 9: while a call lasts, for the call. */
  | 'call'
  /** GDPR 6 (1) a: given by whom it is about, to be helped. */
  | 'consent'
  /** GDPR 6 (1) f and TDDDG 12: keeps off who guesses or floods. */
  | 'protection'
  /** GDPR 32: who may see what, and who did what. */
  | 'security'
  /** GDPR 17: so that what was deleted stays deleted. */
  | 'deletion'
  /** Nothing personal, so none is needed. */
  | 'none'

/** When it is gone; the numbers are in `periodDays` and the like, the words in the texts of the page. */
export type Period =
  | 'account'
  | 'room'
  | 'session'
  | 'code'
  | 'mail'
  | 'invitation'
  | 'old-pin'
  | 'call'
  | 'meeting'
  | 'return'
  | 'day'
  | 'guesses'
  | 'next-year'
  | 'tombstone'
  | 'staff'
  | 'working-day'
  | 'year'
  | 'program'

type Kind = { readonly class: DataClass; readonly basis: LegalBasis; readonly until: Period }

/** In the order in which people want to know. The purpose of each is a sentence in the page's texts. */
export const dataKinds = {
  address: { class: 'personal', basis: 'contract', until: 'account' },
  accountUse: { class: 'personal', basis: 'contract', until: 'account' },
  session: { class: 'personal', basis: 'contract', until: 'session' },
  code: { class: 'personal', basis: 'contract', until: 'code' },
  mail: { class: 'personal', basis: 'contract', until: 'mail' },
  organiser: { class: 'personal', basis: 'contract', until: 'room' },
  invitation: { class: 'personal', basis: 'contract', until: 'invitation' },
  room: { class: 'group', basis: 'contract', until: 'room' },
  pin: { class: 'secret', basis: 'contract', until: 'room' },
  oldPin: { class: 'secret', basis: 'contract', until: 'old-pin' },
  pastMeeting: { class: 'group', basis: 'contract', until: 'next-year' },
  call: { class: 'pseudonymous', basis: 'call', until: 'call' },
  meeting: { class: 'pseudonymous', basis: 'call', until: 'meeting' },
  comingBack: { class: 'pseudonymous', basis: 'call', until: 'return' },
  helpRequest: { class: 'personal', basis: 'consent', until: 'day' },
  removed: { class: 'pseudonymous', basis: 'protection', until: 'meeting' },
  wrongEntries: { class: 'pseudonymous', basis: 'protection', until: 'day' },
  visitorCounts: { class: 'pseudonymous', basis: 'protection', until: 'guesses' },
  tombstone: { class: 'pseudonymous', basis: 'deletion', until: 'tombstone' },
  staff: { class: 'personal', basis: 'security', until: 'staff' },
  staffSession: { class: 'personal', basis: 'security', until: 'working-day' },
  staffTries: { class: 'pseudonymous', basis: 'protection', until: 'day' },
  audit: { class: 'personal', basis: 'security', until: 'year' },
  tally: { class: 'technical', basis: 'none', until: 'day' },
  technical: { class: 'technical', basis: 'none', until: 'program' },
} as const satisfies Record<string, Kind>

export type DataKind = keyof typeof dataKinds
export const dataKindNames = Object.keys(dataKinds) as readonly DataKind[]

/** One column of the database. */
export type KeptColumn = {
  readonly table: string
  readonly column: string
  readonly kind: DataKind
}

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

/** The numbers that the sentences about periods are filled with. */
export const periodNumbers = {
  idleMonths: Math.floor(idleDeletedMs / (30 * dayMs)),
  sessionDays: sessionFormsMs / dayMs,
  codeMinutes: codeLastsMs / minuteMs,
  mailDays: mailStateKeptMs / dayMs,
  invitationDays: organiserInvitationMs / dayMs,
  oldPinDays: oldPinKeptMs / dayMs,
  callMinutes: 5,
  returnMinutes: returnMaxMs / minuteMs,
  tombstoneDays: tombstoneKeptMs / dayMs,
} as const
