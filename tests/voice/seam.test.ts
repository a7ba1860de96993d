import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'
import { forms } from '../../src/voice/forms.ts'
import { accountSid, authToken, openHouse, type House } from '../kit/rooms.ts'

let house: House
beforeEach(async () => {
  house = await openHouse()
})
afterEach(async () => {
  await house[Symbol.asyncDispose]()
})

const newCall = () => `CA${'ab'.repeat(16)}`

/** Everything that is kept about calls, to see that nothing has changed. */
const kept = async () =>
  JSON.stringify([await house.store.callers.live(), await house.store.meetings.allOpen()])

async function post(path: string, body: string, headers: Record<string, string> = {}) {
  const response = await fetch(house.carrier.path(path), {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
    body,
  })
  return response.status
}

const signed = (path: string, form: Record<string, string | string[]>, token = authToken) => ({
  'X-Twilio-Signature': getExpectedTwilioSignature(token, house.carrier.path(path), form),
})

describe('who may ask (S-50)', () => {
  it("Twilio's own test vector", () => {
    const form = {
      CallSid: 'CA1234567890ABCDE',
      Caller: '+14158675310',
      Digits: '1234',
      From: '+14158675310',
      To: '+18005551212',
    }
    expect(
      getExpectedTwilioSignature('12345', 'https://example.com/myapp.php?foo=1&bar=2', form),
    ).toBe('L/OH5YylLD5NRKLltdqwSvS0BnU=')
  })

  it.each([
    ['/voice/answer'],
    ['/voice/room-number'],
    ['/voice/pin'],
    ['/voice/left'],
    ['/voice/waiting'],
    ['/voice/conference'],
    ['/voice/status'],
    ['/voice/fallback'],
  ])('%s answers 403 to nobody, to a stranger and to a wrong address', async (path) => {
    const form = house.carrier.callForm(newCall(), 'ringing') as Record<string, string>
    const body = new URLSearchParams(form).toString()
    const before = await kept()
    expect(await post(path, body)).toBe(403)
    expect(await post(path, body, { 'X-Twilio-Signature': '' })).toBe(403)
    expect(await post(path, body, signed(path, form, 'another token'))).toBe(403)
    expect(await post(path, body, signed('/voice/somewhere-else', form))).toBe(403)
    expect(await post(path, body, { 'X-Twilio-Signature': 'x'.repeat(5000) })).toBe(403)
    expect(await kept()).toBe(before)
  })

  it('checks against PUBLIC_URL, whatever the Host header says', async () => {
    const form = house.carrier.callForm(newCall(), 'ringing') as Record<string, string>
    const body = new URLSearchParams(form).toString()
    const forHost = getExpectedTwilioSignature(authToken, 'http://evil.example/voice/answer', form)
    const forged = {
      Host: 'evil.example',
      'X-Forwarded-Host': 'evil.example',
      'X-Twilio-Signature': forHost,
    }
    expect(await post('/voice/answer', body, forged)).toBe(403)
    const right = { ...signed('/voice/answer', form), 'X-Forwarded-Host': 'evil.example' }
    expect(await post('/voice/answer', body, right)).toBe(200)
  })

  it('takes both tokens while one is being changed, and none when there is none', async () => {
    await using rotating = await openHouse({ authTokens: ['the new one', authToken] })
    const { carrier } = rotating
    const answer = (token: string, call: string) =>
      carrier.ask(carrier.path('/voice/answer'), carrier.callForm(call, 'ringing'), token)
    expect((await answer(authToken, `CA${'1'.repeat(32)}`)).status).toBe(200)
    expect((await answer('the new one', `CA${'2'.repeat(32)}`)).status).toBe(200)
    expect((await answer('a third', `CA${'3'.repeat(32)}`)).status).toBe(403)

    await using open = await openHouse({ authTokens: [''] })
    const form = open.carrier.callForm(newCall(), 'ringing')
    expect(
      (await open.carrier.ask(open.carrier.path('/voice/answer'), form, authToken)).status,
    ).toBe(403)
  })
})

describe('what a request must look like', () => {
  const { call } = forms(accountSid)
  const right = () => house.carrier.callForm(newCall(), 'in-progress', { Digits: '12' })

  it('refuses shifted field boundaries, although they carry the same signature (S-51)', () => {
    const whole = {
      AccountSid: accountSid,
      CallSid: newCall(),
      CallStatus: 'in-progress',
      Digits: '12',
    }
    const honest = { ...whole, Direction: 'inbound' }
    const shifted = { ...whole, Digits: '12Directioninbound' }
    const sign = (form: Record<string, string>) =>
      getExpectedTwilioSignature(authToken, 'https://x/', form)
    expect(sign(shifted)).toBe(sign(honest))
    expect(call.safeParse(honest).success).toBe(true)
    expect(call.safeParse(shifted).success).toBe(false)
    const swallowed = {
      AccountSid: accountSid,
      CallSid: `${newCall()}CallStatusin-progressDigits12Directioninbound`,
    }
    expect(sign(swallowed)).toBe(sign(honest))
    expect(call.safeParse(swallowed).success).toBe(false)
  })

  it.each([
    ['CallSid', 'CA1'],
    ['CallSid', `${newCall()}\n`],
    ['AccountSid', `AC${'9'.repeat(32)}`],
    ['Digits', '12a'],
    ['Digits', '1'.repeat(21)],
    ['Digits', '12\n'],
    ['CallStatus', 'in-progress '],
    ['Direction', 'inbound\u0000'],
  ])('refuses %s=%j', (field, value) => {
    expect(call.safeParse({ ...right(), [field]: value }).success).toBe(false)
  })

  it('lets new fields come', () => {
    expect(call.safeParse({ ...right(), StirVerstat: 'anything at all' }).success).toBe(true)
  })

  it('refuses a field that comes twice, and bodies that are too large (S-18)', async () => {
    for (const field of ['Digits', 'FromCity']) {
      const form = house.carrier.callForm(newCall(), 'ringing', { [field]: '1' })
      const body = `${new URLSearchParams(form).toString()}&${field}=2`
      const twice = { ...form, [field]: ['1', '2'] }
      expect(await post('/voice/answer', body, signed('/voice/answer', twice))).toBe(400)
    }
    expect(await post('/voice/answer', 'a='.padEnd(1_000_000, 'x'))).toBe(413)
    expect(await kept()).toBe('[[],[]]')
  })
})

describe('each step once and in its order (S-52)', () => {
  it('the same delivery again gets the same bytes and changes nothing', async () => {
    const ada = await house.carrier.dial()
    await ada.presses('471108')
    for (const { url, form, answer } of [ada.requests.at(-1)!]) {
      const before = await kept()
      expect(await house.carrier.ask(url, form)).toEqual(answer)
      expect(await house.carrier.ask(url, form)).toEqual(answer)
      expect(await kept()).toBe(before)
    }
    await ada.presses('352964')
    expect(ada.at).toBe('conference')
  })

  it('two identical deliveries at the same moment are one step', async () => {
    const { carrier } = house
    const form = carrier.callForm(newCall(), 'ringing')
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => carrier.ask(carrier.path('/voice/answer'), form)),
    )
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1)
    expect(answers[0]?.status).toBe(200)
    expect(house.happened.filter(({ event }) => event === 'call.answered')).toHaveLength(1)
  })

  it('an older step replayed is refused', async () => {
    const ada = await house.carrier.dial()
    await ada.presses('471108')
    await ada.presses('352964')
    const before = await kept()
    for (const { url, form } of ada.requests.slice(0, -1)) {
      expect((await house.carrier.ask(url, form)).status).toBe(403)
    }
    expect(await kept()).toBe(before)
  })

  it('a used token with other keys is refused: nobody guesses along', async () => {
    const ada = await house.carrier.dial()
    await ada.presses('471108')
    const asked = ada.next
    await ada.presses('111222')
    expect((await house.carrier.ask(asked, ada.form({ Digits: '352964' }))).status).toBe(403)
  })

  it('a step skipped or swapped is refused', async () => {
    const ada = await house.carrier.dial()
    const before = await kept()
    const swapped = ada.next.replace('/voice/room-number', '/voice/pin')
    expect((await house.carrier.ask(swapped, ada.form({ Digits: '352964' }))).status).toBe(403)
    const straightIn = ada.next.replace('/voice/room-number', '/voice/left')
    expect((await house.carrier.ask(straightIn, ada.form())).status).toBe(403)
    const without = house.carrier.path('/voice/room-number')
    expect((await house.carrier.ask(without, ada.form({ Digits: '471108' }))).status).toBe(403)
    expect(await kept()).toBe(before)
  })

  it("another call's token is refused", async () => {
    const ada = await house.carrier.dial()
    const bob = await house.carrier.dial()
    expect((await house.carrier.ask(ada.next, bob.form({ Digits: '471108' }))).status).toBe(403)
    await ada.presses('471108')
    expect(ada.next).toContain('/voice/pin')
  })

  it('an unsigned idempotency token decides nothing (S-53)', async () => {
    const ada = await house.carrier.dial()
    const url = ada.next.split('#')[0] ?? ''
    const form = ada.form({ Digits: '471108' })
    const headers = (token: string) => ({
      'I-Twilio-Idempotency-Token': token,
      'X-Twilio-Signature': getExpectedTwilioSignature(authToken, url, form),
    })
    const path = url.slice(house.carrier.path('/').length - 1)
    const body = new URLSearchParams(form).toString()
    expect(await post(path, body, headers('one'))).toBe(200)
    expect(await post(path, body, headers('two'))).toBe(200)
    expect(house.happened.filter(({ event }) => event === 'webhook.refused')).toEqual([])
  })

  it('a call that is over is asked nothing more', async () => {
    const ada = await house.carrier.dial()
    const { next } = ada
    await ada.hangsUp()
    expect((await house.carrier.ask(next, ada.form({ Digits: '471108' }))).status).toBe(403)
    const { url, form } = ada.requests[0]!
    expect((await house.carrier.ask(url, form)).status).toBe(403)
  })
})

describe('when something is broken', () => {
  it('the caller hears a sentence, not "application error" (R-15)', async () => {
    const broken = house.parts.store
    await using faulty = await openHouse({
      store: {
        ...broken,
        atomically: () => Promise.reject(new Error('disk full')),
        close: () => Promise.resolve(),
      },
    })
    const ada = await faulty.carrier.dial()
    expect(ada.hears).toContain('Gerade gibt es eine Störung.')
    expect(ada.document).toContain('<Hangup/>')
    expect(faulty.happened).toContainEqual(expect.objectContaining({ event: 'webhook.failed' }))
  })

  it('the fallback needs neither database nor rules', async () => {
    const away = () => Promise.reject(new Error('no database'))
    await using faulty = await openHouse({
      store: { ...house.store, atomically: away, close: () => Promise.resolve() },
    })
    const form = {
      ...faulty.carrier.callForm(newCall(), 'ringing'),
      ErrorCode: '11200',
      ErrorUrl: 'x',
    }
    const { status, body } = await faulty.carrier.ask(faulty.carrier.path('/voice/fallback'), form)
    expect(status).toBe(200)
    expect(body).toContain('Gerade gibt es eine Störung.')
  })
})
