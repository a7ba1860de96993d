import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { startSwitch, type Switch } from '../../src/switch/switch.ts'
import { CallFailed, dial, type Phone } from '../../src/telephone/dial.ts'
import { application, switchFor, type Application } from './application.ts'

/* a switch that is told to stop, over real SIP and RTP. */

const stays = '<Response><Gather timeout="600"/></Response>'
/** A short sentence in the place of the long one. */
const goodbye = join(import.meta.dirname, '../../config/audio/de/one-moment.wav')
const hurry = new AbortController()
const never = new AbortController().signal
let app: Application
let running: Switch
let ada: Phone

const dials = () =>
  dial({ user: '+4930999', host: '127.0.0.1', port: running.sipPort }, { from: 'ada' })

beforeEach(async () => {
  app = await application({ '/voice': stays })
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }
  running = await startSwitch(switchFor(app, 22_500, { troubleSoundFile: goodbye }), quiet)
  ada = await dials()
})
afterEach(async () => {
  await ada.hangUp()
  await running.close()
  await app[Symbol.asyncDispose]()
})

const readiness = async (): Promise<unknown> => {
  const answer = await fetch(`http://127.0.0.1:${running.restPort}/readyz`)
  return { code: answer.status, ...((await answer.json()) as object) }
}

test('R-03: new calls are refused with 503, the one that is up goes on, and its end is the end', async () => {
  expect(await readiness()).toEqual({ code: 200, status: 'ready', calls: 1 })
  let over = false
  const drained = running.drain({ hurry: never, now: never }).then(() => (over = true))
  expect(await readiness()).toEqual({ code: 503, status: 'draining', calls: 1 })
  await expect(dials()).rejects.toThrow(CallFailed)
  await expect(dials()).rejects.toThrow(/503/)
  // She is still served: what she presses is heard.
  await ada.handset.press('1#')
  await app.comes(({ form }) => form['Digits'] === '1')
  expect({ over, cut: ada.over.aborted }).toEqual({ over: false, cut: false })
  await ada.hangUp()
  await drained
})

test('R-03: told a second time it says goodbye aloud, and then the calls end', async () => {
  const drained = running.drain({ hurry: hurry.signal, now: never })
  await expect(dials()).rejects.toThrow(/503/)
  ada.handset.ear.mark()
  hurry.abort()
  await drained
  expect(ada.handset.ear.utterance).toBeDefined()
  const { form } = await app.comes(({ path }) => path === '/status')
  expect(form).toMatchObject({ CallStatus: 'completed' })
})
