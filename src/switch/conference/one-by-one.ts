import { stackOf } from '../log.ts'
import { leave, type Conference } from './conference.ts'
import type { Participant } from './participant.ts'

/**
 * Does something for each participant. A bug in what belongs to one of them ends their call, and the others go on as if
 * that one had hung up.
 */
export function oneByOne(
  conference: Conference,
  step: (conference: Conference, participant: Participant, at: number) => void,
): void {
  const { participants } = conference
  let broken: Participant[] | undefined
  for (let at = 0; at < participants.length; at++) {
    const participant = participants[at]
    if (participant === undefined) continue
    try {
      step(conference, participant, at)
    } catch (bug) {
      const { sid } = participant.leg
      conference.parts.log.error({ call: sid, stack: stackOf(bug) }, 'a bug ends this call')
      broken ??= []
      broken.push(participant)
    }
  }
  for (const participant of broken ?? []) {
    leave(conference, participant, 'participant_hung_up')
    participant.leg.hangUp()
  }
}
