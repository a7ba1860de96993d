import { openWebHouse } from '../kit/web-house.ts'
import { lookAtEvery } from './look-at.ts'
import { roomPages } from './pages.ts'

/* Every page about rooms and their invitations. */
lookAtEvery(roomPages, openWebHouse, (house) => house.signedIn())
