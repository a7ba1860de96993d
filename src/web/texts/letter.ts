import { z } from 'zod'
import { block, sentence } from './shapes.ts'

/** What invited people read, on paper, in a mail, in a message, in their calendar. */
export const letter = z.strictObject({
  title: sentence,
  call: sentence,
  /** Where there is no number yet, only a `sip:` address. */
  callAddress: sentence,
  number: sentence,
  pin: sentence,
  stepsTitle: sentence,
  steps: z.strictObject({
    call: sentence,
    callAddress: sentence,
    number: sentence,
    pin: sentence,
    /** For a room without a PIN. */
    wait: sentence,
    in: sentence,
  }),
  datesTitle: sentence,
  alwaysOpen: sentence,
  cost: block,
  costAddress: block,
  trouble: z.strictObject({ title: sentence, tips: z.array(sentence), help: sentence }),
  practice: block,
  notRecorded: sentence,
  tap: sentence,
  mail: z.strictObject({ subject: sentence, greeting: sentence, goodbye: sentence }),
  calendar: z.strictObject({ description: sentence, place: sentence }),
})
