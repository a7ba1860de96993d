/* The rows about staff: who they are, and what they did. */
export type StaffTables = {
  staff: StaffRow
  staff_recovery_code: StaffRecoveryCodeRow
  staff_invitation: StaffInvitationRow
  staff_session: StaffSessionRow
  staff_try: StaffTryRow
  audit: AuditRow
  tally: TallyRow
  day_sum: DaySumRow
  alarm: AlarmRow
  service_state: ServiceStateRow
  blocked_line: BlockedLineRow
}

/** Something that staff have switched on. */
export type ServiceStateRow = { what: string; since: number }

export type BlockedLineRow = {
  id: string
  /** HMAC of the number. */
  number_key: string
  created: number
  until: number
}

export type StaffRow = {
  id: string
  name: string
  /** The name as it is looked up: small letters. */
  name_key: string
  role: string
  created: number
  last_sign_in: number | null
  /** scrypt; empty after a reset. */
  passphrase_hash: string
  totp_sealed: string
  /** Of the last code that was taken (RFC 6238). */
  totp_step: number
}

export type StaffRecoveryCodeRow = { code_hash: string; staff: string }

export type StaffInvitationRow = {
  id: string
  token_hash: string
  name: string
  role: string
  until: number
  staff: string | null
}

export type StaffSessionRow = {
  id: string
  token_hash: string
  staff: string
  stage: string
  created: number
  last_seen: number
  device: string
}

/** One try to sign in; `whose` is a keyed hash, because people type passphrases into the wrong field. */
export type StaffTryRow = { id: string; factor: string; whose: string; at: number }

/** Only ever added to, and emptied from its old end. */
export type AuditRow = {
  id: string
  at: number
  who: string
  what: string
  object: string
  reason: string
}

/** How often something happened within five minutes, or how much of it there was at once. */
export type TallyRow = { what: string; bucket: number; count: number }

/** How often something happened on a day: `2026-11-24`. */
export type DaySumRow = { day: string; what: string; count: number }

/** An alarm that is on; its numbers in JSON. */
export type AlarmRow = { name: string; since: number; told: number; numbers: string }
