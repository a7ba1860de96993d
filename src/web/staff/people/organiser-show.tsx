import {
  roomUseMs,
  type OrganiserForStaff,
  type RoomForStaff,
} from '../../../conference/staff/organisers-for-staff.ts'
import { notFound } from '../../faults.tsx'
import { MistakeSummary, TextField } from '../../form.tsx'
import { shortDay } from '../../moments.ts'
import { show } from '../../page.tsx'
import type { Mistakes } from '../../read-form.ts'
import { fill, type Texts } from '../../texts.ts'
import { AskedOnce, reasonId } from '../asked-once.tsx'
import { shortName } from '../board/parts.tsx'
import type { StaffParts } from '../parts.ts'
import type { StaffVisit } from '../visit.ts'

export const organiserActs = ['lock', 'unlock', 'delete'] as const
export type OrganiserAct = (typeof organiserActs)[number]

/** GET /organisers/:organiser — an account, its rooms, and what can be done about them; each is asked once. */
export function organiserShow(parts: StaffParts) {
  return (visit: StaffVisit) => organiserPage(parts, visit, undefined)
}

/** What was sent and could not be done: `action` is the form's address, mistakes are in words. */
export type WrongAct = {
  readonly action: string
  readonly mistakes: Mistakes
  readonly address?: string
}

/** The page, perhaps asking again. */
export async function organiserPage(
  parts: StaffParts,
  visit: StaffVisit,
  wrong: WrongAct | undefined,
): Promise<void> {
  const { organisersForStaff } = parts.store
  const organiser = await organisersForStaff.byId(String(visit.request.params['organiser']))
  if (organiser === undefined) {
    notFound(visit, parts)
    return
  }
  const rooms = await organisersForStaff.rooms(organiser.id, visit.at - roomUseMs)
  const texts = parts.texts[visit.locale].staffOrganisers
  const day = (at: number) => shortDay(at, parts.timeZone, visit.locale)
  const said = { texts, day, organiser, rooms, wrong }
  const title = fill(texts.accountNamed, { name: shortName(organiser.id) })
  const content = (
    <div class="page">
      <h1>{title}</h1>
      <MistakeSummary mistakes={wrong === undefined ? {} : atFields(wrong)} />
      <Facts {...said} />
      <Acts {...said} />
      <Rooms {...said} />
      <p>
        <a class="button quiet" href="/organisers">
          {texts.back}
        </a>
      </p>
    </div>
  )
  show(visit, parts, { title, content, status: wrong === undefined ? 200 : 422 })
}

type Words = Texts['staffOrganisers']
type Said = {
  readonly texts: Words
  readonly day: (at: number) => string
  readonly organiser: OrganiserForStaff
  readonly rooms: readonly RoomForStaff[]
  readonly wrong: WrongAct | undefined
}

const addressId = (action: string) => reasonId(action).replace(/^reason/, 'address')

/** Mistakes by the ids of the fields: the page has several forms. */
function atFields({ action, mistakes }: WrongAct): Mistakes {
  const ids: Readonly<Record<string, string>> = {
    address: addressId(action),
    reason: reasonId(action),
  }
  return Object.fromEntries(
    Object.entries(mistakes).map(([field, words]) => [ids[field] ?? reasonId(action), words]),
  )
}

function Facts({ texts, day, organiser }: Said) {
  const { addressMasked, created, lastSignIn, lockedSince } = organiser
  const state =
    lockedSince === undefined ? texts.open : fill(texts.lockedSince, { day: day(lockedSince) })
  const facts = [
    [texts.address, addressMasked],
    [texts.created, day(created)],
    [texts.lastSignIn, lastSignIn === undefined ? texts.never : day(lastSignIn)],
    [texts.state, state],
  ]
  return (
    <dl class="facts-list">
      {facts.map(([name, value]) => (
        <>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </>
      ))}
    </dl>
  )
}

/** What may be done about an account as it is. */
export function possibleActs({
  lockedSince,
}: Partial<Pick<OrganiserForStaff, 'lockedSince'>>): readonly OrganiserAct[] {
  return [lockedSince === undefined ? 'lock' : 'unlock', 'delete']
}

function Acts({ texts, organiser, rooms, wrong }: Said) {
  const ending = rooms.filter(({ organisers }) => organisers === 1).length
  const consequences = [
    fill(texts.roomsEnd, { ending }),
    fill(texts.roomsStay, { staying: rooms.length - ending }),
  ]
  return (
    <section class="list" aria-labelledby="acts">
      <h2 id="acts">{texts.actsTitle}</h2>
      {possibleActs(organiser).map((act) => {
        const action = `/organisers/${organiser.id}/${act}`
        return (
          <AskedOnce
            words={texts[act]}
            action={action}
            grave={act !== 'unlock'}
            reason={{ label: texts.reason, hint: texts.reasonHint }}
            mistake={wrong?.action === action ? wrong.mistakes['reason'] : undefined}
          >
            {act === 'delete' && (
              <ul class="points">
                {consequences.map((words) => (
                  <li>{words}</li>
                ))}
              </ul>
            )}
          </AskedOnce>
        )
      })}
    </section>
  )
}

function Rooms(said: Said) {
  const { texts, rooms } = said
  return (
    <section class="list" aria-labelledby="rooms">
      <h2 id="rooms">{texts.roomsTitle}</h2>
      {rooms.length === 0 ? <p>{texts.roomsNone}</p> : <p>{texts.roomsLede}</p>}
      {rooms.map((room) => (
        <OneRoom {...said} room={room} />
      ))}
    </section>
  )
}

/** A room without its name (P-06). */
function OneRoom({ texts, day, organiser, wrong, room }: Said & { readonly room: RoomForStaff }) {
  const action = `/organisers/${organiser.id}/hand-over/${room.id}`
  const isWrong = wrong?.action === action
  const facts = [
    [texts.since, day(room.since)],
    [texts.use, texts.uses[room.use]],
    [texts.organisers, String(room.organisers)],
  ]
  return (
    <article class="sheet" aria-labelledby={`room-${room.id}`}>
      <h3 id={`room-${room.id}`}>{fill(texts.room, { name: shortName(room.id) })}</h3>
      <dl class="facts-list">
        {facts.map(([name, value]) => (
          <>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </>
        ))}
      </dl>
      <AskedOnce
        words={texts.handOver}
        action={action}
        reason={{ label: texts.reason, hint: texts.reasonHint }}
        open={isWrong}
        mistake={isWrong ? wrong.mistakes['reason'] : undefined}
      >
        <TextField
          name="address"
          id={addressId(action)}
          label={texts.handOver.address}
          hint={texts.handOver.addressHint}
          type="email"
          inputMode="email"
          autoComplete="off"
          spellcheck={false}
          value={isWrong ? wrong.address : undefined}
          mistake={isWrong ? wrong.mistakes['address'] : undefined}
        />
      </AskedOnce>
    </article>
  )
}
