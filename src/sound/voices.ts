/**
 * Who speaks each language until a person does: a voice of espeak-ng, how fast, and what it would
 * otherwise read wrongly. Slow enough for ears over 70, so every file stays under `wordsPerMinuteMax`.
 */

/** How a locale sounds. `speed` is espeak-ng's own, a little off real words a minute; `pitch` is 0–99. */
export type Voice = {
  name: string
  speed: number
  pitch: number
  /** Written so, spoken so: whole words only. */
  spoken: ReadonlyMap<string, string>
}

/** Faster speech is lost first on people who hear badly. */
export const wordsPerMinuteMax = 130

const german: Voice = {
  name: 'de+f3',
  speed: 132,
  pitch: 40,
  spoken: new Map([
    ['PIN', 'Pinn'],
    ['gehört', 'gehöhrt'],
  ]),
}

const english: Voice = {
  name: 'en-gb+f3',
  speed: 132,
  pitch: 40,
  spoken: new Map([
    ['PIN', 'pin'],
    ['Telefon-Runde', 'Tellafone-Roonda'],
  ]),
}

const voices: Readonly<Record<string, Voice>> = { de: german, en: english }

/** A language without a line above speaks with espeak-ng's voice of the same name: a start, not yet good. */
export function voiceOf(locale: string): Voice {
  return voices[locale] ?? { name: `${locale}+f3`, speed: 132, pitch: 40, spoken: new Map() }
}

/**
 * What the voice is told to read. A piece that is no whole sentence goes on after it, so a comma keeps
 * the voice up instead of ending there.
 */
export function asSpoken(text: string, voice: Voice): string {
  const words = text.split(/(?<=[\s.,:!?])|(?=[\s.,:!?])/u)
  const read = words.map((word) => voice.spoken.get(word) ?? word).join('')
  return /[.!?:,]$/.test(read) ? read : `${read},`
}
