import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { XmlElement } from '@rgrove/parse-xml'
import { sampleRate } from '../../src/switch/media/frame.ts'
import { readWav } from '../../src/switch/media/sound/wav.ts'
import { readSpeech, type Speech } from '../../src/voice/speech.ts'
import { elementsOf } from './elements.ts'

/*
 * Documents as a carrier reads them, for tests that ask what is in all of them: how long is it, how much time does
 * it leave, what may not be in it.
 */

export const configFolder = fileURLToPath(new URL('../../config', import.meta.url))

const speeches = new Map<string, Promise<Speech>>()

/** Speech from our own recordings, as callers of the built-in switch hear it. Read once. */
export function recorded(locale: string): Promise<Speech> {
  const manner = { configFolder, voice: 'files', organisation: 'Telefon-Runde', locale } as const
  const speech = speeches.get(locale) ?? readSpeech(manner)
  speeches.set(locale, speech)
  return speech
}

const seconds = new Map<string, number>()

/** Seconds until all of a document is said, measured from its audio files. @throws Error for a piece without a recording */
export function spokenSeconds(xml: string): number {
  return elementsOf(xml).reduce((sum, element) => sum + secondsOf(element), 0)
}

function secondsOf({ name, attributes, text }: XmlElement): number {
  if (name === 'Pause') return Number(attributes['length'] ?? 1)
  if (name === 'Say') throw new Error(`nobody has recorded “${text}”`)
  return name === 'Play' ? fileSeconds(text) : 0
}

function fileSeconds(address: string): number {
  const [, path = ''] = /\/voice\/audio\/([^?]+)/.exec(address) ?? []
  const known = seconds.get(path)
  if (known !== undefined) return known
  const measured = readWav(readFileSync(`${configFolder}/audio/${path}`)).length / sampleRate
  seconds.set(path, measured)
  return measured
}
