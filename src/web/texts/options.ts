import { z } from 'zod'
import { field, mistakes, sentence } from './shapes.ts'

/** What an organiser can decide about a room. */
export const options = z.strictObject({
  title: sentence,
  lede: sentence,
  name: field,
  locale: field,
  whoTitle: sentence,
  /** Instead of the waiting room's box, where there is no PIN. */
  noPin: sentence,
  waitingRoom: field,
  waitForHost: field,
  soundTitle: sentence,
  entryTone: field,
  announceCount: field,
  muteOnEntry: field,
  callersMax: field,
  lengthMaxMinutes: field,
  minutesCount: sentence,
  save: sentence,
  preset: z.strictObject({
    title: sentence,
    text: sentence,
    do: sentence,
    /** What this room's PIN is like already, and what only a new room can have. */
    longPin: sentence,
    shortPin: sentence,
  }),
  mistakes,
})
