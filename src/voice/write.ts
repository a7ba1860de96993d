import type { Effect } from '../conference/call/callflow.ts'
import type { PracticeMoved } from '../conference/call/practice.ts'
import type { Prompt } from '../conference/call/prompts.ts'
import type { Locale } from '../conference/room/room.ts'
import { stepDue } from './addresses.ts'
import type { Decided } from './decide.ts'
import {
  askDocument,
  emptyDocument,
  goodbyeDocument,
  humanDocument,
  joinDocument,
  pauseDocument,
  waitingDocument,
} from './documents.ts'
import type { Writing } from './parts.ts'
import { practiceDocument } from './practice.ts'
import { spoken, type Sound } from './spoken.ts'

/** Documents that differ only in their one-time words are written once; there are a few hundred. */
const writtenMax = 1000
const written = new WeakMap<Writing, Map<string, string>>()
/** Stand in for what is different each time; no sentence and no address contains them. */
const anyStep = 'STEP-TOKEN'
const anyConference = 'CONFERENCE-NAME'
const anySeconds = 86_399
/** A carrier ends every call after four hours (Twilio, Dial: timeLimit); shorter than this helps nobody. */
const meetingSecondsMax = 4 * 60 * 60
const meetingSecondsMin = 60

export type ToWrite = Pick<Decided, 'state' | 'effects' | 'locale' | 'joining'>

/** What the flow wants done, as a document for the carrier. `step` is the token of the request that may follow. */
export function write(writing: Writing, decided: ToWrite, step: string, first: boolean): string {
  const { state, effects, locale, joining } = decided
  const room = joining?.room
  const key = [state.at, effects, locale, room?.callersMax, room?.entryTone, first]
  const write = () => writeOnce(writing, decided, first)
  return (saysKeysBack(effects) ? write() : remembered(writing, key, write))
    .replaceAll(anyStep, step)
    .replaceAll(anyConference, joining?.meeting.conferenceName ?? step)
    .replace(
      `timeLimit="${String(anySeconds)}"`,
      `timeLimit="${String(seconds(writing, decided))}"`,
    )
}

/** What somebody hears who is alone: these words, then music, and then the same question again. */
export function writeAlone(writing: Writing, locale: Locale, prompts: readonly Prompt[]): string {
  return remembered(writing, ['alone', locale, prompts], () => {
    const sounds = spoken(writing.speech, locale, [...prompts, { name: 'waiting-music' }])
    return waitingDocument(writing, locale, sounds, writing.addresses.waiting(locale, 1))
  })
}

/** The document of this key, written when it is asked for the first time. */
function remembered(writing: Writing, about: readonly unknown[], write: () => string): string {
  const known = written.get(writing) ?? new Map<string, string>()
  written.set(writing, known)
  const key = JSON.stringify(about)
  const document = known.get(key) ?? write()
  if (known.size < writtenMax) known.set(key, document)
  return document
}

/** What a caller has keyed stands in the document; it is not kept in memory after it was sent. */
function saysKeysBack(effects: readonly Effect[]): boolean {
  return effects
    .flatMap(promptsOf)
    .some(({ values }) => values?.callbackNumber ?? values?.roomNumber ?? values?.keys)
}

/** Until everybody is asked whether they stay. */
function seconds({ clock }: Writing, { state }: ToWrite): number {
  if (!('until' in state)) return meetingSecondsMax
  const left = Math.ceil((state.until - clock()) / 1000)
  return Math.min(meetingSecondsMax, Math.max(meetingSecondsMin, left))
}

function writeOnce(writing: Writing, decided: ToWrite, first: boolean): string {
  const { state, effects, locale } = decided
  const next = stepDue(state)
  const action = next === undefined ? '' : writing.addresses.step(next, anyStep)
  const sounds = spoken(writing.speech, locale, effects.flatMap(promptsOf))
  const last = effects.at(-1)
  switch (last?.do) {
    case 'ask':
      return askDocument(writing, locale, sounds, {
        action,
        keys: last.keys,
        manner: last.manner,
        opening: first,
      })
    case 'join':
      return joining(writing, decided, last, sounds, action)
    case 'wait':
      return waitingDocument(writing, locale, sounds, action)
    case 'pause':
      return pauseDocument(writing, locale, sounds, { next: action, seconds: last.seconds })
    case 'dial-human':
      return writing.helpNumber === undefined
        ? goodbyeDocument(writing, locale, sounds)
        : humanDocument(writing, locale, sounds, { action, ...writing.helpNumber })
    case 'practise': {
      const moved: Pick<PracticeMoved, 'then'> = { then: { do: 'echo' } }
      const prompts = effects.flatMap(promptsOf)
      const practising = { ...moved, prompts, state: { at: 'hearing-oneself' } as const }
      return practiceDocument(writing, locale, practising, {
        action,
        conferenceName: anyConference,
      })
    }
    case 'hang-up':
      return goodbyeDocument(writing, locale, sounds)
    // Nothing to wait for: the call is over, or goes on with what it has.
    case 'look-up':
    case 'check':
    case 'say':
    case 'act':
    case 'ask-for-help':
    case 'request-help':
    case undefined:
      return emptyDocument()
  }
}

function joining(
  writing: Writing,
  { locale, joining }: ToWrite,
  { muted, quiet }: Extract<Effect, { do: 'join' }>,
  sounds: readonly Sound[],
  action: string,
): string {
  if (joining === undefined) return goodbyeDocument(writing, locale, sounds)
  const { callersMax, entryTone } = joining.room
  return joinDocument(writing, locale, sounds, {
    action,
    conferenceName: anyConference,
    region: writing.region,
    callersMax,
    muted,
    tone: entryTone && !quiet,
    timeLimitSeconds: anySeconds,
    // Whoever comes back is told that nobody is there, not that they are the first.
    waiting: writing.addresses.waiting(locale, quiet ? 1 : 0),
  })
}

const promptsOf = (effect: Effect) => ('prompts' in effect ? effect.prompts : [])
