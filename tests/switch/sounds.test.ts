import { afterEach, beforeEach, describe, expect, it, test } from '@jest/globals'
import fc from 'fast-check'
import { boundedCache } from '../../src/switch/bounded-cache.ts'
import { makeExchange } from '../../src/switch/exchange.ts'
import { makeTone } from '../../src/switch/media/sound/tone.ts'
import { readWav, writeWav } from '../../src/switch/media/sound/wav.ts'
import { makeSoundFiles } from '../../src/switch/sound-files.ts'
import { espeak, makeSpeech, type Renderer } from '../../src/switch/speech.ts'
import { application, type Application, type Page } from './application.ts'

const never = new AbortController().signal
const tone = makeTone([440], 500, -20)
const wav = writeWav(tone)

describe('<Play>: files of sound', () => {
  const exchange = makeExchange()
  let app: Application
  let now = 0

  async function filesOf(pages: Readonly<Record<string, Page>>) {
    app = await application(pages)
    return makeSoundFiles({ exchange, mayAsk: (origin) => origin === app.origin, now: () => now })
  }

  beforeEach(() => {
    now = 0
  })
  afterEach(async () => {
    exchange.close()
    await app[Symbol.asyncDispose]()
  })

  const page: Page = (response, { headers }) => {
    if (headers['if-none-match'] === '"v1"') response.writeHead(304).end()
    else response.writeHead(200, { 'Content-Type': 'audio/wav', ETag: '"v1"' }).end(wav)
  }

  it('are fetched without signature and parameters', async () => {
    const file = await filesOf({ '/a.wav': page })
    expect(await file(`${app.origin}/a.wav`, never)).toEqual(tone)
    expect(app.asked).toMatchObject([{ method: 'GET', path: '/a.wav', form: {} }])
    expect(app.asked[0]?.headers).not.toHaveProperty('x-twilio-signature')
  })

  it('are kept, and asked about by ETag when they are no longer fresh', async () => {
    const file = await filesOf({ '/a.wav': page })
    const first = await file(`${app.origin}/a.wav`, never)
    expect(await file(`${app.origin}/a.wav`, never)).toBe(first)
    expect(app.asked).toHaveLength(1)
    now = 10_000
    expect(await file(`${app.origin}/a.wav`, never)).toBe(first)
    expect(app.asked[1]?.headers['if-none-match']).toBe('"v1"')
  })

  it('stay fresh as long as Cache-Control says', async () => {
    const file = await filesOf({
      '/a.wav': (response) =>
        response
          .writeHead(200, { 'Content-Type': 'audio/x-wav', 'Cache-Control': 'public, max-age=60' })
          .end(wav),
    })
    await file(`${app.origin}/a.wav`, never)
    now = 59_000
    await file(`${app.origin}/a.wav`, never)
    expect(app.asked).toHaveLength(1)
    now = 61_000
    await file(`${app.origin}/a.wav`, never)
    expect(app.asked).toHaveLength(2)
  })

  it('are fetched once for all who want them at the same time', async () => {
    const file = await filesOf({ '/a.wav': page })
    const url = `${app.origin}/a.wav`
    const [one, other] = await Promise.all([file(url, never), file(url, never)])
    expect(one).toBe(other)
    expect(app.asked).toHaveLength(1)
  })

  it('S-82: come only from the application', async () => {
    const file = await filesOf({})
    await expect(file('http://169.254.169.254/a.wav', never)).rejects.toMatchObject({ code: 11210 })
    await expect(file('file:///etc/passwd', never)).rejects.toMatchObject({ code: 11210 })
    await expect(file('../a.wav', never)).rejects.toMatchObject({ code: 11210 })
    expect(app.asked).toEqual([])
  })

  it.each([
    ['missing', 404, 'audio/wav', wav, 11200],
    ['moved', 302, 'audio/wav', wav, 11200],
    ['a web page', 200, 'text/html', '<p>', 13420],
    ['MP3', 200, 'audio/mpeg', 'ID3', 13420],
    ['broken', 200, 'audio/wav', 'RIFF0000WAVE', 13420],
  ])('that are %s fail: %i %s → %s', async (_what, status, type, body, code) => {
    const file = await filesOf({
      '/a.wav': (response) => response.writeHead(status, { 'Content-Type': type }).end(body),
    })
    await expect(file(`${app.origin}/a.wav`, never)).rejects.toMatchObject({ code })
  })
})

describe('<Say>: speech', () => {
  function speaking(render: Renderer) {
    const asked: string[] = []
    const told: string[] = []
    const note = (_: unknown, message: string) => told.push(message)
    const speech = makeSpeech({ info: note, warn: note, error: note }, (text, language) => {
      asked.push(`${language} ${text}`)
      return render(text, language)
    })
    return { speech, asked, told }
  }

  it('is rendered once for each text and language', async () => {
    const { speech, asked } = speaking(() => Promise.resolve(wav))
    expect(await speech('Hallo', 'de-DE', never)).toEqual(tone)
    await Promise.all([speech('Hallo', 'de-DE', never), speech('Hello', 'en-US', never)])
    expect(asked).toEqual(['de-DE Hallo', 'en-US Hello'])
  })

  it('is a short tone, and one line in the log, when there is no voice', async () => {
    const { speech, told } = speaking(() => Promise.reject(new Error('ENOENT')))
    const sound = await speech('Hallo', 'de-DE', never)
    await speech('Guten Tag', 'de-DE', never)
    expect(sound.length / 8000).toBeCloseTo(0.3)
    expect(told).toEqual(['nobody can speak <Say>: install espeak-ng'])
  })

  it('renders two at a time at most', async () => {
    let now = 0
    let most = 0
    const { speech } = speaking(async () => {
      most = Math.max(most, ++now)
      await new Promise(setImmediate)
      now--
      return wav
    })
    await Promise.all(['a', 'b', 'c', 'd', 'e'].map((text) => speech(text, 'de', never)))
    expect(most).toBe(2)
  })

  it('comes from espeak-ng where it is installed; the text is never a command', async () => {
    const spoken = await espeak('eins; exit 1 `exit 1` $(exit 1)', 'de-DE').catch(String)
    if (typeof spoken === 'string') expect(spoken).toMatch(/ENOENT/)
    else expect(readWav(spoken).length).toBeGreaterThan(8000)
  })

  it('keeps nobody waiting who is gone', async () => {
    const { speech } = speaking(() => new Promise<Buffer>(() => undefined))
    const gone = new AbortController()
    const saying = speech('Hallo', 'de', gone.signal)
    gone.abort()
    expect(await saying).toBeInstanceOf(Int16Array)
  })
})

describe('what is kept', () => {
  test('never weighs more than it may, and the last used stays longest', () => {
    const cache = boundedCache<string>(10)
    cache.set('a', 'A', 4)
    cache.set('b', 'B', 4)
    cache.get('a')
    cache.set('c', 'C', 4)
    expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual(['A', undefined, 'C'])
    cache.set('huge', 'H', 11)
    expect(cache.get('huge')).toBeUndefined()
  })

  test('by any history', () => {
    const step = fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.nat(15))
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const cache = boundedCache<number>(20)
        for (const [key, weight] of steps) {
          cache.set(key, weight, weight)
          expect(cache.get(key)).toBe(weight)
          expect(cache.weight).toBeLessThanOrEqual(20)
        }
      }),
    )
  })
})
