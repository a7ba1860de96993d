import type { RequestHandler } from 'express'
import type { Speech } from './speech.ts'

/** The address holds a digest of the sound, so that what is kept can never be out of date. */
const keptSeconds = 365 * 24 * 60 * 60

/**
 * GET /voice/audio/music.wav, /voice/audio/de/greeting.wav: the recordings, to anybody; carriers fetch
 * them unsigned. Only files that were there at start can be had.
 */
export function soundFile({ files }: Speech): RequestHandler<{ locale?: string; file: string }> {
  return ({ params: { locale, file } }, response, next) => {
    const found = files.get(locale === undefined ? file : `${locale}/${file}`)
    if (found === undefined) {
      next()
      return
    }
    response.set('Cache-Control', `public, max-age=${keptSeconds}, immutable`)
    response.sendFile(found.file, { cacheControl: false })
  }
}
