import type { Prompt } from '../conference/prompts.ts'
import type { Locale } from '../conference/room.ts'
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
  // The carrier counts pauses in whole seconds (Twilio, Pause).
  const pauseMs = /^<pause (\d+)>$/.exec(piece)?.[1]
  if (pauseMs !== undefined)
    return [{ is: 'pause', seconds: Math.max(1, Math.round(Number(pauseMs) / 1000)) }]
  const place = /^\{(digits|count)\}$/.exec(piece)?.[1] as 'digits' | 'count' | undefined
  if (place !== undefined) {
    return numberWords(language, prompt.values?.[place] ?? 0).map((word) =>
      words(speech, language, word),
    )
  }
  return [words(speech, language, piece.replaceAll('{organisation}', speech.organisation))]
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
