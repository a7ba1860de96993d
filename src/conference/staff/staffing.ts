/*
 * Who may sit at the staff console, and for how long. Staff see lines, never conversations (staff-board.ts).
 *
 *   invited ── link, within a day: passphrase and second factor ──▶ member ── removed ──▶ nothing
 *      │                                                              │
 *      └── the day is over ──▶ nothing            invited again ◀── reset: signs in nowhere until then
 */

/** Admins also see organisers and the audit log, and decide who else is staff. */
export const staffRoles = ['staff', 'admin'] as const
export type StaffRole = (typeof staffRoles)[number]

export type StaffMember = {
  readonly id: string
  /** What they sign in with, unique whatever its letters' case. */
  readonly name: string
  readonly role: StaffRole
  readonly created: number
  /** When they last signed in, ms since 1970; undefined before the first time. */
  readonly lastSignIn: number | undefined
}

/** What somebody proves with that they are who they say. */
export type Factors = {
  /** Of the passphrase; empty after a reset: fits nothing. */
  readonly passphraseHash: string
  /** Shared with an authenticator app, base32 (RFC 6238). */
  readonly totpSecret: string
  /** The step of the last code that was taken; older ones and itself are worth nothing any more. */
  readonly totpStep: number
}

export type StaffInvitation = {
  readonly id: string
  /** Undefined: whoever opens the link says it. */
  readonly name: string | undefined
  readonly role: StaffRole
  /** ms since 1970. */
  readonly until: number
  /** Who is to begin anew; undefined for somebody new. */
  readonly member: string | undefined
}

/** Links are good for a day. */
export const invitationMs = 24 * 60 * 60_000

export type StaffMembers = {
  all(): Promise<readonly StaffMember[]>
  byId(id: string): Promise<StaffMember | undefined>
  byName(name: string): Promise<StaffMember | undefined>
  /** False when the name is taken. */
  add(member: StaffMember, factors: Factors): Promise<boolean>
  change(id: string, what: Partial<Pick<StaffMember, 'role' | 'lastSignIn'>>): Promise<void>
  /** Takes factors, codes and sessions with it. */
  remove(id: string): Promise<void>

  factors(id: string): Promise<Factors | undefined>
  setFactors(id: string, factors: Factors): Promise<void>
  setPassphrase(id: string, passphraseHash: string): Promise<void>
  /** Nothing fits any more, and they are signed out everywhere. */
  disarm(id: string): Promise<void>
  /** False when this or a later step was taken already, by whatever instance. */
  takeStep(id: string, step: number): Promise<boolean>

  /** In place of all there were. Only keyed hashes are kept. */
  setRecoveryCodes(id: string, codes: readonly string[]): Promise<void>
  /** True once. */
  takeRecoveryCode(id: string, code: string): Promise<boolean>
  recoveryCodesLeft(id: string): Promise<number>
}

export type StaffInvitations = {
  /** Only the token's hash is kept. Takes the place of an older invitation of the same name. */
  add(invitation: StaffInvitation, token: string): Promise<void>
  byToken(token: string, at: number): Promise<StaffInvitation | undefined>
  /** Those that still open, the newest first. */
  open(at: number): Promise<readonly StaffInvitation[]>
  remove(id: string): Promise<boolean>
  sweep(at: number): Promise<void>
}

/** A browser at which somebody sits. Halfway: the passphrase was right, the second factor is missing. */
export type StaffSession = {
  readonly id: string
  readonly member: string
  readonly is: 'halfway' | 'full'
  readonly created: number
  readonly lastSeen: number
  /** `Firefox, Windows` */
  readonly device: string
}

export type StaffSessions = {
  open(session: StaffSession, token: string): Promise<void>
  byToken(token: string): Promise<{ session: StaffSession; member: StaffMember } | undefined>
  /** Full ones, the last seen first. */
  of(member: string): Promise<readonly StaffSession[]>
  seen(id: string, at: number): Promise<void>
  end(id: string): Promise<void>
  endOthers(member: string, id: string): Promise<void>
  /** Removes sessions that began before this time. */
  sweep(before: number): Promise<void>
}

/** Tries to sign in, counted before they are looked at, so that many at once count as many. */
export type StaffTries = {
  /** Counts this one, and says how many there were before it since `since`. */
  begin(
    what: TriedFactor,
    whose: string,
    at: number,
    since: number,
  ): Promise<{ id: string; before: number }>
  /** It was right, so it is none. Those before it stay. */
  forgive(id: string): Promise<void>
  sweep(before: number): Promise<void>
}
export type TriedFactor = 'passphrase' | 'second-factor'

export type Staffing = {
  readonly members: StaffMembers
  readonly invitations: StaffInvitations
  readonly sessions: StaffSessions
  readonly tries: StaffTries
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** Wrong tries per name or member; then nothing is right until some of them are old (S-02). Never for ever. */
export const staffTries = {
  passphrase: { max: 10, withinMs: 15 * minuteMs },
  // Three of a million codes fit at any time: 20 tries a day are 0.006 % for who knows the passphrase.
  'second-factor': { max: 20, withinMs: 24 * hourMs },
} as const satisfies Record<TriedFactor, { max: number; withinMs: number }>
export const staffTriesKeptMs = 24 * hourMs

/*
 * How long somebody stays signed in (S-07). A live page that runs counts as being there.
 *
 *   signs in ── 30 minutes without a request ──▶ over
 *      └─────── 12 hours, whatever happens ────▶ over
 */
export const staffSessionMaxMs = 12 * hourMs
export const staffIdleMaxMs = 30 * minuteMs
/** To find the telephone with the app, and no longer. */
export const staffHalfwayMaxMs = 10 * minuteMs

export function staffSessionLasts({ is, created, lastSeen }: StaffSession, at: number): boolean {
  if (is === 'halfway') return at < created + staffHalfwayMaxMs
  return at < created + staffSessionMaxMs && at < lastSeen + staffIdleMaxMs
}

/** Somebody must be left who can let others in. */
export function isLastAdmin(members: readonly StaffMember[], id: string): boolean {
  const admins = members.filter(({ role }) => role === 'admin')
  return admins.length === 1 && admins[0]?.id === id
}

export const staffNameMax = 40
/** People at the console; more is a mistake. */
export const staffMax = 200
/** Long enough that guessing is hopeless, short enough for three or four words. */
export const passphraseMin = 12
export const passphraseMax = 200
export const recoveryCodesCount = 10
