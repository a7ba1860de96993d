import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { startSwitch, type Switch } from '../../src/switch/switch.ts'
import { writeWav } from '../../src/switch/media/sound/wav.ts'
import { testCall } from '../../src/telephone/test-call.ts'
import { sine } from '../../src/telephone/tones.ts'
import { application, type Application, type Page } from '../switch/application.ts'

/*
 * Real calls to a real switch, whose application is made up: everything works, and what is to be heard is not. Listening
 * takes the time that it takes: a few seconds each.
 */

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
let app: Application
let running: Switch
beforeEach(() => {
  spoken = sine(300, -20, 1.5)
})
afterEach(async () => {
  await running.close()
  await app[Symbol.asyncDispose]()
})

let spoken: Int16Array
const sound: Page = (response) => {
  response.setHeader('Content-Type', 'audio/wav').end(Buffer.from(writeWav(spoken)))
}
/** From 900 to 1100 Hz and back, as a voice goes. */
const chirping: Page = (response) => {
  let turned = 0
  const chirp = Int16Array.from({ length: 8000 }, (_, n) => {
    turned += (1000 + 100 * Math.sin(n / 300)) / 8000
    return Math.round(8000 * Math.sin(2 * Math.PI * turned))
  })
  response.setHeader('Content-Type', 'audio/wav').end(Buffer.from(writeWav(chirp)))
}
const ask = (action: string) =>
  `<Response><Gather input="dtmf" numDigits="6" timeout="20" action="${action}"><Play>/sound.wav</Play></Gather></Response>`

async function calls(
  afterNumber: string,
  other: Readonly<Record<string, Page>> = {},
  patience = { wordsMs: 2500, echoMs: 4000 },
  stop?: AbortSignal,
) {
  app = await application({
    '/voice': ask('/next'),
    '/next': afterNumber,
    '/sound.wav': sound,
    ...other,
  })
  const [voiceUrl, voiceFallbackUrl] = [`${app.origin}/voice`, '']
  running = await startSwitch(
    {
      sip: { host: '127.0.0.1', port: 0, allow: ['127.0.0.0/8'] },
      rtpPorts: { first: 23_000, last: 23_099 },
      restPort: 0,
      account: { sid: `AC${'0'.repeat(32)}`, authToken: 'local-token' },
      number: { phoneNumber: '+4930999', voiceUrl, voiceFallbackUrl, statusCallback: '' },
      callsMax: 4,
    },
    silent,
  )
  const to = { user: 'rundruf', host: '127.0.0.1', port: running.sipPort }
  const order = { to, number: '123456', from: 'test.1.2', address: '127.0.0.1' }
  return testCall(order, patience, stop)
}

describe('R-44: a test call', () => {
  it('hears that prompts are silent while everything else is green', async () => {
    spoken = new Int16Array(12_000)
    expect(await calls('<Response/>')).toEqual({ is: 'failed', why: 'silent' })
    expect(app.asked.map(({ path }) => path)).toContain('/sound.wav')
  })
  it('hears that nothing is said after the number', async () => {
    const outcome = await calls('<Response><Pause length="20"/></Response>')
    expect(outcome).toEqual({ is: 'failed', why: 'no-welcome' })
  })
  it('hears itself come back', async () => {
    const echo = `<Response><Play>/sound.wav</Play><Dial><Conference echoSeconds="2" beep="false" waitUrl="">e</Conference></Dial></Response>`
    expect(await calls(echo)).toMatchObject({ is: 'passed' })
  })
  it('hears its own tone, and does not take words for it', async () => {
    // Somebody who goes on speaking at the height of the tone is no echo.
    const words = `<Response><Play loop="20">/words.wav</Play></Response>`
    const outcome = await calls(words, { '/words.wav': chirping })
    expect(outcome).toEqual({ is: 'failed', why: 'no-echo' })
  })
  it('hangs up when it is told to', async () => {
    spoken = new Int16Array(12_000)
    const stop = new AbortController()
    const whenAsked: Page = (response, asked) => {
      stop.abort()
      return sound(response, asked)
    }
    // Much longer than this test may take.
    const patience = { wordsMs: 60_000, echoMs: 60_000 }
    const outcome = await calls('', { '/sound.wav': whenAsked }, patience, stop.signal)
    expect(outcome).toMatchObject({ is: 'failed' })
  })
  it('is told when it is busy', async () => {
    spoken = new Int16Array(0)
    const outcome = await calls('', { '/voice': '<Response><Reject reason="busy"/></Response>' })
    expect(outcome).toEqual({ is: 'failed', why: 'no-answer' })
  })
})
