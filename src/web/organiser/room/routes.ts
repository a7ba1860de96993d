import { ofRoom, organiser, type Route } from '../../route.ts'
import { roomArchive, roomArchivePage } from './archive.tsx'
import { roomCreate, roomNew, type RoomCreateParts } from './create.tsx'
import { roomDates, roomDatesSave } from './dates.tsx'
import { roomJoin, roomJoinPage } from './join.tsx'
import { roomLeave, roomLeavePage } from './leave.tsx'
import { roomList } from './list.tsx'
import { roomConfidential, roomOptionsPage, roomOptionsSave } from './options.tsx'
import {
  roomInvitationTakeBack,
  roomOrganiserInvite,
  roomOrganiserRemove,
  roomOrganisers,
  type RoomOrganisersParts,
} from './organisers.tsx'
import { roomPin, roomPinChange } from './pin.tsx'
import { roomShow, type RoomShowParts } from './show.tsx'

export type RoomParts = RoomCreateParts & RoomOrganisersParts & RoomShowParts

/** Every page and form about rooms. */
export function roomRoutes(parts: RoomParts): readonly Route[] {
  return [
    organiser('get', '/rooms', roomList(parts)),
    organiser('get', '/rooms/new', roomNew(parts)),
    organiser('post', '/rooms/new', roomCreate(parts)),
    ofRoom('get', '', roomShow(parts)),
    ofRoom('get', '/dates', roomDates(parts)),
    ofRoom('post', '/dates', roomDatesSave(parts)),
    ofRoom('get', '/options', roomOptionsPage(parts)),
    ofRoom('post', '/options', roomOptionsSave(parts)),
    ofRoom('post', '/options/confidential', roomConfidential(parts)),
    ofRoom('get', '/pin', roomPin(parts)),
    ofRoom('post', '/pin', roomPinChange(parts)),
    ofRoom('get', '/archive', roomArchivePage(parts)),
    ofRoom('post', '/archive', roomArchive(parts, true)),
    ofRoom('post', '/archive/take-back', roomArchive(parts, false)),
    ofRoom('get', '/organisers', roomOrganisers(parts)),
    ofRoom('post', '/organisers', roomOrganiserInvite(parts)),
    ofRoom('post', '/organisers/remove', roomOrganiserRemove(parts)),
    ofRoom('post', '/organisers/take-back', roomInvitationTakeBack(parts)),
    ofRoom('get', '/organisers/leave', roomLeavePage(parts)),
    ofRoom('post', '/organisers/leave', roomLeave(parts)),
    organiser('get', '/join/:token', roomJoinPage(parts)),
    organiser('post', '/join/:token', roomJoin(parts)),
  ]
}
