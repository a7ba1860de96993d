import type { EventBuffer } from 'better-sse'
import type { Evenings } from '../../conference/evening.ts'
import type { Clock } from '../../conference/ports.ts'
import type { Room } from '../../conference/room.ts'
import type { AllTexts, PageLocale } from '../texts.ts'
import { changeMessage, draw, wholeMessage, type Drawing } from './evening-drawing.ts'
import { changeEvent, type Stream } from './evening-stream.ts'

/*
 * One room that is looked at. However many look, it is asked once how it stands, drawn once for each language, and
 * written out once:
 *
 *   something changed ──▶ ask ──▶ draw per language ──▶ what is different? ──▶ every stream of that language
 *        ▲                 │
 *        └── meanwhile ────┘   changes that come while we ask are one more turn, not one each
 */

export type ChannelParts = {
  readonly evenings: Pick<Evenings, 'show' | 'listen'>
  readonly texts: AllTexts
  readonly timeZone: string
  readonly dialIn: string
  readonly organisation: string
  readonly clock: Clock
}

export type Channel = {
  /** Takes it in and shows it everything. */
  add(stream: Stream): void
  remove(stream: Stream): void
  /** Asks again; also when somebody changed the room itself. */
  look(room: Room): Promise<void>
  readonly stop: () => void
}

/** @throws what `evenings` throws, when it cannot say how it stands */
export async function openChannel(
  parts: ChannelParts,
  room: Room,
  failed: () => void,
): Promise<Channel> {
  const { evenings, texts, clock, timeZone, organisation, dialIn } = parts
  const now = { room, isChanged: false }
  let onChange = () => {
    now.isChanged = true
  }
  // Listening before asking: what changes between the two is seen twice, never missed.
  const stop = evenings.listen(room.id, () => {
    onChange()
  })
  let evening = await evenings.show(room).catch((error: unknown) => {
    stop()
    throw error
  })
  const streams = new Set<Stream>()
  const drawings = new Map<PageLocale, Drawing>()

  const drawn = (locale: PageLocale): Drawing => {
    const words = texts[locale].evening
    const rest = { locale, words, timeZone, organisation, dialIn, at: clock() }
    return draw({ room: now.room, evening, ...rest })
  }
  const show = (): void => {
    for (const [locale, before] of drawings) {
      const after = drawn(locale)
      const message = changeMessage(before, after)
      drawings.set(locale, after)
      if (message !== undefined) toAll(streams, locale, changeEvent(message))
    }
  }
  let looking: Promise<void> | undefined
  const lookUntilQuiet = async (): Promise<void> => {
    try {
      while (now.isChanged) {
        now.isChanged = false
        evening = await evenings.show(now.room)
        show()
      }
    } finally {
      looking = undefined
    }
  }
  const look = (): Promise<void> => {
    now.isChanged = true
    return (looking ??= lookUntilQuiet())
  }
  onChange = () => {
    look().catch(failed)
  }
  if (now.isChanged) onChange()
  return {
    add(stream) {
      const { locale } = stream.visit
      const drawing = drawings.get(locale) ?? drawn(locale)
      drawings.set(locale, drawing)
      streams.add(stream)
      stream.send(changeEvent(wholeMessage(drawing)))
    },
    remove: (stream) => streams.delete(stream),
    look(room) {
      now.room = room
      return look()
    },
    stop,
  }
}

function toAll(streams: ReadonlySet<Stream>, locale: PageLocale, events: EventBuffer): void {
  for (const stream of streams) if (stream.visit.locale === locale) stream.send(events)
}
