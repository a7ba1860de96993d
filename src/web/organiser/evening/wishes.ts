import { z } from 'zod'
import {
  preparedSentences,
  roundSeconds,
  type EveningWish,
} from '../../../conference/meeting/evening.ts'

/** The value of a button: what, and whom or what it is about (`mute 3f0a…`, `announce break-now`, `lock`). */
const pressed = z
  .string()
  .max(200)
  .transform((value): unknown => {
    const [wish = '', about = ''] = value.split(' ')
    return { do: wish, line: about, sentence: about, secondsEach: Number(about) }
  })

const ofLine = z.object({
  do: z.enum([
    'mute',
    'ask-to-unmute',
    'ask-to-mute',
    'let-in',
    'turn-away',
    'remove',
    'make-host',
    'lower-hand',
  ]),
  line: z.string().min(1),
})
const ofAll = z.object({
  do: z.enum(['mute-all', 'let-all-in', 'lock', 'unlock', 'end', 'next-speaker', 'stop-round']),
})
const announcing = z.object({ do: z.literal('announce'), sentence: z.enum(preparedSentences) })
const beginning = z.object({ do: z.literal('start-round'), secondsEach: z.literal(roundSeconds) })

/** The form of the live page: which of its buttons was pressed. Names are given on a page of their own. */
export const wishForm: z.ZodType<{ do: EveningWish }> = z.object({
  do: pressed.pipe(z.union([ofLine, ofAll, announcing, beginning])),
})
