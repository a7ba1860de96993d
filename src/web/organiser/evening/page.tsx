import type { Evenings } from '../../../conference/meeting/evening.ts'
import { Token } from '../../form.tsx'
import { show, type PageParts } from '../../page.tsx'
import type { RoomVisit } from '../../visit.ts'
import { LivePart, scriptWordsOf } from './live-part.tsx'
import { Shapes } from './signs.tsx'
import { toldBy, type Told } from './told.ts'
import { eveningHeading, eveningTitle, type EveningView } from './view.ts'

export type EveningPageParts = PageParts & {
  readonly evenings: Pick<Evenings, 'show'>
  readonly timeZone: string
  readonly dialIn: string
}

/** GET /rooms/:room/evening — who is here, and everything an organiser can do about it. Complete without JavaScript. */
export function eveningPage(parts: EveningPageParts) {
  return async (visit: RoomVisit): Promise<void> => {
    const { room, locale, at, request } = visit
    const evening = await parts.evenings.show(room)
    const words = parts.texts[locale].evening
    const { timeZone, organisation, dialIn } = parts
    const around = { locale, words, timeZone, organisation, dialIn, at }
    const view: EveningView = { room, evening, ...around }
    show(visit, parts, {
      title: eveningTitle(view),
      content: <Control view={view} told={toldBy(request.query, evening, words)} />,
      styles: ['evening'],
      scripts: ['evening'],
    })
  }
}

type Props = { readonly view: EveningView; readonly told: Told | undefined }

/**
 * One form around everything that changes, so that the token stands outside of it. Nothing is typed into this form:
 * Enter can press no button by mistake.
 */
function Control({ view, told }: Props) {
  const { words, room } = view
  return (
    <div class="page" data-words={scriptWordsOf(view)} id="evening-page">
      <h1>{eveningHeading(view)}</h1>
      <div class="beside">
        <p id="connection" hidden />
        <p id="reload">
          <a class="button quiet" href={`/rooms/${room.id}/evening`}>
            {words.reload}
          </a>
        </p>
        <a href={`/rooms/${room.id}`}>{words.toRoom}</a>
      </div>
      <p id="told" class={told?.isDone === false ? 'mistakes' : 'notice'} role="status">
        {told?.words}
      </p>
      <p id="news" class="unseen" aria-live="polite" />
      <Shapes />
      <form method="post" action={`/rooms/${room.id}/evening`} id="control">
        <Token />
        <div id="live" data-at={view.at}>
          <LivePart view={view} />
        </div>
      </form>
    </div>
  )
}
