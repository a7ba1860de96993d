import type { MeetingLine } from './statement.ts'

/** What is left of a meeting when it is over: that it was, and how many; nobody who was there. */
export type PastMeeting = MeetingLine & { readonly room: string }

export type PastMeetings = {
  add(meeting: PastMeeting): Promise<void>
  /** Those that began at `from` or later and before `to`, ms since 1970; the first one first. */
  of(room: string, from: number, to: number): Promise<readonly MeetingLine[]>
  /** … of all rooms; which one is not said. */
  ofAll(from: number, to: number): Promise<readonly MeetingLine[]>
  /** Removes those that began before this time. */
  sweep(before: number): Promise<void>
}

/**
 * A meeting's line is kept until the end of the next year: until then groups prove to their insurer what the money
 * of a year was for. From now on everything that began before this time is too old.
 */
export function keptSince(at: number): number {
  const year = new Date(at).getUTCFullYear()
  return Date.UTC(year - 1, 0, 1)
}
