import { z } from 'zod'
import { block, field, mistakes, sentence } from './shapes.ts'

/** Who else looks after a room. */
export const organisers = z.strictObject({
  title: sentence,
  lede: sentence,
  listTitle: sentence,
  you: sentence,
  remove: sentence,
  pendingTitle: sentence,
  pendingUntil: sentence,
  takeBack: sentence,
  inviteTitle: sentence,
  address: field,
  invite: sentence,
  full: sentence,
  mail: z.strictObject({ subject: sentence, text: z.array(z.string()) }),
  mistakes,
  leave: z.strictObject({
    title: sentence,
    lede: sentence,
    do: sentence,
    back: sentence,
    last: block,
    toArchive: sentence,
  }),
  join: z.strictObject({
    title: sentence,
    lede: sentence,
    can: z.array(sentence),
    do: sentence,
    not: sentence,
    gone: block,
    full: block,
    tooManyRooms: block,
    toRooms: sentence,
  }),
})
