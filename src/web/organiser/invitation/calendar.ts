import { notFound } from '../../faults.tsx'
import { calendarOf } from '../../invitation/calendar.ts'
import { letterLocale, letterTo, type Letter } from '../../invitation/letter.ts'
import { calendarText } from '../../invitation/letter-text.ts'
import type { RoomVisit } from '../../visit.ts'
import type { InvitationParts } from './show.tsx'

/** GET /rooms/:room/invitation/calendar.ics — the meetings, for a calendar; with the numbers only if asked (P-09). */
export function invitationCalendar(parts: InvitationParts) {
  return (visit: RoomVisit): void => {
    const { request, response, room, at } = visit
    const locale = letterLocale(room, request.query['text'])
    const letter = letterTo(room, parts, { locale, at })
    const file = calendarFile(visit, parts, letter, request.query['dial'] === 'yes')
    if (file === undefined) {
      notFound(visit, parts)
      return
    }
    response
      .type('text/calendar; charset=utf-8')
      .set('Content-Disposition', 'attachment; filename="termine.ics"')
      .send(file)
  }
}

/** Undefined where there is nothing to enter. */
export function calendarFile(
  { room, at }: RoomVisit,
  { publicUrl, organisation }: InvitationParts,
  letter: Letter,
  withDial: boolean,
): string | undefined {
  const { description, place } = letter.texts.calendar
  const words = {
    title: organisation,
    description: withDial ? calendarText(letter) : description,
    place,
  }
  return room.archived ? undefined : calendarOf(room, words, { at, host: publicUrl.hostname })
}
