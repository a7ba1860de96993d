import { Button, Form } from '../../form.tsx'
import { show, type PageParts } from '../../page.tsx'
import { goTo, type RoomVisit } from '../../visit.ts'
import type { ChangeParts } from './change.ts'
import { RoomFrame, roomStyles } from './frame.tsx'

export type RoomLeaveParts = PageParts & ChangeParts

/** GET /rooms/:room/organisers/leave — what it means; the last one cannot. */
export function roomLeavePage(parts: RoomLeaveParts) {
  return async (visit: RoomVisit): Promise<void> => {
    const { room } = visit
    const isLast = (await parts.store.organised.organisers(room.id)).length < 2
    const { rooms, organisers } = parts.texts[visit.locale]
    const texts = organisers.leave
    const path = `/rooms/${room.id}/organisers`
    const content = isLast ? (
      <RoomFrame room={room} texts={rooms} title={texts.last.title} lede={texts.last.text}>
        <p class="buttons">
          <a class="button" href={path}>
            {organisers.inviteTitle}
          </a>
          <a class="button quiet" href={`/rooms/${room.id}/archive`}>
            {texts.toArchive}
          </a>
        </p>
      </RoomFrame>
    ) : (
      <RoomFrame room={room} texts={rooms} title={texts.title} lede={texts.lede}>
        <Form action={`${path}/leave`}>
          <div class="buttons">
            <Button as="grave">{texts.do}</Button>
            <a class="button quiet" href={path}>
              {texts.back}
            </a>
          </div>
        </Form>
      </RoomFrame>
    )
    const title = isLast ? texts.last.title : texts.title
    show(visit, parts, { title, content, styles: roomStyles })
  }
}

/** POST /rooms/:room/organisers/leave */
export function roomLeave({ store, announce }: RoomLeaveParts) {
  return async (visit: RoomVisit): Promise<void> => {
    const { room, signedIn } = visit
    const by = signedIn.account.id
    // Two who leave at the same moment must not leave the room to nobody.
    const left = await store.atomically(async ({ organised }) => {
      if ((await organised.organisers(room.id)).length < 2) return false
      await organised.leave(by, room.id)
      return true
    })
    if (!left) {
      goTo(visit, `/rooms/${room.id}/organisers/leave`)
      return
    }
    announce({ event: 'organiser.left', room: room.id, by })
    goTo(visit, '/rooms', 'room-left')
  }
}
