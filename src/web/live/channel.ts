import type { EventBuffer } from 'better-sse'
import type { PageLocale } from '../texts.ts'
import { changeMessage, wholeMessage, type Drawing } from './drawing.ts'
import { changeEvent, type Stream } from './stream.ts'

/*
 * One thing that is looked at: a room's evening, the staff's board. However many look, it is asked once how it stands,
 * drawn once for each language, and written out once:
 *
 *   something changed ──▶ ask ──▶ draw per language ──▶ what is different? ──▶ every stream of that language
 *        ▲                 │
 *        └── meanwhile ────┘   changes that come while we ask are one more turn, not one each
 */

/** What is looked at. `About` is what the door knows of it, which may change while it is looked at. */
export type Subject<About, D extends Drawing> = {
  /** Calls back when it may have changed. Stops when the answer is called. */
  listen(changed: () => void): () => void
  /** Asks how it stands; the answer draws it. */
  look(about: About): Promise<(locale: PageLocale) => D>
  /** What happened between the two, in sentences. */
  news(before: D, after: D): readonly string[]
}

export type Channel<About> = {
  /** Takes it in and shows it everything. */
  add(stream: Stream): void
  remove(stream: Stream): void
  /** Asks again; also when somebody changed what the door knows. */
  look(about: About): Promise<void>
  readonly stop: () => void
}

/** @throws what the subject throws, when it cannot say how it stands */
export async function openChannel<About, D extends Drawing>(
  subject: Subject<About, D>,
  about: About,
  failed: () => void,
): Promise<Channel<About>> {
  const now = { about, isChanged: false }
  let onChange = () => {
    now.isChanged = true
  }
  // Listening before asking: what changes between the two is seen twice, never missed.
  const stop = subject.listen(() => {
    onChange()
  })
  let drawn = await subject.look(about).catch((error: unknown) => {
    stop()
    throw error
  })
  const streams = new Set<Stream>()
  const drawings = new Map<PageLocale, D>()

  const show = (): void => {
    for (const [locale, before] of drawings) {
      const after = drawn(locale)
      const message = changeMessage(before, after, subject.news(before, after))
      drawings.set(locale, after)
      if (message !== undefined) toAll(streams, locale, changeEvent(message))
    }
  }
  let looking: Promise<void> | undefined
  const lookUntilQuiet = async (): Promise<void> => {
    try {
      while (now.isChanged) {
        now.isChanged = false
        drawn = await subject.look(now.about)
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
    look(about) {
      now.about = about
      return look()
    },
    stop,
  }
}

function toAll(streams: ReadonlySet<Stream>, locale: PageLocale, events: EventBuffer): void {
  for (const stream of streams) if (stream.visit.locale === locale) stream.send(events)
}
