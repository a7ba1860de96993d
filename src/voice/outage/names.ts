import { createHmac } from 'node:crypto'
import type { MeetingNames } from '../parts.ts'

const dayMs = 24 * 60 * 60_000

/**
 * Several instances without a database cannot tell one another which meeting they have opened in a room; so they all make the
 * same names of it: from a key that only they have, the room, and the day. Nobody else can guess them (S-55).
 */
export function namesBy(key: Buffer): MeetingNames {
  return (room, at) => {
    const day = String(Math.floor(at / dayMs))
    const name = (what: string) =>
      createHmac('sha256', key).update(`${what} ${room} ${day}`).digest('hex').slice(0, 32)
    return { id: name('meeting'), conferenceName: name('conference') }
  }
}
