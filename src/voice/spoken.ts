import { inThrees } from '../conference/room/numbers.ts'
import type { Prompt, Values } from '../conference/call/prompts.ts'
import type { Locale } from '../conference/room/room.ts'
import { momentPieces, timePieces } from '../conference/call/spoken-time.ts'
import { languageOf } from './speech.ts'
import type { Language, SoundFile, Speech } from './speech.ts'

/** One thing a document lets a caller hear. */
export type Sound =
  | { readonly is: 'play'; readonly file: SoundFile }
  | { readonly is: 'say'; readonly text: string }
  | { readonly is: 'pause'; readonly seconds: number }

/** How long the caller waits in silence where there is no music file. */
const withoutMusicSeconds = 25

/**
 * Prompts become sounds, piece by piece:
 *
 *   "others-here": ["Außer Ihnen sind", "{count}", "da."]   with count 4
 *
 *   voice files          play     play      play              what is not recorded is said
 *   a carrier's voice    say "Außer Ihnen sind vier da."
 */
export function spoken(speech: Speech, locale: Locale, said: readonly Prompt[]): readonly Sound[] {
  const language = languageOf(speech, locale)
  const sounds: Sound[] = []
  for (const prompt of said) {
    for (const piece of language.sentences[prompt.name]) {
      for (const sound of pieceSounds(speech, language, prompt, piece)) append(sounds, sound)
    }
  }
  return sounds
}

function pieceSounds(speech: Speech, language: Language, prompt: Prompt, piece: string): Sound[] {
  if (piece === '<music>') {
    return speech.music === undefined
      ? [{ is: 'pause', seconds: withoutMusicSeconds }]
      : [{ is: 'play', file: speech.music }]
  }
  if (piece === '<tone>') return speech.tone ? [{ is: 'play', file: speech.tone }] : []
  const pauseMs = /^<pause (\d+)>$/.exec(piece)?.[1]
  if (pauseMs !== undefined) return [pause(Number(pauseMs))]
  const place = /^\{(\w+)\}$/.exec(piece)?.[1] ?? ''
  if (isPlace(place)) {
    const sounds = fill(language, prompt.values ?? {}, place).map((part) =>
      part === apart ? pause(0) : words(speech, language, part),
    )
    return endsItsSentence.has(place) ? withFullStop(sounds) : sounds
  }
  return [words(speech, language, piece.replaceAll('{organisation}', speech.organisation))]
}

/** The carrier counts pauses in whole seconds (Twilio, Pause). */
function pause(ms: number): Sound {
  return { is: 'pause', seconds: Math.max(1, Math.round(ms / 1000)) }
}

/** A breath between groups of digits. */
const apart = Symbol('a breath')
type Part = string | typeof apart

/** What each place in a sentence sounds like, once it has its value. */
const places: {
  readonly [P in keyof Values]-?: (
    language: Language,
    value: NonNullable<Values[P]>,
  ) => readonly Part[]
} = {
  digits: numberWords,
  count: numberWords,
  roomNumber: (language, number) => keyWords(language, inThrees(number)),
  helpNumber: keyWords,
  callbackNumber: keyWords,
  keys: keyWords,
  time: ({ time }, clock) => timePieces(time, clock),
  when: ({ time }, moment) => momentPieces(time, moment),
}
const endsItsSentence = new Set<string>([
  'roomNumber',
  'helpNumber',
  'callbackNumber',
  'keys',
  'time',
  'when',
])

function isPlace(place: string): place is keyof Values {
  return Object.hasOwn(places, place)
}

/** A place without its value is left out: half a sentence is better than no answer to the caller. */
function fill(language: Language, values: Values, place: keyof Values): readonly Part[] {
  const value = values[place]
  const say = places[place] as (language: Language, value: unknown) => readonly Part[]
  return value === undefined ? [] : say(language, value)
}

/** The machine lets its voice fall at a full stop, and begins anew after it. */
function withFullStop(sounds: readonly Sound[]): Sound[] {
  const last = sounds.at(-1)
  if (last?.is !== 'say' || /[.!?]$/.test(last.text)) return [...sounds]
  return [...sounds.slice(0, -1), { is: 'say', text: `${last.text}.` }]
}

/** `030 12` → null, drei, null, a breath, eins, zwei. */
function keyWords({ keys }: Language, typed: string): Part[] {
  return Array.from(typed.trim(), (key) => (key === ' ' ? apart : (keys.get(key) ?? key)))
}

function words(speech: Speech, language: Language, text: string): Sound {
  const file = speech.voice === 'files' ? language.recordings.get(text) : undefined
  return file === undefined ? { is: 'say', text } : { is: 'play', file }
}

/** `123` → einhundert, dreiundzwanzig: hundreds and the rest, as they are recorded. */
function numberWords({ numbers }: Language, count: number): string[] {
  const whole = numbers.get(count)
  if (whole !== undefined) return [whole]
  const rest = count % 100
  const parts = [numbers.get(count - rest), numbers.get(rest)].filter((word) => word !== undefined)
  return parts.length === 2 ? parts : [String(count)]
}

/** Words that follow one another are said in one breath. */
function append(sounds: Sound[], sound: Sound): void {
  const last = sounds.at(-1)
  if (last?.is === 'say' && sound.is === 'say') {
    sounds[sounds.length - 1] = { is: 'say', text: `${last.text} ${sound.text}` }
  } else {
    sounds.push(sound)
  }
}
