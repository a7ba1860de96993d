/**
 * Which recordings a language needs: one per piece of text in its prompts file, one per number, key and
 * piece of a date.
 *
 *     "others-here": ["Außer Ihnen sind", "{count}", "da."]
 *                     others-here-1.wav   numbers     others-here-2.wav
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { digitTailSilenceMs } from './shape.ts'
import { allTimePieces, timeWordsShape } from '../conference/call/spoken-time.ts'

const wordsByNumber = z.record(z.string().regex(/^\d+$/), z.string().min(1))

/** What the maker of sound reads of config/prompts.<locale>.json. */
const promptsFile = z.object({
  locale: z.string().regex(/^[a-z]{2}$/),
  prompts: z.record(z.string().regex(/^[a-z0-9-]+$/), z.array(z.string().min(1)).min(1)),
  numbers: wordsByNumber,
  digits: wordsByNumber,
  keys: z.strictObject({ '*': z.string().min(1), '#': z.string().min(1) }),
  time: timeWordsShape,
})

export type PromptsFile = z.infer<typeof promptsFile>

/** The name that is in the recorded greeting; another one is spoken by the machine during the call. */
const recordedOrganisation = 'Telefon-Runde'

/** One file of sound, the words in it, and the silence behind them where it is not the usual one. */
export type Recording = { file: string; text: string; wantedTailMs?: number }

/** Throws with everything that is wrong in the file. */
export function readPrompts(configFolder: string, locale: string): PromptsFile {
  const text = readFileSync(join(configFolder, `prompts.${locale}.json`), 'utf8')
  return promptsFile.parse(JSON.parse(text))
}

/**
 * Every recording, each text once: where two prompts share a piece, the first one names the file, and a
 * digit that sounds like the number is the number's file.
 */
export function recordingsOf({ prompts, numbers, digits, keys, time }: PromptsFile): Recording[] {
  const wanted = [
    ...Object.entries(prompts).flatMap(([name, pieces]) => ofPrompt(name, pieces)),
    ...Object.entries(numbers).map(([n, text]) => ({ file: `number-${n}.wav`, text })),
    ...Object.entries(digits).map(([digit, text]) => ({
      file: `digit-${digit}.wav`,
      text,
      wantedTailMs: digitTailSilenceMs,
    })),
    { file: 'key-star.wav', text: keys['*'] },
    { file: 'key-pound.wav', text: keys['#'] },
    ...allTimePieces(time).map(([name, text]) => ({ file: `${name}.wav`, text })),
  ]
  const byText = new Map<string, Recording>()
  for (const recording of wanted) {
    if (!byText.has(recording.text)) byText.set(recording.text, recording)
  }
  return [...byText.values()]
}

/** The text whose recording this piece is, if it is no pause and nothing known only during the call. */
export function recordedText(piece: string): string | undefined {
  const text = piece.replaceAll('{organisation}', recordedOrganisation)
  return /[{<]/.test(text) ? undefined : text
}

function ofPrompt(name: string, pieces: readonly string[]): Recording[] {
  const texts = pieces.map(recordedText).filter((text) => text !== undefined)
  const [only] = texts
  if (only !== undefined && texts.length === 1) return [{ file: `${name}.wav`, text: only }]
  return texts.map((text, at) => ({ file: `${name}-${at + 1}.wav`, text }))
}
