import { organisersOfRoomMax, roomsOfAccountMax } from '../../../conference/organiser/organising.ts'
import type { Kept } from '../../../conference/ports.ts'
import { Button, Form } from '../../form.tsx'
import { show, type PageParts } from '../../page.tsx'
import { goTo, type OrganiserVisit } from '../../visit.ts'
import type { ChangeParts } from './change.ts'
import { roomStyles } from './frame.tsx'

export type RoomJoinParts = PageParts & ChangeParts

/*
 * The link in the mail of organiser-ask.ts. Programs that check mails open links, so opening it changes nothing (S-03);
 * whoever is not signed in signs in first and comes back here.
 */

/** GET /join/:token — what is asked. */
export function roomJoinPage(parts: RoomJoinParts) {
  return async (visit: OrganiserVisit): Promise<void> => {
    const found = await look(parts.store, visit)
    if (found.is !== 'open') {
      answer(visit, parts, found)
      return
    }
    const texts = parts.texts[visit.locale].organisers.join
    const content = (
      <div class="page">
        <h1>{texts.title}</h1>
        <p class="lede">{texts.lede}</p>
        <ul class="points">
          {texts.can.map((can) => (
            <li>{can}</li>
          ))}
        </ul>
        <Form action={visit.request.path}>
          <div class="buttons">
            <Button>{texts.do}</Button>
            <a class="button quiet" href="/rooms">
              {texts.not}
            </a>
          </div>
        </Form>
      </div>
    )
    show(visit, parts, { title: texts.title, content, styles: roomStyles })
  }
}

/** POST /join/:token — now they are one. */
export function roomJoin(parts: RoomJoinParts) {
  return async (visit: OrganiserVisit): Promise<void> => {
    const { account } = visit.signedIn
    const found = await parts.store.atomically(async (kept) => {
      const now = await look(kept, visit)
      if (now.is !== 'open') return now
      const { room, id } = now
      await kept.organised.join(account.id, room, visit.at)
      await kept.organiserInvitations.remove(room, id)
      return { is: 'joined', room } as const
    })
    if (found.is === 'joined') {
      const { room } = found
      parts.announce({ event: 'organiser.joined', room, by: account.id })
      goTo(visit, `/rooms/${room}`, 'organiser-joined')
    } else answer(visit, parts, found)
  }
}

type Found =
  | { readonly is: 'open'; readonly id: string; readonly room: string }
  /** They organise this room already. */
  | { readonly is: 'theirs'; readonly room: string }
  | { readonly is: 'gone' | 'full' | 'tooManyRooms' }

async function look(
  kept: Pick<Kept, 'organised' | 'organiserInvitations'>,
  { request, signedIn: { account }, at }: OrganiserVisit,
): Promise<Found> {
  const token = String(request.params['token'])
  const invitation = await kept.organiserInvitations.byToken(token, at)
  if (invitation === undefined) return { is: 'gone' }
  const { id, room } = invitation
  const own = await kept.organised.of(account.id)
  if (own.some((one) => one.id === room)) return { is: 'theirs', room }
  if (own.length >= roomsOfAccountMax) return { is: 'tooManyRooms' }
  const organisers = await kept.organised.organisers(room)
  if (organisers.length >= organisersOfRoomMax) return { is: 'full' }
  return { is: 'open', id, room }
}

function answer(
  visit: OrganiserVisit,
  parts: RoomJoinParts,
  found: Exclude<Found, { is: 'open' }>,
): void {
  if (found.is === 'theirs') {
    goTo(visit, `/rooms/${found.room}`)
    return
  }
  const texts = parts.texts[visit.locale].organisers.join
  const { title, text } = texts[found.is]
  const content = (
    <div class="page">
      <h1>{title}</h1>
      <p class="lede">{text}</p>
      <p class="buttons">
        <a class="button" href="/rooms">
          {texts.toRooms}
        </a>
      </p>
    </div>
  )
  show(visit, parts, {
    title,
    content,
    styles: roomStyles,
    status: found.is === 'gone' ? 404 : 409,
  })
}
