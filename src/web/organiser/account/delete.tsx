import type { Announce, Store } from '../../../conference/ports.ts'
import type { Room } from '../../../conference/room/room.ts'
import { Button, Form } from '../../form.tsx'
import { show, type PageParts } from '../../page.tsx'
import type { Texts } from '../../texts.ts'
import { goTo, type OrganiserVisit } from '../../visit.ts'
import { roomName } from '../room/frame.tsx'
import { forgetBrowser } from '../sign-in/sign-out.ts'

export type AccountDeleteParts = PageParts & {
  readonly store: Pick<Store, 'atomically' | 'organised' | 'meetings'>
  readonly announce: Announce
  readonly publicUrl: URL
}

/** GET /account/delete — what would happen, in plain words, before it does (W-09). */
export function accountDeletePage(parts: AccountDeleteParts) {
  return async (visit: OrganiserVisit): Promise<void> => {
    const { account, rooms: roomTexts } = parts.texts[visit.locale]
    const texts = account.delete
    const rooms = await roomsOf(parts, visit.signedIn.account.id)
    const named = (shared: boolean) =>
      rooms.filter((room) => room.isShared === shared).map(({ room }) => roomName(room, roomTexts))
    const content = (
      <div class="page narrow">
        <h1>{texts.title}</h1>
        <p class="lede">{texts.lede}</p>
        <Consequences
          texts={texts}
          ending={named(false)}
          staying={named(true)}
          running={rooms.some(({ isShared, isRunning }) => isRunning && !isShared)}
        />
        <Form action="/account/delete">
          <div class="buttons">
            <Button as="grave">{texts.do}</Button>
            <a class="button quiet" href="/account">
              {texts.back}
            </a>
          </div>
        </Form>
      </div>
    )
    show(visit, parts, { title: texts.title, content, styles: ['account'] })
  }
}

/** POST /account/delete — at once, with every session (P-08). */
export function accountDelete(parts: AccountDeleteParts) {
  return async (visit: OrganiserVisit): Promise<void> => {
    const { id } = visit.signedIn.account
    await parts.store.atomically(({ deletions }) => deletions.remove(id, visit.at))
    parts.announce({ event: 'organiser.deleted', account: id, by: 'themselves' })
    forgetBrowser(visit, parts.publicUrl)
    goTo(visit, '/', 'account-deleted')
  }
}

type TheirRoom = { readonly room: Room; readonly isShared: boolean; readonly isRunning: boolean }

async function roomsOf({ store }: AccountDeleteParts, account: string): Promise<TheirRoom[]> {
  return Promise.all(
    (await store.organised.of(account)).map(async (room) => ({
      room,
      isShared: (await store.organised.organisers(room.id)).length > 1,
      isRunning: (await store.meetings.openIn(room.id)) !== undefined,
    })),
  )
}

type ConsequencesProps = {
  readonly texts: Texts['account']['delete']
  readonly ending: readonly string[]
  readonly staying: readonly string[]
  readonly running: boolean
}

function Consequences({ texts, ending, staying, running }: ConsequencesProps) {
  return (
    <ul class="points">
      <li>{texts.signedOut}</li>
      <Names title={texts.roomsEnd} names={ending} />
      {running && <li>{texts.running}</li>}
      <Names title={texts.roomsStay} names={staying} />
      <li>{texts.final}</li>
    </ul>
  )
}

function Names({ title, names }: { readonly title: string; readonly names: readonly string[] }) {
  return names.length === 0 ? null : (
    <li>
      {title}
      <ul>
        {names.map((name) => (
          <li>{name}</li>
        ))}
      </ul>
    </li>
  )
}
