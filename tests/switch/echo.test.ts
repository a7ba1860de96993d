import { afterEach, expect, it } from '@jest/globals'
import { sampleRate } from '../../src/switch/media/frame.ts'
import { startSwitch, type Switch } from '../../src/switch/switch.ts'
import { dial, type Phone } from '../../src/telephone/dial.ts'
import { heardLevel, sine } from '../../src/telephone/tones.ts'
import { application, switchFor, type Application } from './application.ts'

/* The practice line over real SIP and RTP: what I say comes back two seconds later, to me alone. */

const hertz = { ada: 700, bob: 1000 }
const heardFromDbfs = -25
const unheardUntilDbfs = -45
const log = { info: () => undefined, warn: () => undefined, error: () => undefined }

const practising = `<Response><Dial>
  <Conference beep="false" echoSeconds="2" waitUrl="">practice</Conference>
</Dial></Response>`

let app: Application
let running: Switch
const phones: Phone[] = []
afterEach(async () => {
  await Promise.all(phones.splice(0).map((phone) => phone.hangUp()))
  await running.close()
  await app[Symbol.asyncDispose]()
})

async function dials(from: string): Promise<Phone> {
  const phone = await dial({ user: '+4930999', host: '127.0.0.1', port: running.sipPort }, { from })
  phones.push(phone)
  return phone
}

/** When the tone begins in what this telephone has heard, in seconds from its first; by blocks of 100 ms. */
function begins(phone: Phone, tone: number): number | undefined {
  const sound = phone.handset.heard.sound()
  const block = sampleRate / 10
  for (let at = 0; at + block <= sound.length; at += block)
    if (heardLevel(sound.subarray(at, at + block), tone) > heardFromDbfs) return at / sampleRate
  return undefined
}

it('A-21: what I say comes back two seconds later, to me alone', async () => {
  app = await application({ '/voice': practising })
  running = await startSwitch(switchFor(app, 22_200), log)
  const ada = await dials('+4930111')
  const bob = await dials('+4930222')
  ada.handset.say(sine(hertz.ada, -15, 1))

  expect(await bob.handset.until(() => begins(bob, hertz.ada) !== undefined, 3000)).toBe(true)
  const said = ada.handset.heard.seconds
  expect(begins(ada, hertz.ada)).toBeUndefined()
  expect(await ada.handset.until(() => begins(ada, hertz.ada) !== undefined, 4000)).toBe(true)
  const late = (begins(ada, hertz.ada) ?? 0) - said
  expect(late).toBeGreaterThan(1.6)
  expect(late).toBeLessThan(2.3)

  const { heard } = bob.handset
  const before = heard.seconds
  await bob.handset.until(() => heard.seconds > before + 0.5, 2000)
  const after = heard.sound(heard.seconds - before)
  expect(heardLevel(after, hertz.ada)).toBeLessThan(unheardUntilDbfs)
})
