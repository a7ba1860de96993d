import { z } from 'zod'
import { lengths, pinLength } from '../../../conference/room/numbers.ts'
import { veryConfidential } from '../../../conference/room/room-making.ts'
import { callersMax, roomNameMax, roomOptions, type Room } from '../../../conference/room/room.ts'
import { Button, Form, MistakeSummary, Select, TextField, Tick } from '../../form.tsx'
import { show, type PageParts } from '../../page.tsx'
import { inWords, readForm, ticked, typedIn, type Mistakes, type Typed } from '../../read-form.ts'
import { fill, type Texts } from '../../texts.ts'
import { goTo, type RoomVisit } from '../../visit.ts'
import { LanguageField, type LanguageParts } from '../language-field.tsx'
import { changeRoom, type ChangeParts } from './change.ts'
import { RoomFrame, roomStyles } from './frame.tsx'

export type RoomOptionsParts = PageParts & ChangeParts & LanguageParts

/** GET /rooms/:room/options — everything that can be decided about a room but its dates and PINs. */
export function roomOptionsPage(parts: RoomOptionsParts) {
  return (visit: RoomVisit): void => {
    page(visit, parts, { typed: typedOf(visit.room), mistakes: {} })
  }
}

/** POST /rooms/:room/options */
export function roomOptionsSave(parts: RoomOptionsParts) {
  return async (visit: RoomVisit): Promise<void> => {
    const read = readForm(visit.request, shapeOf(parts))
    if (read.is === 'wrong') {
      page(visit, parts, read)
      return
    }
    await changeRoom(parts, visit, 'room.changed', (room) => ({
      ...room,
      ...read.value,
      // Without a PIN there is no box for it; with a new PIN it is as it was.
      ...(room.guestPin === undefined && { waitingRoom: room.waitingRoom }),
    }))
    goTo(visit, `/rooms/${visit.room.id}`, 'saved')
  }
}

/** POST /rooms/:room/options/confidential — the preset "very confidential". */
export function roomConfidential(parts: RoomOptionsParts) {
  return async (visit: RoomVisit): Promise<void> => {
    await changeRoom(parts, visit, 'room.changed', (room) => ({ ...room, ...veryConfidential }))
    goTo(visit, `/rooms/${visit.room.id}/options`, 'saved')
  }
}

const { name, callersMax: callers, lengthMaxMinutes: length } = roomOptions.shape
/** The rules of a room, for fields in which everything is text. */
const number = (rule: z.ZodType, mistake: string) =>
  z
    .string({ error: mistake })
    .regex(/^ *\d{1,4} *$/, mistake)
    .transform(Number)
    .refine((value) => rule.safeParse(value).success, mistake)

const shapeOf = ({ callLocales }: RoomOptionsParts) =>
  z.object({
    name: z
      .string()
      .default('')
      .refine((typed) => name.safeParse(typed).success, 'name')
      .transform((typed) => typed.trim()),
    locale: z.string().refine((locale) => callLocales.includes(locale), 'locale'),
    waitingRoom: ticked,
    waitForHost: ticked,
    entryTone: ticked,
    announceCount: ticked,
    muteOnEntry: ticked,
    callersMax: number(callers, 'callersMax'),
    lengthMaxMinutes: number(length, 'lengthMaxMinutes'),
  })

const ticks = [
  'waitingRoom',
  'waitForHost',
  'entryTone',
  'announceCount',
  'muteOnEntry',
] as const satisfies readonly (keyof Room)[]
type TickName = (typeof ticks)[number]

function typedOf(room: Room): Typed {
  return {
    name: room.name,
    locale: room.locale,
    ...Object.fromEntries(ticks.flatMap((tick) => (room[tick] ? [[tick, 'yes']] : []))),
    callersMax: String(room.callersMax),
    lengthMaxMinutes: String(room.lengthMaxMinutes),
  }
}

type Shown = { readonly typed: Typed; readonly mistakes: Mistakes }

function page(visit: RoomVisit, parts: RoomOptionsParts, { typed, ...shown }: Shown): void {
  const { room } = visit
  const { rooms, options: texts } = parts.texts[visit.locale]
  const mistakes = inWords(shown.mistakes, texts.mistakes)
  const about = { texts, typed, mistakes }
  const content = (
    <RoomFrame room={room} texts={rooms} title={texts.title} lede={texts.lede}>
      <MistakeSummary mistakes={mistakes} />
      <div class="beside">
        <Form action={`/rooms/${room.id}/options`}>
          <TextField
            name="name"
            {...texts.name}
            value={typedIn(typed, 'name')}
            mistake={mistakes['name']}
            maxLength={roomNameMax}
            autoComplete="off"
          />
          <LanguageField {...{ parts, typed, mistakes }} field={texts.locale} />
          <Choices {...about} withPin={room.guestPin !== undefined} />
          <Limits {...about} />
          <Button>{texts.save}</Button>
        </Form>
        <Preset room={room} texts={texts.preset} />
      </div>
    </RoomFrame>
  )
  const status = Object.keys(mistakes).length > 0 ? 422 : 200
  show(visit, parts, { title: texts.title, content, styles: roomStyles, status })
}

type PartProps = Shown & { readonly texts: Texts['options'] }

function Choices({ texts, typed, withPin }: PartProps & { readonly withPin: boolean }) {
  const tick = (name: TickName) => (
    <Tick name={name} {...texts[name]} checked={typedIn(typed, name) === 'yes'} />
  )
  return (
    <>
      <fieldset class="field">
        <legend>{texts.whoTitle}</legend>
        {withPin ? tick('waitingRoom') : <p class="hint">{texts.noPin}</p>}
        {tick('waitForHost')}
      </fieldset>
      <fieldset class="field">
        <legend>{texts.soundTitle}</legend>
        {tick('entryTone')}
        {tick('announceCount')}
        {tick('muteOnEntry')}
      </fieldset>
    </>
  )
}

const usualMinutes = [30, 60, 90, 120, 150, 180, 235]

function Limits({ texts, typed, mistakes }: PartProps) {
  const now = z.coerce.number().int().positive().safeParse(typedIn(typed, 'lengthMaxMinutes')).data
  const minutes = [...new Set(now === undefined ? usualMinutes : [...usualMinutes, now])]
  return (
    <>
      <TextField
        name="callersMax"
        {...texts.callersMax}
        type="number"
        inputMode="numeric"
        min="1"
        max={String(callersMax)}
        class="short"
        value={typedIn(typed, 'callersMax')}
        mistake={mistakes['callersMax']}
      />
      <Select
        name="lengthMaxMinutes"
        {...texts.lengthMaxMinutes}
        value={typedIn(typed, 'lengthMaxMinutes')}
        mistake={mistakes['lengthMaxMinutes']}
        options={minutes
          .toSorted((a, b) => a - b)
          .map((count) => ({
            value: String(count),
            label: fill(texts.minutesCount, { count }),
          }))}
      />
    </>
  )
}

type PresetProps = { readonly room: Room; readonly texts: Texts['options']['preset'] }

/** Several options at once, for groups in which nobody may be found by guessing. */
function Preset({ room, texts }: PresetProps) {
  const isLong = pinLength(room.number) === lengths.confidentialPin
  return (
    <section class="sheet" aria-labelledby="confidential">
      <h2 id="confidential">{texts.title}</h2>
      <p>{texts.text}</p>
      <p class="hint">{isLong ? texts.longPin : texts.shortPin}</p>
      <Form action={`/rooms/${room.id}/options/confidential`} class="below">
        <Button as="quiet">{texts.do}</Button>
      </Form>
    </section>
  )
}
