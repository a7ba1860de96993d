import { staffFrame } from './staff-frame.ts'
import { staffPeople } from './staff-people.ts'
import { staffSignIn } from './staff-sign-in.ts'

/** Every subject of the staff console. */
export const staffSubjects = { staffFrame, staffPeople, staffSignIn } as const
