import { z } from 'zod'
import {
  organisersOfRoomMax,
  type Account,
  type OrganiserInvitation,
} from '../../../conference/organiser/organising.ts'
import { Button, Form, MistakeSummary, TextField } from '../../form.tsx'
import { writtenDay } from '../../moments.ts'
import { show, type PageParts } from '../../page.tsx'
import { inWords, readForm, typedIn, type Mistakes, type Typed } from '../../read-form.ts'
import { fill, type PageLocale, type Texts } from '../../texts.ts'
import { goTo, type RoomVisit } from '../../visit.ts'
import { mailAddress } from '../../mail-address.ts'
import { askToOrganise, type AskParts } from '../organiser-ask.ts'
import { RoomFrame, roomStyles } from './frame.tsx'

export type RoomOrganisersParts = PageParts & AskParts & { readonly timeZone: string }

/** GET /rooms/:room/organisers — who looks after the room, who was asked to, and a form to ask somebody. */
export function roomOrganisers(parts: RoomOrganisersParts) {
  return (visit: RoomVisit): Promise<void> => page(visit, parts, { typed: {}, mistakes: {} })
}

/** POST /rooms/:room/organisers — asks somebody by mail. */
export function roomOrganiserInvite(parts: RoomOrganisersParts) {
  return async (visit: RoomVisit): Promise<void> => {
    const read = readForm(visit.request, z.object({ address: mailAddress }))
    if (read.is === 'wrong') return page(visit, parts, read)
    const refused = await askToOrganise(visit, parts, read.value.address)
    if (refused !== undefined) {
      return page(visit, parts, { typed: read.typed, mistakes: { address: refused } })
    }
    goTo(visit, `/rooms/${visit.room.id}/organisers`, 'organiser-invited')
  }
}

const named = z.object({ id: z.string() })

/** POST /rooms/:room/organisers/take-back — the link in the mail works no more. */
export function roomInvitationTakeBack({ store }: RoomOrganisersParts) {
  return async (visit: RoomVisit): Promise<void> => {
    const read = readForm(visit.request, named)
    if (read.is === 'right') await store.organiserInvitations.remove(visit.room.id, read.value.id)
    goTo(visit, `/rooms/${visit.room.id}/organisers`, 'invitation-taken-back')
  }
}

/** POST /rooms/:room/organisers/remove — somebody else; who goes themselves leaves (room-leave.tsx). */
export function roomOrganiserRemove({ store, announce }: RoomOrganisersParts) {
  return async (visit: RoomVisit): Promise<void> => {
    const { room, signedIn } = visit
    const by = signedIn.account.id
    const read = readForm(visit.request, named)
    if (read.is === 'right' && read.value.id !== by) {
      await store.organised.leave(read.value.id, room.id)
      announce({ event: 'organiser.left', room: room.id, by })
    }
    goTo(visit, `/rooms/${room.id}/organisers`, 'organiser-removed')
  }
}

type Shown = { readonly typed: Typed; readonly mistakes: Mistakes }

async function page(visit: RoomVisit, parts: RoomOrganisersParts, shown: Shown): Promise<void> {
  const { room, at, locale } = visit
  const { rooms, organisers: texts } = parts.texts[locale]
  const { organised, organiserInvitations } = parts.store
  const all = await organised.organisers(room.id)
  const pending = await organiserInvitations.of(room.id, at)
  const mistakes = inWords(shown.mistakes, texts.mistakes)
  const isFull = all.length + pending.length >= organisersOfRoomMax
  const path = `/rooms/${room.id}/organisers`
  const when = { timeZone: parts.timeZone, locale }
  const content = (
    <RoomFrame room={room} texts={rooms} title={texts.title} lede={texts.lede}>
      <MistakeSummary mistakes={mistakes} />
      <Organisers texts={texts} path={path} all={all} own={visit.signedIn.account.id} />
      {pending.length > 0 && <Pending {...{ texts, path, pending, when }} />}
      <section aria-labelledby="invite">
        <h2 id="invite">{texts.inviteTitle}</h2>
        {isFull ? (
          <p>{fill(texts.full, { count: organisersOfRoomMax })}</p>
        ) : (
          <Form action={path}>
            <TextField
              name="address"
              {...texts.address}
              type="email"
              inputMode="email"
              autoComplete="off"
              spellcheck={false}
              value={typedIn(shown.typed, 'address')}
              mistake={mistakes['address']}
            />
            <Button>{texts.invite}</Button>
          </Form>
        )}
      </section>
    </RoomFrame>
  )
  const status = Object.keys(mistakes).length > 0 ? 422 : 200
  show(visit, parts, { title: texts.title, content, styles: roomStyles, status })
}

type ListProps = { readonly texts: Texts['organisers']; readonly path: string }

function Organisers(props: ListProps & { all: readonly Account[]; own: string }) {
  const { texts, path, all, own } = props
  return (
    <section class="sheet" aria-labelledby="organisers">
      <h2 id="organisers">{texts.listTitle}</h2>
      <ul class="rows">
        {all.map(({ id, address }) => (
          <li>
            <span>{address}</span>
            {id === own ? (
              <span class="buttons">
                <span class="tag">{texts.you}</span>
                <a href={`${path}/leave`}>{texts.leave.title}</a>
              </span>
            ) : (
              <OneButton action={`${path}/remove`} id={id} words={texts.remove} of={address} />
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

type PendingProps = ListProps & {
  readonly pending: readonly OrganiserInvitation[]
  readonly when: { readonly timeZone: string; readonly locale: PageLocale }
}

function Pending({ texts, path, pending, when: { timeZone, locale } }: PendingProps) {
  return (
    <section class="sheet" aria-labelledby="pending">
      <h2 id="pending">{texts.pendingTitle}</h2>
      <ul class="rows">
        {pending.map(({ id, toMasked, until }) => (
          <li>
            <span>
              {toMasked}{' '}
              <small>
                {fill(texts.pendingUntil, { date: writtenDay(until, timeZone, locale) })}
              </small>
            </span>
            <OneButton action={`${path}/take-back`} id={id} words={texts.takeBack} of={toMasked} />
          </li>
        ))}
      </ul>
    </section>
  )
}

type OneButtonProps = {
  readonly action: string
  readonly id: string
  readonly words: string
  /** Whom it is about, for those who hear the button without its row. */
  readonly of: string
}

function OneButton({ action, id, words, of }: OneButtonProps) {
  return (
    <Form action={action} class="inline">
      <input type="hidden" name="id" value={id} />
      <Button as="quiet" aria-label={`${words}: ${of}`}>
        {words}
      </Button>
    </Form>
  )
}
