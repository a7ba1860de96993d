import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { validateRequest } from 'twilio/lib/webhooks/webhooks.js'
import type { Log } from '../../src/switch/log.ts'
import { startSwitch, type Switch } from '../../src/switch/switch.ts'
import { dial, type Phone } from '../../src/telephone/dial.ts'
import { heardLevel, sine } from '../../src/telephone/tones.ts'
import { application, type Application, type Page } from './application.ts'

/*
 * Whole calls over real SIP and RTP: the switch on free ports, an application that is a real web server, and the
 * project's own telephones.
 */

const authToken = 'local-token'
const account = { sid: `AC${'0'.repeat(32)}`, authToken }

let app: Application
let lines: string[]
let running: Switch
const phones: Phone[] = []

const log: Log = {
  info: (fields, message) => lines.push(`${message} ${JSON.stringify(fields)}`),
  warn: (fields, message) => lines.push(`${message} ${JSON.stringify(fields)}`),
  error: (fields, message) => lines.push(`ERROR ${message} ${JSON.stringify(fields)}`),
}

async function start(pages: Readonly<Record<string, Page>>): Promise<void> {
  app = await application(pages)
  const number = {
    phoneNumber: '+4930999',
    voiceUrl: `${app.origin}/voice`,
    voiceFallbackUrl: `${app.origin}/fallback`,
    statusCallback: `${app.origin}/status`,
  }
  running = await startSwitch(
    {
      sip: { host: '127.0.0.1', port: 0, allow: ['127.0.0.0/8'] },
      rtpPorts: { first: 22_600, last: 22_799 },
      restPort: 0,
      account,
      number,
      callsMax: 10,
    },
    log,
  )
}

async function dials(from: string, user = '+4930999'): Promise<Phone> {
  const phone = await dial({ user, host: '127.0.0.1', port: running.sipPort }, { from })
  phones.push(phone)
  return phone
}

/** The REST interface of the switch: a form makes it a POST. */
function rest(path: string, form?: Record<string, string>): Promise<Response> {
  const url = `http://127.0.0.1:${running.restPort}/2010-04-01/Accounts/${account.sid}/${path}`
  const user = Buffer.from(`${account.sid}:${authToken}`).toString('base64')
  const headers = { Authorization: `Basic ${user}` }
  if (!form) return fetch(url, { headers })
  return fetch(url, { method: 'POST', headers, body: new URLSearchParams(form) })
}

beforeEach(() => {
  lines = []
})

afterEach(async () => {
  await Promise.all(phones.splice(0).map((phone) => phone.hangUp()))
  await running.close()
  await app[Symbol.asyncDispose]()
})

const conference =
  '<Response><Dial hangupOnStar="true" action="/left"><Conference beep="false" statusCallback="/conf" statusCallbackEvent="start end join leave">evening</Conference></Dial></Response>'

describe('a call', () => {
  it('is asked about, answered, and its end told', async () => {
    await start({
      '/voice': '<Response><Gather action="/pin" timeout="60"/></Response>',
      '/pin': '<Response/>',
    })
    const ada = await dials('+4930111')
    await ada.handset.press('47#')
    const digits = await app.comes(({ path }) => path === '/pin')
    expect(digits.form).toMatchObject({
      Digits: '47',
      FinishedOnKey: '#',
      CallStatus: 'in-progress',
    })
    const status = await app.comes(({ path }) => path === '/status')
    expect(app.asked[0]?.form).toMatchObject({
      CallSid: expect.stringMatching(/^CA[0-9a-f]{32}$/),
      AccountSid: account.sid,
      From: '+4930111',
      To: '+4930999',
      Caller: '+4930111',
      Called: '+4930999',
      CallStatus: 'ringing',
      Direction: 'inbound',
      ApiVersion: '2010-04-01',
      SipDomain: '127.0.0.1',
      SipSourceIp: '127.0.0.1',
    })
    expect(status.form).toMatchObject({
      CallStatus: 'completed',
      CallDuration: expect.stringMatching(/^\d+$/),
      Timestamp: expect.stringMatching(/^\w{3}, \d\d \w{3} \d{4} [\d:]{8} \+0000$/),
      CallbackSource: 'call-progress-events',
      SequenceNumber: '0',
    })
  })

  it('is signed in every request, so that Twilio’s own validator says yes (S-84)', async () => {
    await start({
      '/voice': '<Response><Gather action="/pin?a=%20b&amp;c=ü" numDigits="1"/></Response>',
      '/pin': '<Response/>',
    })
    const ada = await dials('Jörg')
    await ada.handset.press('*1')
    await app.comes(({ path }) => path === '/status')
    expect(app.asked.length).toBeGreaterThanOrEqual(3)
    for (const { path, headers, form } of app.asked) {
      const signature = String(headers['x-twilio-signature'])
      expect(validateRequest(authToken, signature, app.origin + path, form)).toBe(true)
      expect(validateRequest('another', signature, app.origin + path, form)).toBe(false)
    }
  })

  it('never leaves a number or a key in the log', async () => {
    await start({
      '/voice': '<Response><Gather action="/pin" timeout="60"/></Response>',
      '/pin': '<Response/>',
    })
    const ada = await dials('+493011122333')
    await ada.handset.press('471108#')
    await app.comes(({ path }) => path === '/status')
    expect(lines.length).toBeGreaterThan(0)
    expect(lines.join('\n')).not.toMatch(/11122333|471108/)
  })

  it('hears the fallback’s sentence when the application fails', async () => {
    await start({
      '/voice': (response) => response.writeHead(500).end(),
      '/fallback': '<Response><Gather timeout="60"/></Response>',
    })
    await dials('ada')
    const { form } = await app.comes(({ path }) => path === '/fallback')
    expect(form).toMatchObject({ ErrorCode: '11200', ErrorUrl: `${app.origin}/voice` })
  })

  it('hears the trouble sound, never silence, when everything fails', async () => {
    await start({
      '/voice': (response) => response.writeHead(500).end(),
      '/fallback': (response) => response.writeHead(500).end(),
    })
    const ada = await dials('ada')
    expect(await ada.handset.until(() => ada.handset.ear.firstSoundMs !== undefined, 2_000)).toBe(
      true,
    )
  })

  it('is refused with busy by <Reject reason="busy">, and not answered', async () => {
    await start({ '/voice': '<Response><Reject reason="busy"/></Response>' })
    await expect(dials('ada')).rejects.toThrow(/486|busy/i)
    const { form } = await app.comes(({ path }) => path === '/status')
    expect(form).toMatchObject({ CallStatus: 'busy', CallDuration: '0' })
  })

  it('is ended over REST, and its record stays', async () => {
    await start({ '/voice': '<Response><Pause/><Gather timeout="60"/></Response>' })
    await dials('ada')
    const sid = app.asked[0]?.form['CallSid'] ?? ''
    const answer = await rest(`Calls/${sid}.json`, { Status: 'completed' })
    expect(answer.status).toBe(200)
    expect(await (await rest(`Calls/${sid}.json`)).json()).toMatchObject({
      sid,
      status: 'completed',
    })
    await app.comes(({ path }) => path === '/status')
  })
})

describe('three telephones in a conference', () => {
  const tones = [700, 1000, 1450]

  it('hear the two others and not themselves; star leaves, and everybody is told', async () => {
    await start({ '/voice': conference, '/left': '<Response><Gather timeout="60"/></Response>' })
    const three = [await dials('ada'), await dials('bob'), await dials('cy')]
    three.forEach((phone, i) => {
      phone.handset.say(sine(tones[i]!, -15, 1), 'again')
    })
    for (const [i, { handset }] of three.entries()) {
      const hears = () => tones.map((hz) => heardLevel(handset.heard.sound(0.4), hz))
      const right = () => hears().every((dbfs, n) => (n === i ? dbfs < -45 : dbfs > -25))
      await handset.until(right, 5_000)
      expect(hears().map((dbfs) => dbfs > -25)).toEqual(tones.map((_, n) => n !== i))
    }
    await three[0]!.handset.press('*')
    const left = await app.comes(({ path }) => path === '/left')
    expect(left.form).toMatchObject({ DialCallStatus: 'answered', CallStatus: 'in-progress' })
    await Promise.all(three.map((phone) => phone.hangUp()))
    await app.comes(({ form }) => form['StatusCallbackEvent'] === 'conference-end')
    const events = app.asked.filter(({ path }) => path === '/conf')
    expect(events.map(({ form }) => form['StatusCallbackEvent'])).toEqual([
      ...['participant-join', 'participant-join', 'conference-start', 'participant-join'],
      ...['participant-leave', 'participant-leave', 'participant-leave', 'conference-end'],
    ])
  })

  it('may be sent out of it over REST, without the action, while the others stay', async () => {
    await start({
      '/voice': conference,
      '/menu': '<Response><Gather numDigits="1" timeout="60" action="/key"/></Response>',
    })
    const ada = await dials('ada')
    const bob = await dials('bob')
    await app.comes(({ form }) => form['StatusCallbackEvent'] === 'conference-start')
    const sid = app.asked.find(({ form }) => form['From'] === 'sip:ada@127.0.0.1')?.form['CallSid']
    await rest(`Calls/${String(sid)}.json`, { Url: `${app.origin}/menu` })
    const left = await app.comes(({ form }) => form['StatusCallbackEvent'] === 'participant-leave')
    expect(left.form).toMatchObject({
      CallSid: sid,
      ReasonParticipantLeft: 'participant_updated_via_api',
    })
    await app.comes(({ path }) => path === '/menu')
    await ada.handset.press('5')
    expect((await app.comes(({ path }) => path === '/key')).form).toMatchObject({ Digits: '5' })
    expect(app.asked.map(({ path }) => path)).not.toContain('/left')
    expect(bob.over.aborted).toBe(false)
  })

  it('are told goodbye with the last callbacks when the switch stops', async () => {
    await start({ '/voice': conference })
    const two = [await dials('ada'), await dials('bob')]
    await app.comes(({ form }) => form['StatusCallbackEvent'] === 'conference-start')
    await running.close()
    expect(two.map(({ over }) => over.aborted)).toEqual([true, true])
    const last = app.asked.map(({ path, form }) => form['StatusCallbackEvent'] ?? path)
    expect(last.filter((one) => one === '/status')).toHaveLength(2)
    expect(last.filter((one) => one === 'conference-end')).toHaveLength(1)
  })
})
