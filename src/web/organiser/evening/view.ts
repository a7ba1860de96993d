import type { Evening, LineLabel } from '../../../conference/meeting/evening.ts'
import type { Room } from '../../../conference/room/room.ts'
import { inThrees } from '../../../conference/room/numbers.ts'
import { fill, type PageLocale, type Texts } from '../../texts.ts'

/** Everything the live part of an evening is drawn from. The same for all who look at this room in this language. */
export type EveningView = {
  readonly room: Room
  readonly evening: Evening
  readonly locale: PageLocale
  readonly words: Texts['evening']
  readonly timeZone: string
  readonly organisation: string
  /** A number in international form, or a `sip:` address. */
  readonly dialIn: string
  /** When it was drawn, ms since 1970. */
  readonly at: number
}
type Words = Texts['evening']

/** `Anrufer 3`, or the name for this evening. */
export function nameOf({ name, number }: LineLabel, words: Words): string {
  return name ?? fill(words.caller, { number })
}

/** The line with this id, wherever it is. */
export function lineOf({ inside, waiting }: Evening, id: string): LineLabel | undefined {
  return inside.find((line) => line.id === id) ?? waiting.find((line) => line.id === id)
}

function roomName({ name, number }: Room): string {
  return name === '' ? inThrees(number) : name
}

/** `4 sind da` */
export function hereWords({ inside }: Evening, { here }: Words): string {
  if (inside.length === 0) return here.none
  return counted(inside.length, here)
}

/** What must not be overlooked: `2 warten`, `1 Meldung`. */
export function urgent({ inside, waiting }: Evening, words: Words): readonly string[] {
  const hands = inside.filter(({ hand }) => hand !== undefined).length
  return [
    ...(waiting.length > 0 ? [counted(waiting.length, words.waiting)] : []),
    ...(hands > 0 ? [counted(hands, words.hands)] : []),
  ]
}

export function eveningHeading({ room, words }: EveningView): string {
  return fill(words.title, { room: roomName(room) })
}

/** The title of the page, for somebody who looks at another one: `(2 warten) Die Runde jetzt: …` */
export function eveningTitle(view: EveningView): string {
  const { evening, words } = view
  const title = eveningHeading(view)
  const news = urgent(evening, words).join(', ')
  return news === '' ? title : fill(words.withNews, { news, title })
}

export function counted(
  count: number,
  { one, many }: { readonly one: string; readonly many: string },
): string {
  return fill(count === 1 ? one : many, { count })
}

const minuteMs = 60_000

/** `wartet seit 3 Minuten`. The page's script says the same as time goes by (browser/times.ts). */
export function waitsSince(since: number, at: number, { waitsSince: words }: Words): string {
  const minutes = Math.floor((at - since) / minuteMs)
  return minutes < 1 ? words.now : counted(minutes, words.minutes)
}

/** `1:05` */
export function clockOf(seconds: number): string {
  const rest = Math.max(0, Math.ceil(seconds))
  return `${Math.floor(rest / 60)}:${String(rest % 60).padStart(2, '0')}`
}
