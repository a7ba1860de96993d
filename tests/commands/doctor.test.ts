import { afterAll, afterEach, beforeAll, describe, expect, it, test } from '@jest/globals'
import { checks, examine, mend } from '../../src/commands/doctor/examine.ts'
import type { Installation } from '../../src/commands/doctor/installation.ts'
import { openStore } from '../../src/store/open.ts'
import { freshPhoneNumber } from '../kit/twilio-numbers.ts'
import { healthyInstallation, type HealthyInstallation } from '../kit/healthy-installation.ts'
import { broken, leadsHere, numberIs } from './doctor-broken.ts'

let house: HealthyInstallation
beforeAll(async () => {
  house = await healthyInstallation()
  await mend(await examine(house.asSeenWith()))
}, 30_000)
afterAll(async () => {
  await house[Symbol.asyncDispose]()
})
afterEach(() => {
  house.shows('good')
  house.detours(undefined)
  house.twilio.troubles(() => undefined)
  house.twilio.clockIs(() => new Date())
  house.twilio.account.status = 'active'
  house.twilio.account.type = 'Full'
  house.twilio.numbers.splice(0, Infinity, leadsHere(house))
  expect(house.twilio.mistakes).toEqual([])
})

/** What is wrong, by the name of the check, with what is said and what is to be done. */
async function wrongs(at: Installation): Promise<[name: string, says: string][]> {
  const seen = await examine(at)
  return seen.flatMap(({ name, findings }) =>
    findings.flatMap((it): [string, string][] =>
      it.is === 'wrong' ? [[name, `${it.says} → ${it.todo}`]] : [],
    ),
  )
}

describe('everything is right', () => {
  it('and nothing is wrong; an API key that cannot read the account is fine', async () => {
    const seen = await examine(house.asSeenWith())
    const bad = seen.filter(({ findings }) => findings.some(({ is }) => is !== 'fine'))
    // Lines are Twilio's, and nobody comes by TLS. The pretend carrier is none of Twilio's regions, and nobody is called there.
    expect(bad.map(({ name }) => name)).toEqual(['lines', 'SIP by TLS', 'region', 'test call'])
    expect(seen.map(({ name }) => name)).toEqual(checks.map(({ name }) => name))
    expect(house.twilio.methods()).not.toContain('DELETE')
  })
})

describe('one thing is wrong, and exactly that is named', () => {
  test.each(Object.entries(broken))('%s', async (_what, { how, name, says }) => {
    const found = await wrongs(await how(house))
    expect(found).toEqual([[name, expect.stringMatching(says)]])
  })
})

it('a further number that leads elsewhere is named, and the main one is fine', async () => {
  const [sid, voice_url] = [`PN${'9'.repeat(32)}`, 'https://old.example.org/voice']
  house.twilio.numbers.push({ ...leadsHere(house), phone_number: '+4930998', sid, voice_url })
  const found = await wrongs(house.asSeenWith({ PHONE_NUMBERS: '+4930998' }))
  expect(found).toEqual([['number', expect.stringMatching(/^\+4930998: .*asks https:\/\/old/)]])
})

describe('--fix', () => {
  it('makes the number lead here, and touches nothing else', async () => {
    house.twilio.numbers.splice(0, Infinity, { ...freshPhoneNumber(), friendly_name: 'Runde' })
    const found = await examine(house.asSeenWith())
    expect(await mend(found)).toEqual(['number'])
    expect(house.twilio.numbers).toEqual([{ ...leadsHere(house), friendly_name: 'Runde' }])
    expect(await wrongs(house.asSeenWith())).toEqual([])
  })

  it('leaves a fallback of the operator’s own choice', async () => {
    numberIs(house, { voice_fallback_url: 'https://handler.twilio.com/twiml/EH1' })
    expect(await wrongs(house.asSeenWith())).toEqual([])
  })
})

describe('alarms that are on', () => {
  it('are told in the words of the mails', async () => {
    const at = house.asSeenWith()
    const store = await openStore(at.settings.store, { pinKey: at.secrets.key('pin 1') })
    const since = Date.UTC(2026, 10, 26, 18)
    await store.alarms.put({ name: 'disk', since, told: since, numbers: { megabytes: 40 } })
    const seen = await examine(at)
    await store.alarms.over('disk')
    await store.close()
    expect(seen.find(({ name }) => name === 'alarms')?.findings).toEqual([
      {
        is: 'worth-a-look',
        says: 'since 2026-11-26T18:00Z: Only 40 MB are free on the disk.',
        todo: 'Please make room: old logs and old backups first.',
      },
    ])
  })
})

describe('hints, which are no mistakes', () => {
  const hints = async (at: Installation) =>
    (await examine(at)).flatMap(({ name, findings }) =>
      findings.flatMap((it) => (it.is === 'worth-a-look' ? [`${name}: ${it.says}`] : [])),
    )

  it('no mail server', async () => {
    const [hint] = await hints(house.asSeenWith({ SMTP_URL: '' }))
    expect(hint).toMatch(/^mail: there is no mail server; mails are put into .*outbox$/)
  })
  it('the auth token steers calls', async () => {
    const without = { TWILIO_API_KEY_SID: '', TWILIO_API_KEY_SECRET: '' }
    const at = house.asSeenWith(without)
    const account = { ...at.account, region: 'ie1' }
    expect(await hints({ ...at, account })).toEqual([
      'credentials: the auth token itself is used for steering calls',
    ])
  })
  it('a trial account', async () => {
    house.twilio.account.type = 'Trial'
    expect(await hints(house.asSeenWith())).toEqual([
      'token: this is a trial account: callers hear an announcement of Twilio first',
    ])
  })
  it('P-12: calls leave the European Union', async () => {
    const at = house.asSeenWith()
    const elsewhere = { ...at.settings, phone: { ...at.settings.phone, region: 'us1' } }
    expect(await hints({ ...at, settings: elsewhere })).toEqual([
      'region: calls are processed in us1, outside the European Union',
    ])
  })
})
