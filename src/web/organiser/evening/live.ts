import type { Evenings } from '../../../conference/meeting/evening.ts'
import type { Clock } from '../../../conference/ports.ts'
import type { Room } from '../../../conference/room/room.ts'
import { stillWelcome, type DoorParts } from '../../doors.ts'
import { livePages, type LiveParts } from '../../live/pages.ts'
import type { AllTexts } from '../../texts.ts'
import type { RoomVisit } from '../../visit.ts'
import { drawEvening, type EveningDrawing } from './drawing.ts'
import { newsBetween } from './news.ts'

export type EveningLiveParts = DoorParts &
  LiveParts & {
    readonly evenings: Pick<Evenings, 'show' | 'listen'>
    readonly texts: AllTexts
    readonly timeZone: string
    readonly dialIn: string
    readonly organisation: string
    readonly clock: Clock
  }

/** GET /rooms/:room/evening/live — the live part of the evening, again whenever something changes. */
export function eveningLive(parts: EveningLiveParts): (visit: RoomVisit) => Promise<void> {
  const { evenings, texts, clock, timeZone, organisation, dialIn } = parts
  const pages = livePages<RoomVisit, Room, EveningDrawing>(parts, {
    what: ({ room }) => room.id,
    whose: ({ signedIn }) => signedIn.account.id,
    about: ({ room }) => room,
    page: ({ room }) => `/rooms/${room.id}/evening`,
    stillWelcome: (visit) => stillWelcome(parts, visit),
    subject: ({ id }) => ({
      listen: (changed) => evenings.listen(id, changed),
      async look(room) {
        const evening = await evenings.show(room)
        return (locale) => {
          const words = texts[locale].evening
          const rest = { locale, words, timeZone, organisation, dialIn, at: clock() }
          return drawEvening({ room, evening, ...rest })
        }
      },
      news: ({ view: before }, { view: after }) =>
        newsBetween(before.evening, after.evening, after.words),
    }),
  })
  return pages.open
}
