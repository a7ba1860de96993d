import { staffBoard } from './staff-board.ts'
import { staffFrame } from './staff-frame.ts'
import { staffPeople } from './staff-people.ts'
import { staffSignIn } from './staff-sign-in.ts'

/** Every subject of the staff console. */
export const staffSubjects = { staffBoard, staffFrame, staffPeople, staffSignIn } as const
