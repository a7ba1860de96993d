import { parseArgs } from 'node:util'
import { z } from 'zod'
import { mailAddressMax, mailAddressPattern } from '../conference/organiser/mails.ts'
import { veryConfidential } from '../conference/room/room-making.ts'
import { roomOptions, type RoomOptions } from '../conference/room/room.ts'
import { scheduleShape, weekdayOf } from '../conference/room/schedule.ts'

/** What somebody wants of a new room. */
export type RoomWish = {
  readonly locale: string | undefined
  /** Without one everybody waits to be let in. */
  readonly withPin: boolean
  /** Longer PINs. */
  readonly confidential: boolean
  /** Mail address of who will organise it. */
  readonly organiser: string | undefined
  readonly options: RoomOptions
}

/** How the words are said, one line for each. */
export const addUsage = [
  'npx rundruf room add',
  '  --for anna@example.org   who organises it on the pages, by mail address',
  '  --locale de              language of the room',
  '  --confidential           PINs of 8 digits, and a host lets everybody in',
  '  --no-pin                 the number alone leads to the waiting room',
  '  --waiting-room           a host lets everybody in',
  '  --wait-for-host          guests wait until a host is there',
  '  --mute-on-entry          guests come in with their microphone off',
  '  --no-tone                nobody hears who comes in',
  '  --no-count               nobody hears how many are there',
  '  --callers-max 20         most callers at a time',
  '  --length 120             minutes until everybody is asked whether they stay',
  '  --from 2026-11-24 --at 18:00 --minutes 90 [--every 2]',
  '                           open every week, or every second, from this day',
] as const

const flag = { type: 'boolean' } as const
const text = { type: 'string' } as const
const known = {
  for: text,
  locale: text,
  confidential: flag,
  'no-pin': flag,
  'waiting-room': flag,
  'wait-for-host': flag,
  'mute-on-entry': flag,
  'no-tone': flag,
  'no-count': flag,
  'callers-max': text,
  length: text,
  from: text,
  at: text,
  minutes: text,
  every: text,
} as const

const whole = z
  .string()
  .regex(/^\d{1,4}$/)
  .transform(Number)
const wordsShape = z.object({
  for: z.string().max(mailAddressMax).regex(mailAddressPattern).optional(),
  locale: z.string().optional(),
  'callers-max': whole.optional(),
  length: whole.optional(),
  from: z.iso.date().optional(),
  at: z.string().optional(),
  minutes: whole.default(90),
  every: whole.default(1),
})

/** Reads the words; undefined when they cannot be meant. `locales` are the languages there are. */
export function readRoomWish(
  words: readonly string[],
  locales: readonly string[],
  timeZone: string,
): RoomWish | undefined {
  const given = parsed(words)
  const read = given && wordsShape.safeParse(given)
  if (!given || !read?.success) return undefined
  const { for: organiser, locale, from, at, minutes, every, ...numbers } = read.data
  if (locale !== undefined && !locales.includes(locale)) return undefined
  const schedule = from === undefined && at === undefined ? { is: 'always' } : weekly()
  const confidential = given.confidential === true
  const options = roomOptions.safeParse({
    waitForHost: given['wait-for-host'],
    muteOnEntry: given['mute-on-entry'],
    entryTone: given['no-tone'] !== true,
    announceCount: given['no-count'] !== true,
    waitingRoom: given['waiting-room'],
    ...(confidential && veryConfidential),
    callersMax: numbers['callers-max'],
    lengthMaxMinutes: numbers.length,
    schedule,
  })
  if (!options.success) return undefined
  const withPin = given['no-pin'] !== true
  return { locale, withPin, confidential, organiser, options: options.data }

  function weekly(): z.input<typeof scheduleShape> | undefined {
    const series = scheduleShape.safeParse({
      is: 'weekly',
      from,
      weekdays: from === undefined ? [] : [weekdayOf(from)],
      everyWeeks: every,
      time: at,
      timeZone,
      durationMinutes: minutes,
    })
    // An impossible one is refused with the options, never left out: the room would be open day and night.
    return series.success ? series.data : ({ is: 'nothing' } as never)
  }
}

function parsed(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options: known }).values
  } catch {
    return undefined
  }
}
