/*
 * What staff did, for whoever has to answer for it: who, what, to what, when, why. Nothing is changed in it and nothing
 * taken out but by its age (S-99); no number, no name of a caller and no room number is in it.
 */

export const audited = [
  'staff.invited',
  'staff.joined',
  'staff.role-changed',
  'staff.reset',
  'staff.removed',
  'staff.signed-in',
  'staff.recovery-code-used',
  'organiser.locked',
  'organiser.unlocked',
  'organiser.deleted',
  'room.handed-over',
  'help.taken',
  'help.done',
  'meeting.ended',
  'call.ended',
  'line.blocked',
  'line.unblocked',
  'line.brought',
  'calls.paused',
  'calls.taken',
  'protection.on',
  'protection.off',
  'number.given',
  'number.taken',
] as const
export type Audited = (typeof audited)[number]

export type AuditEntry = {
  readonly at: number
  /** Name of the member, or `command line`. A copy: it must be readable when they are gone. */
  readonly who: string
  readonly what: Audited
  /** An opaque id, or the name of a member of staff. */
  readonly object: string
  /** In the words of who did it; empty where none is asked for. */
  readonly reason: string
}

/** Where in the log an entry stands. */
export type AuditPlace = { readonly at: number; readonly id: string }

export type Audit = {
  note(entry: AuditEntry): Promise<void>
  /** The newest first, from before this one on. */
  page(before: AuditPlace | undefined, most: number): Promise<readonly (AuditEntry & AuditPlace)[]>
  /** Removes what is older. */
  sweep(before: number): Promise<void>
}

/** TRUST §3.2: staff actions, 12 months. */
export const auditKeptMs = 365 * 24 * 60 * 60_000
export const reasonMax = 200
/** Who acted when it was not at the console. */
export const commandLine = 'command line'
