import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { Served } from './kit.ts'
import { makeServed } from './kit.ts'

let served: Served
beforeEach(async () => {
  served = await makeServed()
})
afterEach(async () => {
  await served.close()
  expect(served.mistakes).toEqual([])
})

describe('the number of the switch, as an IncomingPhoneNumber', () => {
  it('is found by number, part of it, or with * for any digit', async () => {
    const count = async (phoneNumber: string) =>
      (await served.client.incomingPhoneNumbers.list({ phoneNumber })).length
    expect(await count('+4930111')).toBe(1)
    expect(await count('30111')).toBe(1)
    expect(await count('+49*0111')).toBe(1)
    expect(await count('+4930112')).toBe(0)
    expect(await count('+4930111*')).toBe(0)
  })

  it('a pattern that is no number is refused', async () => {
    const phoneNumber = '(.+)+$'
    const refused = served.client.incomingPhoneNumbers.list({ phoneNumber })
    await expect(refused).rejects.toMatchObject({ code: 20001 })
  })

  it('the next call is answered by what an update says', async () => {
    const number = served.client.incomingPhoneNumbers(served.number.sid)
    const changed = await number.update({
      voiceUrl: 'http://app/voice/answer',
      voiceMethod: 'GET',
      voiceFallbackUrl: 'http://other/voice/answer',
      statusCallback: 'http://app/voice/status',
      friendlyName: 'Telefon-Runde',
    })
    expect(changed.voiceUrl).toBe('http://app/voice/answer')
    expect(served.number.current()).toEqual({
      phoneNumber: '+4930111',
      others: [],
      friendlyName: 'Telefon-Runde',
      voiceUrl: 'http://app/voice/answer',
      voiceMethod: 'GET',
      voiceFallbackUrl: 'http://other/voice/answer',
      voiceFallbackMethod: 'POST',
      statusCallback: 'http://app/voice/status',
      statusCallbackMethod: 'POST',
    })
    expect((await number.fetch()).friendlyName).toBe('Telefon-Runde')
  })

  it.each([
    ['a bad address', { voiceUrl: 'answer' }, 21402],
    ['a bad method', { voiceMethod: 'PUT' }, 21403],
    [
      'a fallback with nothing to fall back from',
      { voiceUrl: '', voiceFallbackUrl: 'http://b/' },
      21405,
    ],
    ['an application of Twilio’s', { voiceApplicationSid: `AP${'1'.repeat(32)}` }, 20001],
  ])('%s is refused and changes nothing', async (_what, update, code) => {
    const before = served.number.current()
    const refused = served.client.incomingPhoneNumbers(served.number.sid).update(update)
    await expect(refused).rejects.toMatchObject({ status: 400, code })
    expect(served.number.current()).toEqual(before)
  })

  it('numbers are neither bought nor given back here', async () => {
    const { client, number } = served
    await expect(client.incomingPhoneNumbers(number.sid).remove()).rejects.toMatchObject({
      code: 20004,
    })
    await expect(
      client.incomingPhoneNumbers.create({ phoneNumber: '+4930999' }),
    ).rejects.toMatchObject({ code: 20004 })
    const other = client.incomingPhoneNumbers(`PN${'1'.repeat(32)}`)
    await expect(other.fetch()).rejects.toMatchObject({ code: 20404 })
  })
})
