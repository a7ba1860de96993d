import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { triesMax } from '../../../src/voice/carrier/patience.ts'
import { openPhone, type Seat } from '../../../src/voice/carrier/phone.ts'
import type { PretendCall } from '../../kit/carrier.ts'
import { certificate } from '../../kit/certificates.ts'
import { restOf } from '../../kit/pretend-twilio.ts'
import { noWaiting, openTwilioHouse, type TwilioHouse } from '../../kit/twilio-house.ts'
import type { Asked, Trouble } from '../../kit/twilio-rest.ts'

/* Ada and Bob are in the meeting, and the carrier does what no real one does on demand. */

let house: TwilioHouse
let ada: PretendCall
let seat: Seat
let waited: number[]
beforeEach(async () => {
  waited = []
  house = await openTwilioHouse({ patience: noWaiting(waited) })
  ada = await house.comesIn()
  await house.comesIn()
  seat = house.seat(ada)
})
afterEach(async () => {
  await house.rest.settled()
  await house[Symbol.asyncDispose]()
  expect(house.rest.mistakes).toEqual([])
})

const changes = ({ method }: Asked) => method !== 'GET'
const methods = () => house.rest.methods()
const isMuted = () =>
  house.carrier.present(ada.conference).find(({ call }) => call === ada.sid)?.muted
const tooMany: Trouble = { status: 429, code: 20429 }
const broken: Trouble = { status: 500, code: 20500 }

/** The first so many changes go wrong like this. */
const first = (many: number, trouble: Trouble) => {
  let left = many
  house.rest.troubles((asked) => (changes(asked) && left-- > 0 ? trouble : undefined))
}

describe('429: never processed, so it is asked again (R-16)', () => {
  it('a little later each time, until it is done', async () => {
    first(3, tooMany)
    expect(await house.phone.setMuted(seat, true)).toBe('done')
    expect(methods()).toEqual(['POST', 'POST', 'POST', 'POST'])
    expect(waited).toEqual([187.5, 375, 750])
    expect(isMuted()).toBe(true)
  })

  it('an announcement too, because it was not heard', async () => {
    first(1, tooMany)
    expect(await house.phone.announceTo(seat, 'https://app.example/a')).toBe('done')
    expect(methods()).toEqual(['POST', 'POST'])
  })

  it('but not for ever', async () => {
    first(Infinity, tooMany)
    await expect(house.phone.setMuted(seat, true)).rejects.toMatchObject({ status: 429 })
    expect(methods()).toHaveLength(triesMax)
    expect(isMuted()).toBe(false)
  })

  it('the order is kept: what is wished later never overtakes what waits', async () => {
    first(2, tooMany)
    const wishes = [true, false, true, false].map((muted) => house.phone.setMuted(seat, muted))
    expect(await Promise.all(wishes)).toEqual(['done', 'done', 'done', 'done'])
    expect(isMuted()).toBe(false)
    const asked = house.rest.asked.map(({ form }) => form['Muted'])
    expect(asked).toEqual(['true', 'true', 'true', 'false', 'true', 'false'])
  })
})

describe('nobody knows whether it happened (R-17)', () => {
  const unclear: readonly (readonly [string, Trouble])[] = [
    ['500', broken],
    ['503', { status: 503, code: 20503 }],
    ['the line was cut', { then: 'hang-up' }],
  ]

  it.each(unclear)('%s, but it did: it is looked at and not asked again', async (_, trouble) => {
    first(1, { ...trouble, applied: true })
    expect(await house.phone.setMuted(seat, true)).toBe('done')
    expect(methods()).toEqual(['POST', 'GET'])
    expect(isMuted()).toBe(true)
  })

  it.each(unclear)('%s, and it did not: it is asked again', async (_, trouble) => {
    first(1, trouble)
    expect(await house.phone.setMuted(seat, true)).toBe('done')
    expect(methods()).toEqual(['POST', 'GET', 'POST'])
    expect(isMuted()).toBe(true)
  })

  it.each([true, false])('no answer in time, and it did: %s', async (applied) => {
    first(1, { then: 'nothing', applied })
    const impatient = openPhone(house.rest.settings, noWaiting(waited, 500))
    expect(await impatient.setMuted(seat, true)).toBe('done')
    expect(methods()).toContain('GET')
    expect(isMuted()).toBe(true)
  })

  it('an answer that is none, from something on the way', async () => {
    first(1, { text: '<html>gateway</html>', applied: true })
    await house.phone.setMuted(seat, true)
    expect(isMuted()).toBe(true)
  })

  it('and meanwhile the caller has hung up (R-18)', async () => {
    first(1, broken)
    const muting = house.phone.setMuted(seat, true)
    await ada.hangsUp()
    expect(await muting).toBe('gone')
  })

  it('an announcement that may have been heard is not said again', async () => {
    first(1, { ...broken, applied: true })
    const said = house.phone.announceTo(seat, 'https://app.example/a')
    await expect(said).rejects.toMatchObject({ status: 500 })
    expect(methods()).toEqual(['POST'])
  })

  it('removing is asked again, and found done', async () => {
    first(1, { then: 'hang-up', applied: true })
    expect(await house.phone.remove(seat)).toMatch(/done|gone/)
    expect(methods()).toEqual(['DELETE', 'DELETE'])
    await house.rest.settled()
    expect(ada.at).toBe('over')
  })

  it('ending twice is refused by the carrier, and counts as done', async () => {
    first(1, { ...broken, applied: true })
    expect(await house.phone.endConference(ada.conference)).toBe('done')
    await house.rest.settled()
    expect(ada.at).toBe('over')
  })
})

describe('where it is asked', () => {
  it('at the address of the settings, whatever else the environment says about regions', async () => {
    process.env['TWILIO_REGION'] = 'ie1'
    try {
      const phone = openPhone(house.rest.settings, noWaiting())
      expect(await phone.isLive(ada.sid)).toBe(true)
    } finally {
      delete process.env['TWILIO_REGION']
    }
  })
})

describe('to whom our key is shown (S-54)', () => {
  it('nobody a carrier sends us on to', async () => {
    const elsewhere = await restOf(() => house.carrier)
    first(1, { location: new URL('/steal', elsewhere.url).href })
    await expect(house.phone.setMuted(seat, true)).rejects.toMatchObject({ status: 307 })
    expect(elsewhere.asked).toEqual([])
    await elsewhere[Symbol.asyncDispose]()
  })

  it.each(['self-signed', 'expired', 'other-name'])(
    'nobody with a certificate that is %s',
    async (name) => {
      let asked = 0
      const server = createServer(
        { key: certificate('key'), cert: certificate(name) },
        (_, answer) => {
          asked += 1
          answer.end('{}')
        },
      ).listen(0, '127.0.0.1')
      await once(server, 'listening')
      const { port } = server.address() as AddressInfo
      const apiUrl = new URL(`https://localhost:${String(port)}`)
      const phone = openPhone({ ...house.rest.settings, apiUrl }, noWaiting())
      await expect(phone.setMuted(seat, true)).rejects.toThrow(/certificate|altnames/)
      expect(asked).toBe(0)
      server.close()
      await once(server, 'close')
    },
  )
})

describe('what is refused', () => {
  it.each([
    [400, 20001],
    [401, 20003],
    [403, 20403],
  ])('%d is thrown and not asked again', async (status, code) => {
    first(1, { status, code })
    await expect(house.phone.setMuted(seat, true)).rejects.toMatchObject({ status })
    expect(methods().filter((method) => method === 'POST')).toHaveLength(1)
  })

  it('nobody is at that address: asked again, then thrown (R-19)', async () => {
    await house.rest.goesDown()
    await expect(house.phone.announceTo(seat, 'https://app.example/a')).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    })
    expect(waited).toHaveLength(triesMax - 1)
    await house.rest.comesBack()
    expect(await house.phone.announceTo(seat, 'https://app.example/a')).toBe('done')
  })

  it('a caller who is gone (R-18)', async () => {
    await ada.hangsUp()
    expect(await house.phone.setMuted(seat, true)).toBe('gone')
    expect(await house.phone.remove(seat)).toBe('gone')
    expect(await house.phone.hangUp(ada.sid)).toBe('gone')
    expect(await house.phone.redirect(ada.sid, 'https://app.example/a')).toBe('gone')
    expect(await house.phone.isLive(ada.sid)).toBe(false)
  })
})
