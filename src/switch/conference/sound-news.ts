import { mutedTone } from '../media/sound/tone.ts'
import type { RoomSoundListener } from '../plane/room-sounds.ts'
import { end, leave, tell, type Conference } from './conference.ts'
import type { Participant } from './participant.ts'
import { change } from './steering.ts'

/** What the sound of a conference tells, and what becomes of it. */
export function soundNews(conference: () => Conference): RoomSoundListener {
  /** Whoever has left meanwhile is not meant any more. */
  const about = (leg: string, act: (conference: Conference, participant: Participant) => void) => {
    const participant = conference().participants.find((one) => one.leg.sid === leg)
    if (participant) act(conference(), participant)
  }
  return {
    speech(leg, what) {
      about(leg, (conference, participant) => {
        tell(conference, { event: `participant-speech-${what}`, participant })
      })
    },
    neverPauses(leg) {
      about(leg, muteLine)
    },
    /** One call ends, and the others go on as if that one had hung up. */
    seatBroke(leg, stack) {
      conference().parts.log.error({ call: leg, stack }, 'a bug ends this call')
      about(leg, (conference, participant) => {
        leave(conference, participant, 'participant_hung_up')
        participant.leg.hangUp()
      })
    },
    notSeated(leg) {
      const { sid, parts } = conference()
      parts.log.error({ call: leg, conference: sid }, 'the sound of a call cannot be brought there')
      about(leg, (conference, participant) => {
        leave(conference, participant, 'participant_add_failed')
      })
    },
    broke(stack) {
      const { sid, parts } = conference()
      parts.log.error({ conference: sid, stack }, 'a bug ends a conference')
      end(conference())
    },
  }
}

/**
 * Music on hold or a hum takes the room from all the others: a line that never pauses is muted as if the application had
 * done it, and its caller hears three notes. `participant-mute` tells the application, which may say a sentence and offers
 * a way back; once unmuted the line is listened to anew.
 */
function muteLine(conference: Conference, participant: Participant): void {
  if (participant.muted) return
  const { leg, gone } = participant
  conference.parts.log.info({ call: leg.sid }, 'a line that never pauses is muted')
  change(conference, participant, { muted: true })
  void leg.play(mutedTone, gone.signal)
}
