import { z } from 'zod'
import type { Schedule } from '../../../conference/room/schedule.ts'
import { Button, Form, MistakeSummary } from '../../form.tsx'
import { dayOf } from '../../../conference/room/days.ts'
import { show, type PageParts } from '../../page.tsx'
import { inWords, readForm, type Mistakes, type Typed } from '../../read-form.ts'
import { goTo, type RoomVisit } from '../../visit.ts'
import { NextDates } from './next-dates.tsx'
import { changeRoom, type ChangeParts } from './change.ts'
import { RoomFrame, roomStyles } from './frame.tsx'
import { ScheduleFields } from './schedule-fields.tsx'
import { readSchedule, scheduleFields, typedSchedule } from './schedule-typed.ts'

export type RoomDatesParts = PageParts & ChangeParts & { readonly timeZone: string }

/** GET /rooms/:room/dates — when the room is open: as it is, and the fields to change it. */
export function roomDates(parts: RoomDatesParts) {
  return (visit: RoomVisit): void => {
    const { timeZone } = parts
    const usual = { today: dayOf(visit.at, timeZone), timeZone }
    const typed = typedSchedule(visit.room.schedule, usual, visit.locale)
    page(visit, parts, { typed, mistakes: {}, schedule: visit.room.schedule })
  }
}

/** POST /rooms/:room/dates — saves them, or shows what they would be. */
export function roomDatesSave(parts: RoomDatesParts) {
  return async (visit: RoomVisit): Promise<void> => {
    const read = readForm(visit.request, shapeOf(dayOf(visit.at, parts.timeZone)))
    if (read.is === 'wrong') {
      page(visit, parts, read)
      return
    }
    const { schedule } = read.value
    if (read.value.do === 'look') {
      page(visit, parts, { typed: read.typed, mistakes: {}, schedule })
      return
    }
    await changeRoom(parts, visit, 'room.changed', (room) => ({ ...room, schedule }))
    goTo(visit, `/rooms/${visit.room.id}`, 'dates-saved')
  }
}

function shapeOf(today: string) {
  return z
    .object({ do: z.enum(['look', 'save']).default('save'), ...scheduleFields })
    .transform(({ do: what, ...fields }, context) => {
      const schedule = readSchedule(fields, today, (field, message) => {
        context.addIssue({ code: 'custom', path: [field], message })
      })
      return schedule === undefined ? z.NEVER : { do: what, schedule }
    })
}

type Shown = { readonly typed: Typed; readonly mistakes: Mistakes; readonly schedule?: Schedule }

function page(visit: RoomVisit, parts: RoomDatesParts, { typed, ...shown }: Shown): void {
  const { locale, at, room } = visit
  const { rooms, dates: texts } = parts.texts[locale]
  const mistakes = inWords(shown.mistakes, texts.mistakes)
  const action = `/rooms/${room.id}/dates`
  const content = (
    <RoomFrame room={room} texts={rooms} title={texts.title} lede={texts.lede}>
      <MistakeSummary mistakes={mistakes} />
      <div class="beside">
        {shown.schedule !== undefined && (
          <section class="sheet" aria-labelledby="next" id="looked" tabIndex={-1}>
            <h2 id="next">{texts.nextTitle}</h2>
            <NextDates schedule={shown.schedule} at={at} texts={texts} locale={locale} />
          </section>
        )}
        <Form action={action}>
          <ScheduleFields texts={texts} locale={locale} typed={typed} mistakes={mistakes} />
          <div class="buttons">
            <Button name="do" value="save">
              {texts.save}
            </Button>
            <Button as="quiet" name="do" value="look" formAction={`${action}#looked`}>
              {texts.look}
            </Button>
          </div>
        </Form>
      </div>
    </RoomFrame>
  )
  const status = Object.keys(mistakes).length > 0 ? 422 : 200
  show(visit, parts, { title: texts.title, content, styles: roomStyles, status })
}
