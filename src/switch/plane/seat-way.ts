import { talkersMax } from './loudest.ts'
import type { Room, Seat } from './room.ts'

/** What becomes of a voice in its room, for one log line: `mixed → room CF…: 3 of 5 mixed`. */
export function describeSeat({ id, started, seats, speakers }: Room, seat: Seat): string {
  if (!started) return `room ${id}: not begun, ${seats.length} people`
  return `${fateOf(seat)} → room ${id}: ${Math.min(speakers, talkersMax)} of ${seats.length} mixed`
}

function fateOf({ muted, hold, ticksSpeaking, leftOut }: Seat): string {
  if (hold) return 'on hold'
  if (muted) return 'muted'
  if (ticksSpeaking === 0) return 'silent'
  return leftOut ? 'left out, others are louder' : 'mixed'
}
