import { ofRoom, type Route } from '../route.ts'
import { invitationCalendar } from './invitation-calendar.ts'
import { invitationMail } from './invitation-mail.ts'
import { invitationPrint } from './invitation-print.tsx'
import { invitationShow, type InvitationParts } from './invitation-show.tsx'

/** Every way to invite a group. */
export function invitationRoutes(parts: InvitationParts): readonly Route[] {
  return [
    ofRoom('get', '/invitation', invitationShow(parts)),
    ofRoom('get', '/invitation/print', invitationPrint(parts)),
    ofRoom('get', '/invitation/calendar.ics', invitationCalendar(parts)),
    ofRoom('post', '/invitation', invitationMail(parts)),
  ]
}
