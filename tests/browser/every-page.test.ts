import { openWebHouse } from '../kit/web-house.ts'
import { lookAtEvery } from './look-at.ts'
import { pages } from './pages.ts'

/* Every page of organisers and of everybody else, but for those about rooms. */
lookAtEvery(pages, openWebHouse, (house) => house.signedIn())
