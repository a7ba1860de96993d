import type { Room } from '../../conference/room/room.ts'

/** What mails with a room's invitation are called in the queue of mails. */
export function mailsAbout({ id }: Pick<Room, 'id'>): string {
  return `invitation ${id}`
}
