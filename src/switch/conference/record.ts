import type { Conference } from './conference.ts'

/** A conference as the REST interface shows it, while it goes on and afterwards. Dates in ms since the epoch. */
export type ConferenceRecord = Readonly<
  Pick<Conference, 'sid' | 'friendlyName' | 'dateCreated' | 'dateUpdated' | 'over'>
>

/**
 * What is kept of one that is over: this and nothing else. A copy, because a text that was cut out of a document keeps the
 * whole document.
 */
export function recordOf({
  sid,
  friendlyName,
  dateCreated,
  dateUpdated,
  over,
}: Conference): ConferenceRecord {
  return structuredClone({ sid, friendlyName, dateCreated, dateUpdated, over })
}
