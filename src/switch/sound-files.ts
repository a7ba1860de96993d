import { boundedCache } from './bounded-cache.ts'
import { ExchangeFailed, type Answer, type Exchange } from './exchange.ts'
import type { Sound } from './media/frame.ts'
import { readWav, WavUnreadable } from './media/sound/wav.ts'
import { TwimlError } from './twiml/errors.ts'
import { isAway, WebhookFailed } from './webhook/webhook.ts'

/** One file: about an hour of a telephone's sound. */
const fileBytesMax = 64 * 1024 * 1024
/** All that is kept decoded, two bytes a sample. */
const keptBytesMax = 128 * 1024 * 1024
const connectMs = 5_000
const readMs = 15_000
/** A file asked for again so soon is not asked about: prompts of one sentence are fetched together. */
const freshMsLeast = 2_000
const freshSecondsMax = 24 * 60 * 60

const readable = /^(audio\/(wav|wave|x-wav|vnd\.wave)|application\/octet-stream)$/

type Kept = {
  readonly sound: Sound
  readonly etag: string | undefined
  readonly lastModified: string | undefined
  freshUntil: number
}

export type SoundFilesNeeds = {
  readonly exchange: Exchange
  /** The same rule as for documents: only the application's own addresses. */
  readonly mayAsk: (origin: string) => boolean
  readonly now: () => number
}

/**
 * `<Play>`: fetched unsigned and without parameters (Twilio, Play), decoded once, kept by ETag, Last-Modified and
 * Cache-Control.
 *
 * @returns a function that throws WebhookFailed 11200 … · TwimlError 13420 no sound that we can play
 */
export function makeSoundFiles({ exchange, mayAsk, now }: SoundFilesNeeds) {
  const cache = boundedCache<Kept>(keptBytesMax)
  /** Two calls that want the same file at once fetch it once. */
  const underway = new Map<string, Promise<Sound>>()

  return async function soundFile(address: string, signal: AbortSignal): Promise<Sound> {
    const url = URL.parse(address)
    if (!url || !mayAsk(url.origin))
      throw new WebhookFailed(11210, address, 'Sound is played only from the configured addresses')
    url.hash = ''
    const kept = cache.get(url.href)
    if (kept && now() < kept.freshUntil) return kept.sound
    const running = underway.get(url.href) ?? fetchOnce(url, kept)
    return await abortable(running, signal)
  }

  function fetchOnce(url: URL, kept: Kept | undefined): Promise<Sound> {
    const running = fetchSound(url, kept).finally(() => underway.delete(url.href))
    underway.set(url.href, running)
    return running
  }

  async function fetchSound(url: URL, kept: Kept | undefined): Promise<Sound> {
    const answer = await ask(url, kept)
    if (answer === undefined && kept) return kept.sound
    if (answer === undefined) throw new WebhookFailed(11200, url.href, 'Nobody is there', true)
    const freshUntil = now() + freshMs(answer.header('cache-control'))
    if (answer.status === 304 && kept) {
      kept.freshUntil = freshUntil
      return kept.sound
    }
    if (answer.status !== 200)
      throw new WebhookFailed(11200, url.href, `The sound was answered with ${answer.status}`)
    const sound = decode(answer)
    const etag = answer.header('etag')
    const lastModified = answer.header('last-modified')
    cache.set(url.href, { sound, etag, lastModified, freshUntil }, sound.byteLength)
    return sound
  }

  /** Undefined when nobody is there: a sound that was right a while ago is better than none (RFC 5861 §4). */
  async function ask(url: URL, kept: Kept | undefined): Promise<Answer | undefined> {
    const headers = {
      'User-Agent': 'TwilioProxy/1.1',
      Accept: 'audio/*',
      ...(kept?.etag !== undefined && { 'If-None-Match': kept.etag }),
      ...(kept?.lastModified !== undefined && { 'If-Modified-Since': kept.lastModified }),
    }
    const limits = {
      connectMs,
      readMs,
      bytesMax: fileBytesMax,
      signal: AbortSignal.timeout(readMs),
    }
    try {
      return await exchange({ url, method: 'GET', headers, ...limits })
    } catch (error) {
      if (!(error instanceof ExchangeFailed)) throw error
      const away = isAway(error.failure)
      if (away) return undefined
      throw new WebhookFailed(11200, url.href, `The sound cannot be had: ${error.message}`)
    }
  }
}

function decode(answer: Answer): Sound {
  const type = answer.header('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
  if (!readable.test(type))
    throw new TwimlError(13420, `A sound of type "${type.slice(0, 60)}" cannot be played; WAV can`)
  try {
    return readWav(answer.body)
  } catch (error) {
    if (!(error instanceof WavUnreadable)) throw error
    throw new TwimlError(13420, `The sound cannot be played: ${error.message}`)
  }
}

function freshMs(cacheControl: string | undefined): number {
  const seconds = Number(/max-age=(\d{1,9})/.exec(cacheControl ?? '')?.[1] ?? 0)
  return Math.max(freshMsLeast, Math.min(seconds, freshSecondsMax) * 1000)
}

/** The fetch goes on for the others who want it. Rejects when the signal aborts. */
function abortable<T>(running: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const aborted = () => {
      reject(new WebhookFailed(11205, '', 'No longer wanted'))
    }
    if (signal.aborted) aborted()
    signal.addEventListener('abort', aborted, { once: true })
    running.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', aborted)
    })
  })
}
