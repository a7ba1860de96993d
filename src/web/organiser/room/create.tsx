import { createHash } from 'node:crypto'
import { z } from 'zod'
import { roomsOfAccountMax } from '../../../conference/organiser/organising.ts'
import type { Announce, Randomness, Store } from '../../../conference/ports.ts'
import { makeRoom, veryConfidential } from '../../../conference/room/room-making.ts'
import { roomNameMax, roomOptions, type Room } from '../../../conference/room/room.ts'
import type { Schedule } from '../../../conference/room/schedule.ts'
import { Button, Form, MistakeSummary, TextField, Tick } from '../../form.tsx'
import { dayOf } from '../../../conference/room/days.ts'
import { show, type PageParts } from '../../page.tsx'
import { inWords, readForm, ticked, typedIn, type Mistakes, type Typed } from '../../read-form.ts'
import { fill } from '../../texts.ts'
import { goTo, type OrganiserVisit } from '../../visit.ts'
import { LanguageField, usualLanguage, type LanguageParts } from '../language-field.tsx'
import { NextDates } from './next-dates.tsx'
import { roomStyles } from './frame.tsx'
import { ScheduleFields } from './schedule-fields.tsx'
import { readSchedule, scheduleFields, typedSchedule } from './schedule-typed.ts'

export type RoomCreateParts = PageParts &
  LanguageParts & {
    readonly store: Store
    readonly randomness: Randomness
    readonly announce: Announce
    readonly timeZone: string
  }

/** GET /rooms/new — a room in a minute: a name if one is wanted, when, and everything else by good defaults. */
export function roomNew(parts: RoomCreateParts) {
  return async (visit: OrganiserVisit): Promise<void> => {
    const rooms = await parts.store.organised.of(visit.signedIn.account.id)
    if (rooms.length >= roomsOfAccountMax) {
      tooMany(visit, parts)
      return
    }
    const today = dayOf(visit.at, parts.timeZone)
    const usual = typedSchedule(undefined, { today, timeZone: parts.timeZone }, visit.locale)
    const once = parts.randomness.token()
    const typed = { ...usual, once, name: '', locale: usualLanguage(parts, visit.locale) }
    page(visit, parts, { typed, mistakes: {} })
  }
}

/** POST /rooms/new — makes it; or, when only the dates are to be looked at, shows them. */
export function roomCreate(parts: RoomCreateParts) {
  return async (visit: OrganiserVisit): Promise<void> => {
    const today = dayOf(visit.at, parts.timeZone)
    const read = readForm(visit.request, shapeOf(parts, today))
    if (read.is === 'wrong') {
      page(visit, parts, read)
      return
    }
    if (read.value.do === 'look') {
      const { typed } = read
      page(visit, parts, { typed, mistakes: {}, looked: read.value.schedule })
      return
    }
    const room = await add(visit, parts, read.value)
    if (room === undefined) {
      tooMany(visit, parts)
      return
    }
    goTo(visit, `/rooms/${room.id}`, 'room-made')
  }
}

const plain = z.object({
  once: z.string().regex(/^[0-9a-f]{32}$/),
  name: z.string().trim().max(roomNameMax, 'name').default(''),
  locale: z.string(),
  confidential: ticked,
  do: z.enum(['look', 'make']).default('make'),
  ...scheduleFields,
})

function shapeOf({ callLocales }: RoomCreateParts, today: string) {
  return plain.transform(({ once, name, locale, confidential, do: what, ...fields }, context) => {
    const complain = (field: string, message: string) => {
      context.addIssue({ code: 'custom', path: [field], message })
    }
    const schedule = readSchedule(fields, today, complain)
    if (!callLocales.includes(locale)) complain('locale', 'locale')
    if (schedule === undefined) return z.NEVER
    return { once, name, locale, confidential, do: what, schedule }
  })
}
type Wish = z.output<ReturnType<typeof shapeOf>>

/** The room, and its maker as the first organiser. A form that was sent twice makes one room. */
async function add(
  { signedIn: { account }, at }: OrganiserVisit,
  { store, randomness, announce }: RoomCreateParts,
  { once, name, locale, confidential, schedule }: Wish,
): Promise<Room | undefined> {
  const id = createHash('sha256').update(`${account.id} ${once}`).digest('hex').slice(0, 32)
  const preset = confidential ? veryConfidential : {}
  const options = roomOptions.parse({ ...preset, name, schedule })
  const made = await store.atomically(async (kept) => {
    const before = await kept.organised.of(account.id)
    const twin = before.find((room) => room.id === id)
    if (twin !== undefined) return { room: twin, isNew: false }
    if (before.length >= roomsOfAccountMax) return undefined
    const wish = { id, locale, options, withPin: true, confidential }
    const room = await makeRoom(kept.rooms, randomness, wish)
    await kept.organised.join(account.id, id, at)
    return { room, isNew: true }
  })
  if (made?.isNew === true) announce({ event: 'room.made', room: id, by: account.id })
  return made?.room
}

/** There is an end to it; what to do instead. */
function tooMany(visit: OrganiserVisit, parts: RoomCreateParts): void {
  const { full } = parts.texts[visit.locale].rooms
  const content = (
    <div class="page">
      <h1>{full.title}</h1>
      <p class="lede">{fill(full.text, { count: roomsOfAccountMax })}</p>
    </div>
  )
  show(visit, parts, { title: full.title, content, styles: roomStyles, status: 409 })
}

type Shown = {
  readonly typed: Typed
  readonly mistakes: Mistakes
  readonly looked?: Schedule
}

function page(visit: OrganiserVisit, parts: RoomCreateParts, shown: Shown): void {
  const { locale, at } = visit
  const { rooms, dates } = parts.texts[locale]
  const texts = rooms.new
  const mistakes = inWords(shown.mistakes, { ...dates.mistakes, ...texts.mistakes })
  const content = (
    <div class="page">
      <h1>{texts.title}</h1>
      <p class="lede">{texts.lede}</p>
      <MistakeSummary mistakes={mistakes} />
      <div class="beside">
        {shown.looked !== undefined && (
          <section class="sheet" aria-labelledby="next" id="looked" tabIndex={-1}>
            <h2 id="next">{dates.nextTitle}</h2>
            <NextDates schedule={shown.looked} at={at} texts={dates} locale={locale} />
          </section>
        )}
        <Form action="/rooms/new">
          <input type="hidden" name="once" value={typedIn(shown.typed, 'once')} />
          <TextField
            name="name"
            {...texts.name}
            value={typedIn(shown.typed, 'name')}
            mistake={mistakes['name']}
            maxLength={roomNameMax}
            autoComplete="off"
          />
          <ScheduleFields texts={dates} locale={locale} typed={shown.typed} mistakes={mistakes} />
          <LanguageField
            parts={parts}
            field={texts.locale}
            typed={shown.typed}
            mistakes={mistakes}
          />
          <Tick
            name="confidential"
            {...texts.confidential}
            checked={typedIn(shown.typed, 'confidential') === 'yes'}
          />
          <div class="buttons">
            <Button name="do" value="make">
              {texts.make}
            </Button>
            <Button as="quiet" name="do" value="look" formAction="/rooms/new#looked">
              {dates.look}
            </Button>
          </div>
          <p class="hint">{texts.defaults}</p>
        </Form>
      </div>
    </div>
  )
  show(visit, parts, {
    title: texts.title,
    content,
    styles: roomStyles,
    status: Object.keys(mistakes).length > 0 ? 422 : 200,
  })
}
