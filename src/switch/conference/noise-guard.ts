import { mutedTone } from '../media/sound/tone.ts'
import type { Conference } from './conference.ts'
import { oneByOne } from './one-by-one.ts'
import type { Participant } from './participant.ts'
import { change } from './steering.ts'

/**
 * Music on hold or a hum takes the room from all the others: a line that never pauses is muted as if the application had
 * done it, and its caller hears three notes. `participant-mute` tells the application, which may say a sentence and offers
 * a way back; once unmuted the line is listened to anew.
 *
 * Looks at who is heard: nobody who is alone, waits, holds, or is muted already.
 */
export function guardLines(conference: Conference): void {
  oneByOne(conference, guardLine)
}

function guardLine(conference: Conference, participant: Participant): void {
  const together = conference.started && conference.participants.length > 1
  const heard = together && !participant.muted && !participant.hold
  if (participant.guard.hear(heard ? participant.leg.mouth.frame : undefined)) {
    muteLine(conference, participant)
  }
}

function muteLine(conference: Conference, participant: Participant): void {
  const { leg, gone } = participant
  conference.parts.log.info({ call: leg.sid }, 'a line that never pauses is muted')
  change(conference, participant, { muted: true })
  void leg.play(mutedTone, gone.signal)
}
