/**
 * Whether the sentences are such that people understand them on a telephone, hear them once, and know
 * what to do: the rules as a table. A mistake names the prompt, the rule and
 * what to write instead.
 *
 *     pieces ["Für Hilfe", "<pause 700>", "drücken Sie die Null."]
 *        │
 *        ├─▶ as one text    sentences   length, ends, words
 *        └─▶ as a row       choices     what for, pause, key
 */
import { countWords } from './measure.ts'
import type { PromptsFile } from './recordings.ts'
import { vocabularies } from './vocabulary.ts'

/** */
export const wordsPerSentenceMax = 12
export const wordsOnAverageMax = 8
/** more than these nobody keeps in mind. */
export const choicesMax = 3
export const choicePauseLeastMs = 700

type Prompt = { readonly name: string; readonly pieces: readonly string[] }
type Rule = (prompt: Prompt, locale: string) => readonly string[]

/** Everything wrong with the sentences of one language, a line each. */
export function plainWordsMistakes({ locale, prompts }: PromptsFile): string[] {
  const all = Object.entries(prompts).map(([name, pieces]) => ({ name, pieces }))
  const found = all.flatMap((prompt) =>
    rules.flatMap((rule) => rule(prompt, locale).map((what) => `"${prompt.name}": ${what}`)),
  )
  const lengths = all.flatMap(({ pieces }) => sentencesOf(pieces)).map(countWords)
  const mean = lengths.reduce((sum, words) => sum + words, 0) / Math.max(1, lengths.length)
  return mean <= wordsOnAverageMax
    ? found
    : [
        ...found,
        `A-23: sentences have ${mean.toFixed(1)} words on average, not ${wordsOnAverageMax}`,
      ]
}

/** The sentences of a prompt as a caller hears them, with something in every place; numbers and times end theirs. */
export function sentencesOf(pieces: readonly string[]): string[] {
  return pieces
    .filter((piece) => !piece.startsWith('<'))
    .join(' ')
    .replace(/\{organisation\}/g, 'Telefon-Runde')
    .replace(/\{(?:digits|count)\}/g, '6')
    .replace(/\{\w+\}/g, '6.')
    .split(/(?<=[.!?])\s+/)
    .filter((sentence) => sentence !== '')
}

const rules: readonly Rule[] = [
  ({ pieces }) =>
    sentencesOf(pieces)
      .filter((sentence) => countWords(sentence) > wordsPerSentenceMax)
      .map(
        (it) => `A-23: "${it}" has ${countWords(it)} words, not ${wordsPerSentenceMax}; make two`,
      ),
  ({ pieces }) =>
    sentencesOf(pieces)
      .filter((sentence) => !/[.!?]$/.test(sentence))
      .map((sentence) => `A-23: "${sentence}" does not end; put a full stop`),
  ({ pieces }, locale) =>
    sentencesOf(pieces).flatMap((sentence) =>
      (vocabularies[locale] ?? [])
        .filter(({ not }) => not.test(sentence))
        .map(({ rule, say }) => `${rule}: "${sentence}"; ${say}`),
    ),
  ({ pieces }) => choiceMistakes(pieces),
  ({ pieces }) =>
    pieces.some((piece) => /^\{(?:roomNumber|keys)\}$/.test(piece)) &&
    /\bPIN\b/.test(pieces.join(' '))
      ? ['A-08: a number is read aloud beside the word PIN; others may hear it']
      : [],
  ({ name, pieces }, locale) =>
    afterAMistake.test(name) && !tellsWhatToDo(pieces, locale)
      ? ['A-08: say what to do next, for example "Bitte prüfen Sie …" or "Please check …"']
      : [],
]

/** What is heard when something went wrong. */
const afterAMistake =
  /^(?:not-found|goodbye-|trouble|room-full|closed|too-early|noise|ask-.*-again)/
const whatToDo: Readonly<Record<string, RegExp>> = {
  de: /\b[Bb]itte\b|\b(?:Rufen|Legen|Drücken|drücken|Fragen|Hilfe bekommen) Sie\b|Für Hilfe/,
  en: /\b(?:[Pp]lease|[Pp]ress|[Cc]all|[Hh]ang up|You can|Let us|help)\b/,
}

function tellsWhatToDo(pieces: readonly string[], locale: string): boolean {
  return whatToDo[locale]?.test(pieces.join(' ')) ?? true
}

/** A key is named where it says so: the piece begins with the verb, a pause and the purpose come before. */
function choiceMistakes(pieces: readonly string[]): string[] {
  const keys = pieces.flatMap((piece, at) => (namesKey.test(piece) ? [at] : []))
  const many =
    keys.length > choicesMax ? [`A-02: ${keys.length} keys at once, not ${choicesMax}`] : []
  const wrong = keys.flatMap((at) => {
    const pauseMs = Number(/^<pause (\d+)>$/.exec(pieces[at - 1] ?? '')?.[1] ?? 0)
    const purpose = pieces[at - 2] ?? ''
    const right =
      /^(?:drücken|dann|press|then) /.test(pieces[at] ?? '') &&
      pauseMs >= choicePauseLeastMs &&
      purpose !== ''
    return right
      ? []
      : [`A-02: "${pieces[at] ?? ''}" needs what it is for, then <pause 700>, before`]
  })
  return [...many, ...wrong]
}

const keyNames =
  'Null|Eins|Zwei|Drei|Vier|Fünf|Sechs|Sieben|Acht|Neun|(?:Stern|Raute)-Taste|' +
  'zero|one|two|three|four|five|six|seven|eight|nine|(?:star|hash) key'
const namesKey = new RegExp(`\\b(?:drücken Sie|dann|press|then) (?:die |the )?(?:${keyNames})`, 'i')
