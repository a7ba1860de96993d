import type { StaffTables } from './tables-staff.ts'

/*
 * The rows. Numbers stand for yes and no (1, 0), times are ms since 1970, so that every database reads
 * them alike.
 */
export type Tables = StaffTables & {
  room: RoomRow
  caller: CallerRow
  meeting: MeetingRow
  place: PlaceRow
  conference_ended: ConferenceEndedRow
  limit_count: LimitCountRow
  limit_failure: LimitFailureRow
  number_key: NumberKeyRow
  ticket: TicketRow
  help_request: HelpRequestRow
  account: AccountRow
  session: SessionRow
  room_organiser: RoomOrganiserRow
  mail: MailRow
  sign_in: SignInRow
  deleted_account: DeletedAccountRow
  room_without_organiser: RoomWithoutOrganiserRow
  past_meeting: PastMeetingRow
  organiser_invitation: OrganiserInvitationRow
  old_pin: OldPinRow
  line: LineRow
  sitting: SittingRow
  ban: BanRow
  lease: LeaseRow
  carrier_record: CarrierRecordRow
}

export type RoomRow = {
  id: string
  number: string
  /** Empty: the room has no PIN. */
  guest_pin_sealed: string
  host_pin_sealed: string
  locale: string
  callers_max: number
  /** The other options in JSON. */
  options: string
  /** Empty: it has none. */
  name_sealed: string
  /** A telephone number of its own, E.164. Null: it has none. */
  phone_number: string | null
}

/** A tombstone has no state: only that this call is over. */
export type CallerRow = {
  call: string
  /** What the call is being asked, with digits already keyed; so it is sealed. */
  state_sealed: string | null
  step: string
  last_request: string
  last_answer: string
  meeting: string | null
  touched: number
  staff_line: number
  number_kind: string
  began: number
  stage_since: number
}

/** A meeting that is going on; an ended one leaves nothing behind. */
export type MeetingRow = {
  id: string
  room: string
  conference_name: string
  opened: number
  locked: number
  /** When hosts were last told that somebody waits. */
  host_told: number
  /** Whether all were told that the time is almost up. */
  warned: number
  /** Whether a host ended it. */
  ended: number
}

export type PlaceRow = {
  conference: string
  call: string
  meeting: string
  sequence: number
  here: number
  muted: number
  sent_out: string | null
}

export type ConferenceEndedRow = { conference: string; meeting: string }

/** How often something happened within a few minutes; no number and no PIN in it. */
export type LimitCountRow = { counter: string; whose: string; bucket: number; count: number }

/** What one number got wrong within a minute. Both keys are pseudonyms that last two days. */
export type LimitFailureRow = {
  number_key: string
  room_key: string
  minute: number
  failures: number
  forgiven: number
}

/** The key that a day's pseudonyms are made with; days are counted from 1970. */
export type NumberKeyRow = { day: number; key_sealed: string }

/** What lets a caller back in who was cut off. */
export type TicketRow = {
  id: string
  number_key: string
  meeting: string
  room: string
  role: string
  muted: number
  hand: number
  until: number
  /** 0: none. */
  line: number
}

export type AccountRow = {
  id: string
  address_sealed: string
  /** A keyed hash: found without being read. */
  address_key: string
  locale: string
  created: number
  last_seen: number
  told_idle: number
  /** 0: not since this is noted. */
  last_sign_in: number
  /** 0: it is not locked. */
  locked_since: number
}

export type SessionRow = {
  id: string
  token_hash: string
  account: string
  created: number
  last_seen: number
  device: string
}

export type RoomOrganiserRow = { room: string; account: string; since: number }

/** A meeting that is over. */
export type PastMeetingRow = {
  id: string
  room: string
  started: number
  ended: number
  most_callers: number
  caller_minutes: number
}
/** A link that makes somebody an organiser of a room, until it was used. */
export type OrganiserInvitationRow = {
  id: string
  token_hash: string
  room: string
  /** `e…@example.org` */
  to_sealed: string
  until: number
}

/** A PIN that was replaced, for saying so to whoever keys it. */
export type OldPinRow = { id: string; room: string; pin_sealed: string; until: number }

/** A line of a running meeting, as its organiser knows it. */
export type LineRow = {
  meeting: string
  number: number
  call: string
  /** Empty: nobody named it. */
  name_sealed: string
  inside_since: number | null
  hand_since: number | null
  removed: number
  gone: number | null
}

/** What is remembered of a running meeting for its organiser and its end. */
export type SittingRow = {
  meeting: string
  /** Numbers of lines that were given out. */
  lines: number
  withheld_wait: number
  /** A speaking round in JSON: numbers of lines and times. Empty: there is none. */
  round: string
  first_in: number | null
  most_at_once: number
  stayed_ms: number
}

/** Who was removed stays out of this meeting; a pseudonym that lasts two days. */
export type BanRow = { meeting: string; number_key: string }
export type MailRow = {
  id: string
  /** Empty once it was sent or given up. */
  mail_sealed: string
  /** To whom, masked. */
  to_sealed: string
  about: string
  account: string | null
  state: 'waiting' | 'sent' | 'failed'
  tries: number
  /** While it waits: when it is tried next. Afterwards: when it was sent or given up. */
  next_try: number
  until: number
  /** When it was handed over. */
  queued: number
}

/** Somebody asked for a code. The three keys are keyed hashes. */
export type SignInRow = {
  id: string
  browser_key: string
  code_key: string
  link_key: string
  address_sealed: string
  goes_to: string
  locale: string
  mail: string
  tries: number
  until: number
}

/** A tombstone: an account with this address, made before then, is not to come back from a backup. */
export type DeletedAccountRow = { address_key: string; deleted: number }

export type RoomWithoutOrganiserRow = { room: string; since: number }

/** Which instance does the work of this name, and until when. */
export type LeaseRow = { name: string; holder: string; until: number }
/** A call that is over, as the carrier names it, until the carrier has deleted it. */
export type CarrierRecordRow = { call: string; tries: number; next_try: number; until: number }
/** A caller who asked for help; gone when that is done, or after a day. */
export type HelpRequestRow = {
  id: string
  /** A name of the call that leads nowhere. */
  line: string
  stage: string
  /** The number to call back; empty when none was left. */
  number_sealed: string
  created: number
  until: number
  taken: number | null
}
