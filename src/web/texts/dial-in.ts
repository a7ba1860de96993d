import { z } from 'zod'
import { block, sentence } from './shapes.ts'

export const dialIn = z.strictObject({
  title: sentence,
  lede: sentence,
  callNumber: sentence,
  callAddress: sentence,
  stepsTitle: sentence,
  steps: z.array(z.strictObject({ do: sentence, more: sentence })).length(4),
  patience: sentence,
  keysTitle: sentence,
  keys: z.array(
    z.strictObject({
      key: z.enum(['*', '0', '#']),
      name: sentence,
      where: sentence,
      does: sentence,
    }),
  ),
  questionsTitle: sentence,
  recording: block,
  costNumber: block,
  costAddress: block,
  trouble: block,
})
