import { expect, test } from '@jest/globals'
import { makeTone } from '../../src/switch/media/sound/tone.ts'
import { writeWav } from '../../src/switch/media/sound/wav.ts'
import { startSwitch } from '../../src/switch/switch.ts'
import { dial, type Phone } from '../../src/telephone/dial.ts'
import { heardLevel, sine } from '../../src/telephone/tones.ts'
import { valueOf } from '../kit/prometheus.ts'
import { application, switchFor, type Page } from './application.ts'

/*
 * Whole calls over real SIP and RTP while their sound is on two threads: four telephones hear a sentence, key in where they
 * want to go, and are two and two together, wherever each of them was before.
 */

const hello = writeWav(makeTone([500], 400, -15))
const pages: Readonly<Record<string, Page>> = {
  '/voice':
    '<Response><Play>/hello.wav</Play><Gather numDigits="1" timeout="60" action="/room"/></Response>',
  '/hello.wav': (response) => response.writeHead(200, { 'Content-Type': 'audio/wav' }).end(hello),
  '/room': (response, { form }) =>
    response
      .setHeader('Content-Type', 'text/xml')
      .end(
        `<Response><Dial><Conference beep="false">room ${form['Digits'] ?? ''}</Conference></Dial></Response>`,
      ),
}
const tones = [700, 1000, 1450, 1900]
/** Whom each of them shall hear. */
const together = [1, 0, 3, 2]

test('sound on several threads: sentences, keys, and two rooms whose callers come from both', async () => {
  await using app = await application(pages)
  const errors: unknown[] = []
  const note = () => undefined
  const log = { info: note, warn: note, error: (...all: unknown[]) => errors.push(all) }
  await using running = await startSwitch(switchFor(app, 25_700, { mediaThreads: 2 }), log)
  const phones: Phone[] = []
  for (const from of ['ada', 'bob', 'cy', 'dee']) {
    const to = { user: '+4930999', host: '127.0.0.1', port: running.sipPort }
    const phone = await dial(to, { from })
    phones.push(phone)
    await phone.handset.until(() => heardLevel(phone.handset.heard.sound(0.2), 500) > -25, 5_000)
  }
  for (const [place, { handset }] of phones.entries()) {
    await handset.press(place < 2 ? '1' : '2')
    handset.say(sine(tones[place]!, -15, 1), 'again')
  }
  for (const [place, { handset }] of phones.entries()) {
    const hears = () => tones.map((hz) => heardLevel(handset.heard.sound(0.4), hz) > -25)
    const wanted = tones.map((_, other) => other === together[place])
    await handset.until(() => hears().every((heard, other) => heard === wanted[other]), 5_000)
    expect(hears()).toEqual(wanted)
  }
  const metrics = async () => (await fetch(`http://127.0.0.1:${running.restPort}/metrics`)).text()
  const of = (said: string, name: string, labels: Record<string, string> = {}) =>
    valueOf(said, `rundruf_switch_${name}`, labels) ?? 0
  let said = await metrics()
  while (of(said, 'packets_total', { fate: 'received' }) < 100) said = await metrics()
  expect(of(said, 'packets_total', { fate: 'refused' })).toBe(0)
  expect(of(said, 'ticks_total')).toBeGreaterThan(50)
  expect(of(said, 'tick_late_seconds_count')).toBeGreaterThan(50)
  await Promise.all(phones.map((phone) => phone.hangUp()))
  expect(errors).toEqual([])
}, 30_000)
