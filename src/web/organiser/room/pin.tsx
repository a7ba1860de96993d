import { z } from 'zod'
import { oldPinKeptMs, withNewPin, type PinChange } from '../../../conference/call/old-pins.ts'
import type { Randomness } from '../../../conference/ports.ts'
import type { Room } from '../../../conference/room/room.ts'
import { Button, Form, MistakeSummary, OneOf, type Option } from '../../form.tsx'
import { show, type PageParts } from '../../page.tsx'
import { inWords, readForm, type Mistakes } from '../../read-form.ts'
import type { Texts } from '../../texts.ts'
import { goTo, type RoomVisit } from '../../visit.ts'
import { changeRoom, type ChangeParts } from './change.ts'
import { RoomFrame, roomStyles } from './frame.tsx'

export type RoomPinParts = PageParts & ChangeParts & { readonly randomness: Randomness }

/** GET /rooms/:room/pin — a new PIN, and what it means for sheets that are printed already. */
export function roomPin(parts: RoomPinParts) {
  return (visit: RoomVisit): void => {
    page(visit, parts, {})
  }
}

/** POST /rooms/:room/pin — makes it. The old one is kept for a while, to say that it has changed. */
export function roomPinChange(parts: RoomPinParts) {
  return async (visit: RoomVisit): Promise<void> => {
    const read = readForm(visit.request, shape)
    if (read.is === 'wrong') {
      page(visit, parts, read.mistakes)
      return
    }
    const { which } = read.value
    const below = (max: number) => parts.randomness.below(max)
    await changeRoom(parts, visit, 'room.pin-changed', async (room, kept) => {
      const old = await kept.oldPins.of(room.id, visit.at)
      const { room: changed, replaced } = withNewPin(room, which, below, old)
      if (replaced !== undefined)
        await kept.oldPins.keep(room.id, replaced, visit.at + oldPinKeptMs)
      // What was guessed at the old PIN says nothing about the new one.
      await kept.limits.forgetRoom(room.id)
      return changed
    })
    goTo(visit, `/rooms/${visit.room.id}`, notices[which])
  }
}

const shape = z.object({
  which: z.enum(['guest', 'host', 'none'] satisfies PinChange[], { error: 'which' }),
})

/** What is said when it is done. */
const notices: Readonly<Record<PinChange, string>> = {
  guest: 'pin-changed',
  host: 'host-pin-changed',
  none: 'pin-removed',
}

function page(visit: RoomVisit, parts: RoomPinParts, wrong: Mistakes): void {
  const { room } = visit
  const { rooms, pin: texts } = parts.texts[visit.locale]
  const mistakes = inWords(wrong, texts.mistakes)
  const content = (
    <RoomFrame room={room} texts={rooms} title={texts.title} lede={texts.lede}>
      <MistakeSummary mistakes={mistakes} />
      <section class="warning narrow" aria-labelledby="warning">
        <h2 id="warning">{texts.warning.title}</h2>
        <p>{texts.warning.text}</p>
      </section>
      <Form action={`/rooms/${room.id}/pin`}>
        <OneOf
          name="which"
          {...texts.which}
          mistake={mistakes['which']}
          value="guest"
          options={choices(room, texts)}
        />
        <div class="buttons">
          <Button as="grave">{texts.do}</Button>
          <a class="button quiet" href={`/rooms/${room.id}`}>
            {texts.back}
          </a>
        </div>
      </Form>
    </RoomFrame>
  )
  const status = Object.keys(mistakes).length > 0 ? 422 : 200
  show(visit, parts, { title: texts.title, content, styles: roomStyles, status })
}

function choices({ guestPin }: Room, { guest, first, host, none }: Texts['pin']): Option[] {
  const option = (value: PinChange, { label, hint }: Texts['pin']['guest']) => ({
    value,
    label,
    ...(hint !== undefined && { hint }),
  })
  return guestPin === undefined
    ? [option('guest', first), option('host', host)]
    : [option('guest', guest), option('host', host), option('none', none)]
}
