import { inThrees } from '../../conference/room/numbers.ts'
import type { Room } from '../../conference/room/room.ts'
import { sittings } from '../../conference/room/schedule-openness.ts'
import { describeSchedule, sittingWords } from '../../conference/room/schedule-words.ts'
import { readable } from '../phone-number.ts'
import { fill, type AllTexts, type PageLocale, type Texts } from '../texts.ts'
import { dialLink, dialString } from './dial-link.ts'

/** An invitation, whatever it is written on: everything that stands in it, in its own language. */
export type Letter = {
  readonly locale: PageLocale
  readonly texts: Texts['letter']
  readonly organisation: string
  readonly title: string
  /** What the group calls itself; only if the organiser wants it (P-09). */
  readonly name: string | undefined
  readonly call: { readonly label: string; readonly written: string; readonly isNumber: boolean }
  /** Numbers in groups of three; a room with a telephone number of its own needs none of them. */
  readonly roomNumber: string | undefined
  readonly pin: string | undefined
  readonly steps: readonly string[]
  /** The rule in words; undefined for a room that is always open. */
  readonly rule: string | undefined
  readonly dates: readonly string[]
  /** The same dates short, for large print; the weekday stands in the rule. */
  readonly days: readonly string[]
  readonly cost: { readonly title: string; readonly text: string }
  readonly tips: readonly string[]
  readonly practice: string | undefined
  /** For mobile phones; undefined where there is no number yet. */
  readonly tap: { readonly link: string; readonly written: string } | undefined
}

export type LetterParts = {
  readonly texts: AllTexts
  readonly organisation: string
  readonly dialIn: string
  readonly helpNumber?: string | undefined
  /** The number of the practice line, where there is one. */
  readonly practiceNumber?: string | undefined
}

export type LetterWish = {
  readonly locale: PageLocale
  readonly withName?: boolean
  readonly at: number
}

/** As many as fit on the sheet in large print. */
export const letterDatesMax = 4

/** Writes the invitation to a room. */
export function letterTo(
  room: Room,
  parts: LetterParts,
  { locale, withName = false, at }: LetterWish,
): Letter {
  const texts = parts.texts[locale].letter
  const { helpNumber, practiceNumber, organisation } = parts
  const dialIn = room.phoneNumber ?? parts.dialIn
  const isNumber = dialIn.startsWith('+')
  const { schedule } = room
  const link = dialLink(dialIn, room)
  const written = dialString(dialIn, room)
  const { tips, help } = texts.trouble
  const next =
    schedule.is === 'always'
      ? []
      : sittings(schedule, at, letterDatesMax).map((sitting) =>
          sittingWords(sitting, schedule, locale),
        )
  return {
    locale,
    texts,
    organisation,
    title: texts.title,
    name: withName && room.name !== '' ? room.name : undefined,
    call: {
      label: isNumber ? texts.call : texts.callAddress,
      written: readable(dialIn),
      isNumber,
    },
    roomNumber: room.phoneNumber === undefined ? inThrees(room.number) : undefined,
    pin: room.guestPin === undefined ? undefined : inThrees(room.guestPin),
    steps: stepsOf(room, texts, isNumber),
    rule: schedule.is === 'always' ? undefined : capital(describeSchedule(schedule, locale)),
    dates: next.map(({ day, hours }) => `${day}, ${hours}`),
    days: next.map(({ dayOfYear }) => dayOfYear),
    cost: isNumber ? texts.cost : texts.costAddress,
    tips: helpNumber === undefined ? tips : [...tips, fill(help, { number: readable(helpNumber) })],
    practice:
      practiceNumber === undefined || room.phoneNumber !== undefined
        ? undefined
        : fill(texts.practice.text, { number: inThrees(practiceNumber) }),
    tap: link === undefined || written === undefined ? undefined : { link, written },
  }
}

function stepsOf(
  { guestPin, phoneNumber }: Room,
  { steps }: Texts['letter'],
  isNumber: boolean,
): string[] {
  return [
    isNumber ? steps.call : steps.callAddress,
    ...(phoneNumber === undefined ? [steps.number] : []),
    guestPin === undefined ? steps.wait : steps.pin,
    steps.in,
  ]
}

/** The language of a room's invitations, where there are pages in it. */
export function letterLocale(room: Room, asked: unknown): PageLocale {
  if (asked === 'de' || asked === 'en') return asked
  return room.locale === 'de' ? 'de' : 'en'
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}
