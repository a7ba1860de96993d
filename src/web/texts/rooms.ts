import { z } from 'zod'
import { block, field, mistakes, sentence } from './shapes.ts'

/** The list of rooms, a new one, a room's own page, and putting one away. */
export const rooms = z.strictObject({
  title: sentence,
  make: sentence,
  /** What a room without a name is called: `Raum {number}`. */
  unnamed: sentence,
  roomNumber: sentence,
  next: sentence,
  alwaysOpen: sentence,
  noneLeft: sentence,
  running: sentence,
  archivedTag: sentence,
  archivedTitle: sentence,
  empty: z.strictObject({
    title: sentence,
    text: sentence,
    steps: z.array(z.strictObject({ do: sentence, more: sentence })).length(3),
    make: sentence,
  }),
  full: block,
  new: z.strictObject({
    title: sentence,
    lede: sentence,
    name: field,
    locale: field,
    confidential: field,
    make: sentence,
    defaults: sentence,
    mistakes,
  }),
  show: z.strictObject({
    numbersTitle: sentence,
    call: sentence,
    number: sentence,
    /** For a room with a telephone number of its own: `{call}`, `{number}` */
    ownNumber: sentence,
    pin: sentence,
    noPin: sentence,
    hostPinShow: sentence,
    hostPin: sentence,
    hostPinHow: z.array(sentence),
    invite: sentence,
    evening: sentence,
    runningNow: block,
    datesTitle: sentence,
    changeDates: sentence,
    moreTitle: sentence,
    more: z.record(z.enum(['options', 'organisers', 'pin', 'meetings', 'archive']), block),
  }),
  archive: z.strictObject({
    title: sentence,
    lede: sentence,
    what: z.array(sentence),
    do: sentence,
    back: sentence,
    isArchived: block,
    takeBack: sentence,
  }),
})
