import { z } from 'zod'
import { lineNameMax, type Evenings, type LineLabel } from '../../../conference/meeting/evening.ts'
import { Button, Form, TextField } from '../../form.tsx'
import { show, type PageParts } from '../../page.tsx'
import { readForm, typedIn } from '../../read-form.ts'
import { fill, type Texts } from '../../texts.ts'
import { goTo, type RoomVisit } from '../../visit.ts'
import { pageThatTells } from './told.ts'
import { lineOf, nameOf } from './view.ts'

export type NameParts = PageParts & { readonly evenings: Pick<Evenings, 'act' | 'show'> }

/** An empty name gives back the number. What cannot be seen, or turns the writing around, is not part of a name. */
const nameForm = z.object({
  name: z
    .string()
    .transform((name) => name.replaceAll(/[\p{Cc}\p{Cf}]/gu, '').trim())
    .pipe(z.string().max(lineNameMax, { error: 'tooLong' })),
})

/** GET /rooms/:room/evening/lines/:line — a small page, so that nothing is typed into one that changes by itself. */
export function nameAsk(parts: NameParts) {
  return async (visit: RoomVisit): Promise<void> => {
    const line = await asked(visit, parts)
    if (line === undefined) gone(visit)
    else ask(visit, parts, { line, typed: line.name ?? '' })
  }
}

/** POST — the name for this evening. */
export function nameGive(parts: NameParts) {
  return async (visit: RoomVisit): Promise<void> => {
    const line = await asked(visit, parts)
    if (line === undefined) {
      gone(visit)
      return
    }
    const form = readForm(visit.request, nameForm)
    if (form.is === 'wrong') {
      ask(visit, parts, { line, typed: typedIn(form.typed, 'name'), isTooLong: true })
      return
    }
    const wish = { do: 'name', line: line.id, name: form.value.name } as const
    goTo(visit, pageThatTells(visit.room.id, wish, await parts.evenings.act(visit.room, wish)))
  }
}

async function asked({ request, room }: RoomVisit, { evenings }: NameParts) {
  return lineOf(await evenings.show(room), String(request.params['line']))
}

function gone(visit: RoomVisit): void {
  const wish = { do: 'name', line: '', name: '' } as const
  goTo(visit, pageThatTells(visit.room.id, wish, 'gone'))
}

type Asking = { readonly line: LineLabel; readonly typed: string; readonly isTooLong?: true }

function ask(visit: RoomVisit, parts: NameParts, { line, typed, isTooLong }: Asking): void {
  const words = parts.texts[visit.locale].evening
  const title = fill(words.naming.title, { who: nameOf(line, words) })
  show(visit, parts, {
    title,
    ...(isTooLong && { status: 422 }),
    content: (
      <div class="page">
        <h1>{title}</h1>
        <NameForm
          visit={visit}
          words={words}
          asking={{ line, typed, ...(isTooLong && { isTooLong }) }}
        />
      </div>
    ),
  })
}

type FormProps = {
  readonly visit: RoomVisit
  readonly words: Texts['evening']
  readonly asking: Asking
}

function NameForm({ visit, words: { naming }, asking: { line, typed, isTooLong } }: FormProps) {
  const evening = `/rooms/${visit.room.id}/evening`
  return (
    <Form action={`${evening}/lines/${line.id}`}>
      <TextField
        name="name"
        label={naming.field}
        hint={naming.hint}
        value={typed}
        maxLength={lineNameMax}
        autoComplete="off"
        spellcheck={false}
        mistake={isTooLong && naming.tooLong}
      />
      <p class="buttons">
        <Button>{naming.save}</Button>
        <a class="button quiet" href={evening}>
          {naming.back}
        </a>
      </p>
    </Form>
  )
}
