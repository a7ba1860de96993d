import { spawn } from 'node:child_process'
import { boundedCache } from './bounded-cache.ts'
import type { Log } from './log.ts'
import type { Sound } from './media/frame.ts'
import { makeTone } from './media/sound/tone.ts'
import { readWav } from './media/sound/wav.ts'

/** A sentence that takes longer to render than this is not worth waiting for. */
const renderMsMax = 10_000
/** Ten minutes of speech as espeak-ng writes it. */
const wavBytesMax = 32 * 1024 * 1024
const keptBytesMax = 32 * 1024 * 1024
/** Renderings at once; others wait their turn. */
const renderingsMax = 2
/** Words a minute: for people on a telephone, many of them hard of hearing. */
const wordsPerMinute = 130

/** Heard where a sentence should be, when there is no voice. */
const speechless: Sound = makeTone([440], 300, -24)

/** Turns a text into WAV bytes; rejects when it cannot. */
export type Renderer = (text: string, language: string) => Promise<Buffer>

/**
 * `<Say>`: spoken by a voice on this machine, kept by text and language. Never fails: without a voice it is a short tone,
 * and the log says once how to get one.
 */
export function makeSpeech(log: Log, render: Renderer = espeak) {
  const cache = boundedCache<Sound>(keptBytesMax)
  const underway = new Map<string, Promise<Sound>>()
  let queue: Promise<unknown>[] = []
  let told = false

  return async function speech(
    text: string,
    language: string,
    signal: AbortSignal,
  ): Promise<Sound> {
    const key = `${language} ${text}`
    const kept = cache.get(key)
    if (kept) return kept
    const running = underway.get(key) ?? renderOnce(key, text, language)
    const stop = new AbortController()
    const gaveUp = new Promise<void>((resolve) => {
      if (signal.aborted) resolve()
      signal.addEventListener(
        'abort',
        () => {
          resolve()
        },
        { once: true, signal: stop.signal },
      )
    })
    const sound = await Promise.race([running, gaveUp])
    stop.abort()
    return sound ?? speechless
  }

  function renderOnce(key: string, text: string, language: string): Promise<Sound> {
    const running = renderInTurn(text, language)
      .then((sound) => {
        cache.set(key, sound, sound.byteLength)
        return sound
      })
      .catch((error: unknown) => {
        if (!told) log.warn({ why: String(error) }, 'nobody can speak <Say>: install espeak-ng')
        told = true
        return speechless
      })
      .finally(() => underway.delete(key))
    underway.set(key, running)
    return running
  }

  async function renderInTurn(text: string, language: string): Promise<Sound> {
    while (queue.length >= renderingsMax) await Promise.race(queue)
    const rendering = render(text, language)
    const over = rendering.then(
      () => {
        queue = queue.filter((one) => one !== over)
      },
      () => {
        queue = queue.filter((one) => one !== over)
      },
    )
    queue.push(over)
    return readWav(await rendering)
  }
}

/** Runs `espeak-ng` as a process of its own; the text goes in by its standard input, never through a shell. */
export function espeak(text: string, language: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const voice = language.toLowerCase().split('-')[0] ?? 'en'
    const child = spawn(
      'espeak-ng',
      ['--stdin', '--stdout', '-v', voice, '-s', String(wordsPerMinute)],
      { stdio: ['pipe', 'pipe', 'ignore'], timeout: renderMsMax, killSignal: 'SIGKILL' },
    )
    const parts: Buffer[] = []
    let length = 0
    child.stdout.on('data', (part: Buffer) => {
      length += part.length
      if (length > wavBytesMax) child.kill('SIGKILL')
      else parts.push(part)
    })
    child.on('error', reject)
    child.stdin.on('error', () => undefined)
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(parts))
      else reject(new Error(`espeak-ng ended with ${String(code)}`))
    })
    child.stdin.end(text)
  })
}
