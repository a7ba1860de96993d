import type { Effect } from '../conference/callflow.ts'
import { stepDue } from './addresses.ts'
import type { Decided } from './decide.ts'
import { askDocument, emptyDocument, goodbyeDocument, joinDocument } from './documents.ts'
import type { Writing } from './parts.ts'
import { spoken } from './spoken.ts'

/** The second of silence after we answered: the receiver is on its way to the ear. */
const afterAnswerSeconds = 1

/** What the flow wants done, as a document for the carrier. `step` is the token of the request that may follow. */
export function write(
  writing: Writing,
  { state, effects, locale, joining }: Omit<Decided, 'happened'>,
  step: string,
  first: boolean,
): string {
  const next = stepDue(state)
  const action = next === undefined ? '' : writing.addresses.step(next, step)
  const sounds = spoken(writing.speech, locale, effects.flatMap(promptsOf))
  const last = effects.at(-1)
  if (last?.do === 'ask') {
    const asking = { action, keys: last.keys, afterSeconds: first ? afterAnswerSeconds : 0 }
    return askDocument(writing, locale, sounds, asking)
  }
  if (last?.do === 'join' && joining !== undefined) {
    // Whoever comes back is told that nobody is there, not that they are the first.
    const turn = state.at === 'away' ? 1 : 0
    return joinDocument(writing, locale, sounds, {
      action,
      conferenceName: joining.meeting.conferenceName,
      callersMax: joining.room.callersMax,
      waiting: writing.addresses.waiting(locale, turn),
    })
  }
  return last?.do === 'hang-up' ? goodbyeDocument(writing, locale, sounds) : emptyDocument()
}

const promptsOf = (effect: Effect) => ('prompts' in effect ? effect.prompts : [])
