import { staffActs } from './staff-acts.ts'
import { staffAlarms } from './staff-alarms.ts'
import { staffAudit } from './staff-audit.ts'
import { staffBoard } from './staff-board.ts'
import { staffFrame } from './staff-frame.ts'
import { staffHelp } from './staff-help.ts'
import { staffNumbers } from './staff-numbers.ts'
import { staffOrganisers } from './staff-organisers.ts'
import { staffPeople } from './staff-people.ts'
import { staffSignIn } from './staff-sign-in.ts'

/** Every subject of the staff console. */
export const staffSubjects = {
  staffActs,
  staffAlarms,
  staffAudit,
  staffBoard,
  staffFrame,
  staffHelp,
  staffNumbers,
  staffOrganisers,
  staffPeople,
  staffSignIn,
} as const
