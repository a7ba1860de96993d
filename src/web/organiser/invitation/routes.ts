import { ofRoom, type Route } from '../../route.ts'
import { invitationCalendar } from './calendar.ts'
import { invitationMail } from './mail.ts'
import { invitationPrint } from './print.tsx'
import { invitationShow, type InvitationParts } from './show.tsx'

/** Every way to invite a group. */
export function invitationRoutes(parts: InvitationParts): readonly Route[] {
  return [
    ofRoom('get', '/invitation', invitationShow(parts)),
    ofRoom('get', '/invitation/print', invitationPrint(parts)),
    ofRoom('get', '/invitation/calendar.ics', invitationCalendar(parts)),
    ofRoom('post', '/invitation', invitationMail(parts)),
  ]
}
