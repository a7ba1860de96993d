import { z } from 'zod'
import { sentence } from './shapes.ts'

/** Callers who asked for help. */
export const staffHelp = z.strictObject({
  title: sentence,
  lede: sentence,
  none: sentence,
  table: sentence,
  since: sentence,
  where: sentence,
  stages: z.strictObject({ 'room-number': sentence, pin: sentence, meeting: sentence }),
  line: sentence,
  hungUp: sentence,
  number: sentence,
  left: sentence,
  notLeft: sentence,
  state: sentence,
  open: sentence,
  /** `{time}` */
  taken: sentence,
  take: sentence,
  done: sentence,
  /** `{time}`, for who hears the page. */
  takeOf: sentence,
  doneOf: sentence,
  act: sentence,
  took: z.strictObject({
    title: sentence,
    /** Shown this once. */
    number: sentence,
    lede: sentence,
    noNumber: sentence,
    secrecy: sentence,
    done: sentence,
    back: sentence,
  }),
  /** Somebody else was faster: `{time}` */
  takenBefore: sentence,
  gone: sentence,
})
