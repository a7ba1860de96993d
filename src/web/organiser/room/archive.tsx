import { Button, Form } from '../../form.tsx'
import { show, type PageParts } from '../../page.tsx'
import { goTo, type RoomVisit } from '../../visit.ts'
import { changeRoom, type ChangeParts } from './change.ts'
import { RoomFrame, roomStyles } from './frame.tsx'

export type RoomArchiveParts = PageParts & ChangeParts

/** GET /rooms/:room/archive — what it would mean. */
export function roomArchivePage(parts: RoomArchiveParts) {
  return (visit: RoomVisit): void => {
    const { room } = visit
    const { rooms } = parts.texts[visit.locale]
    const texts = rooms.archive
    const content = (
      <RoomFrame room={room} texts={rooms} title={texts.title} lede={texts.lede}>
        <ul class="points">
          {texts.what.map((what) => (
            <li>{what}</li>
          ))}
        </ul>
        <Form action={`/rooms/${room.id}/archive`}>
          <div class="buttons">
            <Button as="grave">{texts.do}</Button>
            <a class="button quiet" href={`/rooms/${room.id}`}>
              {texts.back}
            </a>
          </div>
        </Form>
      </RoomFrame>
    )
    show(visit, parts, { title: texts.title, content, styles: roomStyles })
  }
}

/** POST /rooms/:room/archive and /rooms/:room/archive/take-back */
export function roomArchive(parts: RoomArchiveParts, archived: boolean) {
  return async (visit: RoomVisit): Promise<void> => {
    const event = archived ? 'room.archived' : 'room.taken-back'
    await changeRoom(parts, visit, event, (room) => ({ ...room, archived }))
    goTo(visit, `/rooms/${visit.room.id}`, archived ? 'room-archived' : 'room-taken-back')
  }
}
