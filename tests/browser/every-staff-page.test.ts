import { openStaffHouse } from '../kit/staff-house.ts'
import { lookAtEvery } from './look-at.ts'
import { staffPages } from './staff-pages.ts'

/* Every page of the staff console. */
lookAtEvery(staffPages, openStaffHouse, (house) => house.signedIn('admin', 'full', 'Anna'))
