import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { startSwitch, type Switch } from '../../src/switch/switch.ts'
import { dial, type Phone } from '../../src/telephone/dial.ts'
import { heardLevel, sine } from '../../src/telephone/tones.ts'
import { application, switchFor, type Application } from './application.ts'

/*
 * the application is cut off while people talk, over real SIP and RTP. How long it may stay away, and what is said
 * meanwhile, is tested on a moved clock in twiml/patience.test.ts.
 */

const pages = {
  '/voice':
    '<Response><Dial action="/left"><Conference beep="false" statusCallback="/conf" statusCallbackEvent="start end join leave">evening</Conference></Dial></Response>',
}
const sentence = (name: string) => join(import.meta.dirname, `../../config/audio/de/${name}.wav`)
const adasHz = 440
/** Speech has every tone in it for a moment; a whole second of one is hers. */
const hummedSeconds = 1
const audibleDbfs = -30
const hearsWithinMs = 5_000

let app: Application
let running: Switch
const phones: Phone[] = []

async function dials(from: string): Promise<Phone> {
  const to = { user: '+4930999', host: '127.0.0.1', port: running.sipPort }
  const phone = await dial(to, { from })
  phones.push(phone)
  return phone
}
const hearsAda = ({ handset }: Phone): Promise<boolean> =>
  handset.until(
    () => heardLevel(handset.heard.sound(hummedSeconds), adasHz) > audibleDbfs,
    hearsWithinMs,
  )

beforeAll(async () => {
  app = await application(pages)
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }
  running = await startSwitch(
    switchFor(app, 22_300, {
      troubleSoundFile: sentence('trouble'),
      pleaseWaitSoundFile: sentence('one-moment'),
    }),
    quiet,
  )
})
afterAll(async () => {
  await Promise.all(phones.map((phone) => phone.hangUp()))
  await running.close()
  await app[Symbol.asyncDispose]()
})

test('R-41: rooms go on, newcomers hear that they should wait and get in later, and no news is lost', async () => {
  const [ada, bob, cy] = [await dials('ada'), await dials('bob'), await dials('cy')]
  ada.handset.say(sine(adasHz, -12, 1), 'again')
  expect(await hearsAda(bob)).toBe(true)

  const { port } = app
  await app[Symbol.asyncDispose]()
  const dora = await dials('dora')
  await cy.hangUp()
  expect(
    await dora.handset.until(() => dora.handset.ear.utterance !== undefined, hearsWithinMs),
  ).toBe(true)
  expect(await hearsAda(bob)).toBe(true)
  expect(heardLevel(dora.handset.heard.sound(hummedSeconds), adasHz)).toBeLessThan(audibleDbfs)

  app = await application(pages, port)
  await app.comes(({ path }) => path === '/voice')
  expect(await hearsAda(dora)).toBe(true)
  const left = await app.comes(({ form }) => form['StatusCallbackEvent'] === 'participant-leave')
  const over = await app.comes(({ path }) => path === '/status')
  expect(over.form['CallSid']).toBe(left.form['CallSid'])
})
