import { inThrees } from '../../../conference/room/numbers.ts'
import type { Store } from '../../../conference/ports.ts'
import type { Room } from '../../../conference/room/room.ts'
import { Button, Form } from '../../form.tsx'
import { show, type PageParts } from '../../page.tsx'
import { readable } from '../../phone-number.ts'
import { fill, type Texts } from '../../texts.ts'
import type { RoomVisit } from '../../visit.ts'
import { NextDates } from './next-dates.tsx'
import { roomName, roomStyles } from './frame.tsx'

export type RoomShowParts = PageParts & {
  readonly store: Pick<Store, 'meetings'>
  readonly dialIn: string
}

/** GET /rooms/:room — how to come in, when, and the way to everything that can be done with the room. */
export function roomShow(parts: RoomShowParts) {
  return async (visit: RoomVisit): Promise<void> => {
    const { room, at, locale } = visit
    const { rooms: texts, dates } = parts.texts[locale]
    const running = await parts.store.meetings.openIn(room.id)
    const title = roomName(room, texts)
    const content = (
      <div class="page">
        <p class="crumb">
          <a href="/rooms">{texts.title}</a>
        </p>
        <h1>{title}</h1>
        {room.archived ? (
          <Archived room={room} texts={texts.archive} />
        ) : (
          <Actions room={room} texts={texts.show} running={running !== undefined} />
        )}
        <div class="columns">
          <Numbers room={room} texts={texts.show} dialIn={parts.dialIn} />
          <section class="sheet" aria-labelledby="dates">
            <h2 id="dates">{texts.show.datesTitle}</h2>
            <NextDates schedule={room.schedule} at={at} texts={dates} locale={locale} />
            <p class="below">
              <a class="button quiet" href={`/rooms/${room.id}/dates`}>
                {texts.show.changeDates}
              </a>
            </p>
          </section>
        </div>
        <More room={room} texts={texts.show} />
      </div>
    )
    show(visit, parts, { title, content, styles: roomStyles })
  }
}

type Props = { readonly room: Room; readonly texts: Texts['rooms']['show'] }

/** What most people come for. */
function Actions({ room, texts, running }: Props & { readonly running: boolean }) {
  const evening = (
    <a class={running ? 'button' : 'button quiet'} href={`/rooms/${room.id}/evening`}>
      {texts.evening}
    </a>
  )
  const invitation = (
    <a class={running ? 'button quiet' : 'button'} href={`/rooms/${room.id}/invitation`}>
      {texts.invite}
    </a>
  )
  return running ? (
    <section class="notice" aria-labelledby="running">
      <h2 id="running">{texts.runningNow.title}</h2>
      <p>{texts.runningNow.text}</p>
      <p class="buttons below">
        {evening}
        {invitation}
      </p>
    </section>
  ) : (
    <p class="buttons">
      {invitation}
      {evening}
    </p>
  )
}

function Archived({
  room,
  texts,
}: {
  readonly room: Room
  readonly texts: Texts['rooms']['archive']
}) {
  return (
    <section class="notice" aria-labelledby="archived">
      <h2 id="archived">{texts.isArchived.title}</h2>
      <p>{texts.isArchived.text}</p>
      <Form action={`/rooms/${room.id}/archive/take-back`} class="below">
        <Button>{texts.takeBack}</Button>
      </Form>
    </section>
  )
}

function Numbers({ room, texts, dialIn: forAll }: Props & { readonly dialIn: string }) {
  const dialIn = room.phoneNumber ?? forAll
  return (
    <section class="sheet" aria-labelledby="numbers">
      <h2 id="numbers">{texts.numbersTitle}</h2>
      <dl class="figures">
        <dt>{texts.call}</dt>
        <dd class={dialIn.startsWith('+') ? 'digits' : 'plain'}>{readable(dialIn)}</dd>
        {room.phoneNumber === undefined && (
          <>
            <dt>{texts.number}</dt>
            <dd class="digits">{inThrees(room.number)}</dd>
          </>
        )}
        <dt>{texts.pin}</dt>
        {room.guestPin === undefined ? (
          <dd class="plain">{texts.noPin}</dd>
        ) : (
          <dd class="digits">{inThrees(room.guestPin)}</dd>
        )}
      </dl>
      {room.phoneNumber !== undefined && (
        <p>{fill(texts.ownNumber, { call: readable(forAll), number: inThrees(room.number) })}</p>
      )}
      <details>
        <summary>{texts.hostPinShow}</summary>
        <dl class="figures">
          <dt>{texts.hostPin}</dt>
          <dd class="digits">{inThrees(room.hostPin)}</dd>
        </dl>
        {texts.hostPinHow.map((how) => (
          <p>{how}</p>
        ))}
      </details>
    </section>
  )
}

function More({ room, texts }: Props) {
  const ways = Object.entries(texts.more).filter(([way]) => way !== 'archive' || !room.archived)
  return (
    <section aria-labelledby="more">
      <h2 id="more">{texts.moreTitle}</h2>
      <ul class="ways">
        {ways.map(([way, { title, text }]) => (
          <li>
            <a href={`/rooms/${room.id}/${way}`}>{title}</a>
            <span>{text}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
