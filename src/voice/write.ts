import type { Effect } from '../conference/callflow.ts'
import { stepDue } from './addresses.ts'
import type { Decided } from './decide.ts'
import { askDocument, emptyDocument, goodbyeDocument, joinDocument } from './documents.ts'
import type { Writing } from './parts.ts'
import { spoken } from './spoken.ts'

/** Documents that differ only in their one-time words are written once; there are a few hundred. */
const writtenMax = 1000
const written = new WeakMap<Writing, Map<string, string>>()
/** Stand in for what is different each time; no sentence and no address contains them. */
const anyStep = 'STEP-TOKEN'
const anyConference = 'CONFERENCE-NAME'

/** What the flow wants done, as a document for the carrier. `step` is the token of the request that may follow. */
export function write(
  writing: Writing,
  decided: Omit<Decided, 'happened'>,
  step: string,
  first: boolean,
): string {
  const { state, effects, locale, joining } = decided
  const known = written.get(writing) ?? new Map<string, string>()
  written.set(writing, known)
  const key = JSON.stringify([state.at, effects, locale, joining?.room.callersMax, first])
  const document = known.get(key) ?? writeOnce(writing, decided, first)
  if (known.size < writtenMax) known.set(key, document)
  return document
    .replaceAll(anyStep, step)
    .replaceAll(anyConference, joining?.meeting.conferenceName ?? '')
}

function writeOnce(
  writing: Writing,
  { state, effects, locale, joining }: Omit<Decided, 'happened'>,
  first: boolean,
): string {
  const next = stepDue(state)
  const action = next === undefined ? '' : writing.addresses.step(next, anyStep)
  const sounds = spoken(writing.speech, locale, effects.flatMap(promptsOf))
  const last = effects.at(-1)
  if (last?.do === 'ask') {
    const asking = { action, keys: last.keys, opening: first }
    return askDocument(writing, locale, sounds, asking)
  }
  if (last?.do === 'join' && joining !== undefined) {
    // Whoever comes back is told that nobody is there, not that they are the first.
    const turn = state.at === 'away' ? 1 : 0
    return joinDocument(writing, locale, sounds, {
      action,
      conferenceName: anyConference,
      callersMax: joining.room.callersMax,
      waiting: writing.addresses.waiting(locale, turn),
    })
  }
  return last?.do === 'hang-up' ? goodbyeDocument(writing, locale, sounds) : emptyDocument()
}

const promptsOf = (effect: Effect) => ('prompts' in effect ? effect.prompts : [])
