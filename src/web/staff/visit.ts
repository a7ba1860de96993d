import type { StaffMember, StaffSession } from '../../conference/staff/staffing.ts'
import type { PlainVisit } from '../visit.ts'

export type StaffSignedIn = { readonly member: StaffMember; readonly session: StaffSession }

/** One request at the staff console; perhaps of somebody who has not yet signed in. */
export type DoorVisit = PlainVisit & { readonly signedIn: StaffSignedIn | undefined }

/** … of a member whose passphrase was right; behind the doors of staff, the second factor, too. */
export type StaffVisit = PlainVisit & { readonly signedIn: StaffSignedIn }
