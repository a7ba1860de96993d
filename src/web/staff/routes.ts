import type { Router } from 'express'
import { routerOf } from '../router.ts'
import { auditShow } from './audit-show.tsx'
import { boardLive } from './board/live.ts'
import { boardShow } from './board/show.tsx'
import { staffDoors } from './doors.ts'
import { helpDone, helpShow, helpTake } from './help-show.tsx'
import { invitationSend, invitationShow } from './sign-in/invitation.tsx'
import { lineBlock, lineEnd, lineShow, lineToWaitingRoom } from './board/line-show.tsx'
import { otherSessionsEnd, passphraseChange, recoveryCodesRenew } from './people/me-change.ts'
import { meShow } from './people/me.tsx'
import { meetingEnd, meetingShow } from './board/meeting-show.tsx'
import { numbersCsv, numbersJson } from './numbers/files.ts'
import { numbersShow } from './numbers/show.tsx'
import { ownNumberGive, ownNumberTake } from './operation/own-numbers.ts'
import { organiserAct } from './people/organiser-act.ts'
import { organiserActs, organiserShow } from './people/organiser-show.tsx'
import { organiserSearch, organisersShow } from './people/organisers.tsx'
import type { StaffParts } from './parts.ts'
import { invitationWithdraw, peopleInvite, peopleShow } from './people/people.tsx'
import { personAct } from './people/person-act.ts'
import { personActs, personShow } from './people/person-show.tsx'
import { admin, anyone, halfway, staff, type StaffRoute } from './route.ts'
import { roomHandOver } from './operation/room-hand-over.ts'
import { secondFactorSend, secondFactorShow } from './sign-in/second-factor.tsx'
import { blockLift, serviceActNames, serviceShow, serviceSwitch } from './operation/show.tsx'
import { signInSend, signInShow } from './sign-in/sign-in.tsx'
import { signOutSend } from './sign-in/sign-out.ts'
import type { DoorVisit } from './visit.ts'

/** Every page and every form of the staff console. */
export function staffRoutes(parts: StaffParts): readonly StaffRoute[] {
  const live = boardLive(parts)
  const routes = [
    staff('get', '/', boardShow(parts)),
    staff('get', '/live', live.open),

    // Callers who asked for help
    staff('get', '/help', helpShow(parts)),
    staff('post', '/help/:request/take', helpTake(parts)),
    staff('post', '/help/:request/done', helpDone(parts)),

    // What can be done about calls and meetings
    staff('get', '/lines/:line', lineShow(parts)),
    staff('post', '/lines/:line/end', lineEnd(parts)),
    staff('post', '/lines/:line/block', lineBlock(parts)),
    staff('post', '/lines/:line/waiting-room', lineToWaitingRoom(parts)),
    staff('get', '/meetings/:meeting', meetingShow(parts)),
    staff('post', '/meetings/:meeting/end', meetingEnd(parts)),
    staff('get', '/service', serviceShow(parts)),
    ...serviceActNames.map((act) => staff('post', `/service/${act}`, serviceSwitch(parts, act))),
    staff('post', '/service/blocks/:block/lift', blockLift(parts)),
    staff('post', '/service/numbers/:number/give', ownNumberGive(parts)),
    staff('post', '/service/numbers/:number/take', ownNumberTake(parts)),

    // Signing in
    anyone('get', '/sign-in', signInShow(parts)),
    anyone('post', '/sign-in', signInSend(parts)),
    halfway('get', '/second-factor', secondFactorShow(parts)),
    halfway('post', '/second-factor', secondFactorSend(parts)),
    anyone('post', '/sign-out', signOutSend(parts)),
    anyone('get', '/invitation/:token', invitationShow(parts)),
    anyone('post', '/invitation/:token', invitationSend(parts)),

    // One's own access
    staff('get', '/me', meShow(parts)),
    staff('post', '/me/recovery-codes', recoveryCodesRenew(parts)),
    staff('post', '/me/passphrase', passphraseChange(parts)),
    staff('post', '/me/sessions/end-others', otherSessionsEnd(parts)),

    // How the service is used
    admin('get', '/numbers', numbersShow(parts)),
    admin('get', '/numbers.csv', numbersCsv(parts)),
    admin('get', '/numbers.json', numbersJson(parts)),

    // Who has rooms
    admin('get', '/organisers', organisersShow(parts)),
    admin('post', '/organisers', organiserSearch(parts)),
    admin('get', '/organisers/:organiser', organiserShow(parts)),
    ...organiserActs.map((act) =>
      admin('post', `/organisers/:organiser/${act}`, organiserAct(parts, act)),
    ),
    admin('post', '/organisers/:organiser/hand-over/:room', roomHandOver(parts)),

    // Who works here
    admin('get', '/people', peopleShow(parts)),
    admin('post', '/people', peopleInvite(parts)),
    admin('get', '/people/:person', personShow(parts)),
    ...personActs.map((act) => admin('post', `/people/:person/${act}`, personAct(parts, act))),
    admin('post', '/invitations/:invitation/withdraw', invitationWithdraw(parts)),

    // What was done, by whom and why
    admin('get', '/audit', auditShow(parts)),
  ]
  return routes.map((route) => afterwards(route, live.askDoors))
}

/** Whoever has signed out, or was signed out, loses the open board at once (S-14). */
function afterwards(route: StaffRoute, then: () => void): StaffRoute {
  if (route.method === 'get') return route
  const page = route.page as (visit: DoorVisit) => Promise<void> | void
  return {
    ...route,
    async page(visit: DoorVisit) {
      await page(visit)
      then()
    },
  }
}

/** All of them with their doors. */
export function staffRouter(parts: StaffParts): Router {
  return routerOf(staffRoutes(parts), staffDoors(parts), parts.configFolder)
}
