import { blockDaysMax } from '../staff/blocking.ts'
import { recordTriedMaxMs } from './carrier-records.ts'
import { mailStateKeptMs } from '../organiser/mails.ts'
import { oldPinKeptMs } from '../call/old-pins.ts'
import { organiserInvitationMs, sessionFormsMs } from '../organiser/organising.ts'
import { idleDeletedMs, tombstoneKeptMs } from './retention.ts'
import { returnMaxMs } from '../call/returning.ts'
import { codeLastsMs } from '../organiser/signing-in.ts'

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
  /** GDPR 17: so that what is to be deleted is, and stays so. */
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
  | 'at-carrier'
  | 'day'
  | 'guesses'
  | 'block'
  | 'next-year'
  | 'tombstone'
  | 'staff'
  | 'working-day'
  | 'year'
  | 'thirteen-months'
  | 'program'

/** What people look for it under. */
export const dataGroups = [
  'organisers',
  'rooms',
  'callers',
  'protection',
  'staff',
  'program',
] as const
export type DataGroup = (typeof dataGroups)[number]

type Kind = {
  readonly of: DataGroup
  readonly class: DataClass
  readonly basis: LegalBasis
  readonly until: Period
}

/** In the order in which people want to know. The purpose of each is a sentence in the page's texts. */
export const dataKinds = {
  address: { of: 'organisers', class: 'personal', basis: 'contract', until: 'account' },
  accountUse: { of: 'organisers', class: 'personal', basis: 'contract', until: 'account' },
  accountLock: { of: 'organisers', class: 'personal', basis: 'security', until: 'account' },
  session: { of: 'organisers', class: 'personal', basis: 'contract', until: 'session' },
  code: { of: 'organisers', class: 'personal', basis: 'contract', until: 'code' },
  mail: { of: 'organisers', class: 'personal', basis: 'contract', until: 'mail' },
  organiser: { of: 'organisers', class: 'personal', basis: 'contract', until: 'room' },
  invitation: { of: 'organisers', class: 'personal', basis: 'contract', until: 'invitation' },
  room: { of: 'rooms', class: 'group', basis: 'contract', until: 'room' },
  pin: { of: 'rooms', class: 'secret', basis: 'contract', until: 'room' },
  oldPin: { of: 'rooms', class: 'secret', basis: 'contract', until: 'old-pin' },
  pastMeeting: { of: 'rooms', class: 'group', basis: 'contract', until: 'next-year' },
  call: { of: 'callers', class: 'pseudonymous', basis: 'call', until: 'call' },
  meeting: { of: 'callers', class: 'pseudonymous', basis: 'call', until: 'meeting' },
  comingBack: { of: 'callers', class: 'pseudonymous', basis: 'call', until: 'return' },
  hangingUp: { of: 'callers', class: 'personal', basis: 'call', until: 'call' },
  helpRequest: { of: 'callers', class: 'personal', basis: 'consent', until: 'day' },
  carrierRecord: { of: 'callers', class: 'pseudonymous', basis: 'deletion', until: 'at-carrier' },
  removed: { of: 'protection', class: 'pseudonymous', basis: 'protection', until: 'meeting' },
  blocked: { of: 'protection', class: 'pseudonymous', basis: 'protection', until: 'block' },
  wrongEntries: { of: 'protection', class: 'pseudonymous', basis: 'protection', until: 'day' },
  visitorCounts: { of: 'protection', class: 'pseudonymous', basis: 'protection', until: 'guesses' },
  tombstone: { of: 'protection', class: 'pseudonymous', basis: 'deletion', until: 'tombstone' },
  staff: { of: 'staff', class: 'personal', basis: 'security', until: 'staff' },
  staffSession: { of: 'staff', class: 'personal', basis: 'security', until: 'working-day' },
  staffTries: { of: 'staff', class: 'pseudonymous', basis: 'protection', until: 'day' },
  audit: { of: 'staff', class: 'personal', basis: 'security', until: 'year' },
  tally: { of: 'program', class: 'technical', basis: 'none', until: 'day' },
  daySum: { of: 'program', class: 'technical', basis: 'none', until: 'thirteen-months' },
  technical: { of: 'program', class: 'technical', basis: 'none', until: 'program' },
} as const satisfies Record<string, Kind>

export type DataKind = keyof typeof dataKinds
export const dataKindNames = Object.keys(dataKinds) as readonly DataKind[]

/** One column of the database. */
export type KeptColumn = {
  readonly table: string
  readonly column: string
  readonly kind: DataKind
}

/** What the built-in switch keeps beside the database, in the same form: a file, and what is in it (switch/last-calls.ts). */
export const filesOfSwitch: readonly KeptColumn[] = [
  { table: 'calls-up', column: 'dialogs', kind: 'hangingUp' },
]

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
  atCarrierDays: recordTriedMaxMs / dayMs,
  tombstoneDays: tombstoneKeptMs / dayMs,
  blockDays: blockDaysMax,
} as const
