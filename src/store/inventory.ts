import { dataKindNames, type DataKind, type KeptColumn } from '../conference/kept/data-kinds.ts'
import type { Tables } from './tables.ts'

/*
 * Every column there is, by the kind of data it holds (P-01). A test compares this with the database, so a new column
 * needs its word here; what kinds mean is said in conference/kept/data-kinds.ts.
 */

/** Kind → its columns, with spaces between. */
type Columns = Readonly<Partial<Record<DataKind, string>>>

/** Parents stand before what refers to them, so that rows can be copied in this order. */
const tables: Readonly<Record<keyof Tables, Columns>> = {
  account: {
    address: 'id address_sealed address_key locale',
    accountUse: 'created last_seen told_idle last_sign_in',
    accountLock: 'locked_since',
  },
  session: { session: 'id token_hash account created last_seen device' },
  sign_in: {
    code: 'id browser_key code_key link_key address_sealed goes_to locale mail tries until',
  },
  mail: { mail: 'id mail_sealed to_sealed about account state tries next_try until queued' },
  deleted_account: { tombstone: 'address_key deleted' },
  room: {
    room: 'id number locale callers_max options name_sealed phone_number',
    pin: 'guest_pin_sealed host_pin_sealed',
  },
  room_organiser: { organiser: 'room account since' },
  room_without_organiser: { room: 'room since' },
  organiser_invitation: { invitation: 'id token_hash room to_sealed until' },
  old_pin: { oldPin: 'id room pin_sealed until' },
  past_meeting: { pastMeeting: 'id room started ended most_callers caller_minutes' },
  meeting: { meeting: 'id room conference_name opened locked host_told warned ended' },
  caller: {
    call: 'call state_sealed step last_request last_answer meeting touched staff_line number_kind began stage_since',
  },
  place: { call: 'conference call meeting sequence here muted sent_out' },
  conference_ended: { meeting: 'conference meeting' },
  line: { meeting: 'meeting number call name_sealed inside_since hand_since removed gone' },
  sitting: { meeting: 'meeting lines withheld_wait round first_in most_at_once stayed_ms' },
  ticket: { comingBack: 'id number_key meeting room role muted hand until line' },
  help_request: {
    helpRequest: 'id line stage number_sealed created until taken',
  },
  ban: { removed: 'meeting number_key' },
  limit_count: { visitorCounts: 'counter whose bucket count' },
  limit_failure: { wrongEntries: 'number_key room_key minute failures forgiven' },
  number_key: { wrongEntries: 'day key_sealed' },
  staff: {
    staff: 'id name name_key role created last_sign_in passphrase_hash totp_sealed totp_step',
  },
  staff_recovery_code: { staff: 'code_hash staff' },
  staff_invitation: { staff: 'id token_hash name role until staff' },
  staff_session: { staffSession: 'id token_hash staff stage created last_seen device' },
  staff_try: { staffTries: 'id factor whose at' },
  audit: { audit: 'id at who what object reason' },
  carrier_record: { carrierRecord: 'call tries next_try until' },
  tally: { tally: 'what bucket count' },
  day_sum: { daySum: 'day what count' },
  alarm: { technical: 'name since told numbers' },
  service_state: { technical: 'what since' },
  blocked_line: { blocked: 'id number_key created until' },
  lease: { technical: 'name holder until' },
}

/** Beside our tables, because it is there before them: how far the database is. */
const housekeeping: Columns = { technical: 'version key_check' }

/** Every table of ours, parents first. */
export const tableNames = Object.keys(tables) as readonly (keyof Tables)[]

export const inventory: readonly KeptColumn[] = Object.entries<Columns>({
  ...tables,
  rundruf_schema: housekeeping,
}).flatMap(([table, columns]) =>
  dataKindNames.flatMap((kind) =>
    (columns[kind]?.split(' ') ?? []).map((column) => ({ table, column, kind })),
  ),
)
