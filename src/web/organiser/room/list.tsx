import { inThrees } from '../../../conference/room/numbers.ts'
import type { Store } from '../../../conference/ports.ts'
import type { Room } from '../../../conference/room/room.ts'
import { sittings } from '../../../conference/room/schedule-openness.ts'
import { describeSitting } from '../../../conference/room/schedule-words.ts'
import { show, type PageParts } from '../../page.tsx'
import type { PageLocale, Texts } from '../../texts.ts'
import type { OrganiserVisit } from '../../visit.ts'
import { roomName, roomStyles } from './frame.tsx'

export type RoomListParts = PageParts & {
  readonly store: Pick<Store, 'organised' | 'meetings'>
}

/** GET /rooms — the rooms of whoever is signed in; who has none learns what one is. */
export function roomList(parts: RoomListParts) {
  return async (visit: OrganiserVisit): Promise<void> => {
    const texts = parts.texts[visit.locale].rooms
    const rooms = await parts.store.organised.of(visit.signedIn.account.id)
    const running = await runningIn(parts, rooms)
    const list = (some: readonly Room[]) => (
      <ul class="list">
        {some.map((room) => (
          <li>
            <Card
              {...{ room, texts, at: visit.at, locale: visit.locale }}
              running={running.has(room.id)}
            />
          </li>
        ))}
      </ul>
    )
    const archived = rooms.filter((room) => room.archived)
    const content = (
      <div class="page">
        <h1>{rooms.length === 0 ? texts.empty.title : texts.title}</h1>
        {rooms.length === 0 ? (
          <Empty texts={texts} />
        ) : (
          <>
            {list(rooms.filter((room) => !room.archived))}
            <p class="buttons">
              <a class="button" href="/rooms/new">
                {texts.make}
              </a>
            </p>
            {archived.length > 0 && (
              <details>
                <summary>{texts.archivedTitle}</summary>
                {list(archived)}
              </details>
            )}
          </>
        )}
      </div>
    )
    show(visit, parts, { title: texts.title, content, styles: roomStyles })
  }
}

async function runningIn({ store }: RoomListParts, rooms: readonly Room[]): Promise<Set<string>> {
  const open = await Promise.all(rooms.map(({ id }) => store.meetings.openIn(id)))
  return new Set(open.flatMap((meeting) => meeting?.room ?? []))
}

type CardProps = {
  readonly room: Room
  readonly texts: Texts['rooms']
  readonly at: number
  readonly locale: PageLocale
  readonly running: boolean
}

function Card({ room, texts, at, locale, running }: CardProps) {
  return (
    <article class="sheet card">
      <h2>
        <a href={`/rooms/${room.id}`}>{roomName(room, texts)}</a>
      </h2>
      {running && <p class="tag">{texts.running}</p>}
      {room.archived && <p class="tag">{texts.archivedTag}</p>}
      <dl class="facts-list">
        <dt>{texts.roomNumber}</dt>
        <dd class="digits">{inThrees(room.number)}</dd>
        {!room.archived && (
          <>
            <dt>{texts.next}</dt>
            <dd>{nextOf(room, texts, at, locale)}</dd>
          </>
        )}
      </dl>
    </article>
  )
}

function nextOf({ schedule }: Room, texts: Texts['rooms'], at: number, locale: PageLocale): string {
  if (schedule.is === 'always') return texts.alwaysOpen
  const [next] = sittings(schedule, at, 1)
  return next === undefined ? texts.noneLeft : describeSitting(next, schedule, locale)
}

function Empty({ texts: { empty } }: { readonly texts: Texts['rooms'] }) {
  return (
    <>
      <p class="lede">{empty.text}</p>
      <section class="steps">
        <ol>
          {empty.steps.map((step) => (
            <li>
              <strong>{step.do}</strong> <span>{step.more}</span>
            </li>
          ))}
        </ol>
      </section>
      <p class="buttons">
        <a class="button" href="/rooms/new">
          {empty.make}
        </a>
      </p>
    </>
  )
}
