import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  jest,
} from '@jest/globals'
import { doctor } from '../../src/commands/doctor.ts'
import { number } from '../../src/commands/number.ts'
import { healthyInstallation, type HealthyInstallation } from '../kit/healthy-installation.ts'
import { openStore } from '../../src/store/open.ts'
import { aRoom } from '../kit/rooms.ts'
import { freshPhoneNumber } from '../kit/twilio-numbers.ts'

let house: HealthyInstallation
let out = ''
let err = ''
const outside = { ...process.env }

beforeAll(async () => {
  house = await healthyInstallation()
}, 30_000)
afterAll(async () => {
  await house[Symbol.asyncDispose]()
})
beforeEach(() => {
  Object.assign(process.env, house.variables)
  out = err = ''
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean((out += String(text))))
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => Boolean((err += String(text))))
})
afterEach(() => {
  jest.restoreAllMocks()
  process.env = { ...outside }
})

describe('rundruf number', () => {
  it('list: every number, and where it leads', async () => {
    house.twilio.numbers.splice(
      0,
      Infinity,
      freshPhoneNumber(),
      {
        ...freshPhoneNumber('+4930111'),
        sid: `PN${'8'.repeat(32)}`,
        voice_url: 'https://a.example/',
      },
      { ...freshPhoneNumber('+4930222'), trunk_sid: `TK${'8'.repeat(32)}` },
    )
    expect(await number([])).toBe(0)
    expect(out.split('\n')).toEqual([
      '+4930999  leads to nobody',
      '+4930111  leads to https://a.example/',
      `+4930222  is given to a SIP trunk (TK${'8'.repeat(32)})`,
      '',
    ])
  })

  it('assign: leads here now, and is out of application and trunk', async () => {
    const trunk_sid = `TK${'8'.repeat(32)}`
    const voice_application_sid = `AP${'8'.repeat(32)}`
    house.twilio.numbers.splice(0, Infinity, {
      ...freshPhoneNumber(),
      trunk_sid,
      voice_application_sid,
    })
    expect(await number(['assign'])).toBe(0)
    expect(out).toBe('+4930999 leads here now.\n')
    expect(await number(['list'])).toBe(0)
    expect(out).toContain('+4930999  leads here\n')
    expect(await number(['assign'])).toBe(0)
    expect(out).toContain('leads here already')
    expect(house.twilio.mistakes).toEqual([])
  })

  it('assign: another number, in any spelling, and what else has to be done', async () => {
    house.twilio.numbers.splice(0, Infinity, freshPhoneNumber('+493012345'))
    expect(await number(['assign', '+49', '30', '123-45'])).toBe(0)
    expect(out).toContain('Set PHONE_NUMBER=+493012345')
    expect(await number(['assign'])).toBe(1)
    expect(err).toContain('The account has no number +4930999.')
  })

  it('a carrier that refuses is told, with the exit code', async () => {
    house.twilio.troubles(() => ({ status: 401, code: 20003 }))
    expect(await number([])).toBe(1)
    expect(err).toContain('it answers 401 (20003')
    house.twilio.troubles(() => undefined)
  })

  it.each([['buy'], ['list +4930'], ['assign 030123']])('%s: wrong words', async (words) => {
    expect(await number(words.split(' '))).toBe(2)
    expect(err).toContain('Say: npx rundruf number list | assign')
  })
})

describe('rundruf number assign … --room', () => {
  const given = async () => {
    const at = house.asSeenWith()
    const store = await openStore(at.settings.store, { pinKey: at.secrets.key('pin 1') })
    const [room] = await store.rooms.all()
    await store.close()
    return room?.phoneNumber
  }

  it('gives one of the further numbers to a room, and takes it back', async () => {
    process.env['PHONE_NUMBERS'] = '+4930998'
    const at = house.asSeenWith()
    const store = await openStore(at.settings.store, { pinKey: at.secrets.key('pin 1') })
    await store.rooms.add(aRoom())
    await store.close()
    expect(await number(['assign', '+4930 998', '--room', '471', '108'])).toBe(0)
    expect(out).toContain('+4930998 leads to room 471 108 now')
    expect(await given()).toBe('+4930998')
    expect(await number(['assign', '+4930998', '--room', 'none'])).toBe(0)
    expect(await given()).toBeUndefined()
    expect(await number(['assign', '+4930998', '--room', '583920'])).toBe(1)
    expect(await number(['assign', '+4930111', '--room', '471108'])).toBe(1)
    expect(err).toContain('+4930111 is none of PHONE_NUMBERS')
    expect(await number(['assign', '--room', '471108'])).toBe(2)
  })
})

describe('rundruf doctor', () => {
  it('wrong words', async () => {
    expect(await doctor(['please'])).toBe(2)
  })

  it('wrong settings: every mistake, and nothing else is looked at', async () => {
    process.env['PUBLIC_URL'] = 'http://runde.example.org'
    process.env['PORT'] = 'x'
    expect(await doctor([])).toBe(1)
    expect(out).toContain('settings     WRONG  PORT is "x"')
    expect(out).toContain('settings     WRONG  PUBLIC_URL must begin with https://')
    expect(out).toContain('2 things are wrong.')
    expect(out).not.toContain('certificate')
  })

  it('--fix: looks, puts right, and looks again', async () => {
    house.twilio.numbers.splice(0, Infinity, freshPhoneNumber())
    // The authority of the tests is unknown to this process, as a private one is to a carrier.
    expect(await doctor(['--fix'])).toBe(1)
    const [before = '', after = ''] = out.split('Put right. Once more:')
    expect(before).toContain('number       WRONG')
    expect(after).toContain('number       ok     +4930999 leads here')
    expect(after).toContain('certificate  WRONG')
    expect(after).toContain('address      -      see certificate first')
    expect(after).toContain('1 thing is wrong.')
  })
})
