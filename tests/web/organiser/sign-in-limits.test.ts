import { afterEach, beforeEach, describe, expect, it, test } from '@jest/globals'
import { mailsMax } from '../../../src/conference/organiser/mail-limits.ts'
import { codeTriesMax, wrongInARowMax } from '../../../src/conference/organiser/signing-in.ts'
import { networkOf } from '../../../src/web/visitor-network.ts'
import { codeOf, linkOf } from '../../kit/mail-reading.ts'
import { sameDistribution } from '../../kit/rank-sum.ts'
import { randomness } from '../../kit/rooms.ts'
import type { Visitor } from '../../kit/visitor.ts'
import { openWebHouse, type WebHouse } from '../../kit/web-house.ts'

/* Who asks too often, who guesses, and what nobody can learn. */

const minuteMs = 60_000
const hourMs = 60 * minuteMs

let house: WebHouse
beforeEach(async () => {
  // A proxy of ours says where visitors come from; it runs on this machine.
  house = await openWebHouse({}, ['127.0.0.1/32'])
})
afterEach(() => house[Symbol.asyncDispose]())

const from = (ip: string) => house.visitor({ 'accept-language': 'de', 'x-forwarded-for': ip })
const someNetwork = (at: number) => `10.${at >> 16}.${(at >> 8) & 255}.${at & 255}`

async function asks(visitor: Visitor, address: string) {
  await visitor.open('/sign-in')
  return visitor.press('Code schicken', { address })
}

/** Asks again and again with the one form that was opened once: what a machine would do. */
async function machine(of: WebHouse = house) {
  const visitor = of.visitor()
  await visitor.open('/sign-in')
  const token = visitor.seen?.page.querySelector('[name=form_token]')?.getAttribute('value') ?? ''
  return async (ip: string, address: string, path = '/sign-in', code = '') => {
    const answer = await visitor.fetch(path, {
      method: 'POST',
      body: new URLSearchParams({ address, code, form_token: token }),
      headers: { 'sec-fetch-site': 'same-origin', 'x-forwarded-for': ip },
    })
    await answer.text()
    return { status: answer.status, location: answer.headers.get('location') }
  }
}

/** A page without what only its own visitor has: the token, and the address with its places to break. */
const nameless = (html: string, address: string) =>
  withoutToken(html).replaceAll('<wbr/>', '').replaceAll(address, 'ADDRESS')

describe('S-05: nobody’s mailbox is filled through us', () => {
  it('a thousand requests from everywhere for one address bring ten mails a day', async () => {
    const address = 'erika@example.org'
    const ask = await machine()
    let mails = 0
    for (let times = 0; times < 1000; times++) {
      // The eleventh answer says nothing of the ten before: somebody else may have asked for them.
      expect(await ask(someNetwork(times), address)).toEqual({
        status: 303,
        location: '/sign-in/code',
      })
      mails += (await house.mails()).length
      house.clock.passes(minuteMs)
    }
    expect(mails).toBe(mailsMax.toDay)
    const pages = await Promise.all(
      [address, 'otto@example.org'].map(async (of, at) =>
        nameless((await asks(from(`10.8.8.${at}`), of)).html, of),
      ),
    )
    expect(new Set(pages).size).toBe(1)
    await house.mails()
    house.clock.passes(25 * hourMs)
    await asks(from('10.9.9.9'), address)
    expect(await house.mails()).toHaveLength(1)
  }, 120_000)

  it('one network does not use up what an address gets', async () => {
    const address = 'erika@example.org'
    for (let times = 0; times < 20; times++) await asks(from('10.1.1.1'), address)
    expect(await house.mails()).toHaveLength(mailsMax.toFromDay)
    await asks(from('10.2.2.2'), address)
    expect(await house.mails()).toHaveLength(1)
  })

  it('one network is told to wait, for whatever address', async () => {
    const ask = await machine()
    for (let times = 0; times < mailsMax.fromHour; times++) {
      expect((await ask('10.1.1.1', `a${times}@example.org`)).status).toBe(303)
    }
    const seen = await asks(from('10.1.1.1'), 'erika@example.org')
    expect([seen.status, seen.words.includes('Bitte warten Sie eine Stunde.')]).toEqual([429, true])
    expect((await asks(from('10.1.1.2'), 'erika@example.org')).status).toBe(200)
    house.clock.passes(2 * hourMs)
    expect((await asks(from('10.1.1.1'), 'erika@example.org')).status).toBe(200)
  })

  it('everybody is, when there are more than there can be reasons for, and the operator hears', async () => {
    const ask = await machine()
    for (let times = 0; times < mailsMax.allHour; times++) {
      await ask(someNetwork(times), `a${times}@example.org`)
    }
    const seen = await asks(from('10.200.1.1'), 'erika@example.org')
    expect([seen.status, seen.words.includes('sehr viele Mails')]).toEqual([429, true])
    expect(house.happened).toEqual([{ event: 'alarm.mails-capped' }])
  }, 60_000)
})

describe('S-19: where a visitor comes from is said by our own proxies only', () => {
  it('a forged header changes nothing when there is none', async () => {
    await using open = await openWebHouse()
    const ask = await machine(open)
    for (let times = 0; times < mailsMax.fromHour; times++) {
      await ask(someNetwork(times), `a${times}@example.org`)
    }
    expect((await ask('10.200.1.1', 'e@example.org')).status).toBe(429)
  })
  it('nor does what stands before the proxy’s own word', async () => {
    const ask = await machine()
    for (let times = 0; times < mailsMax.fromHour; times++) {
      await ask(`${someNetwork(times)}, 10.1.1.1`, `a${times}@example.org`)
    }
    expect((await ask('10.7.7.7, 10.1.1.1', 'e@example.org')).status).toBe(429)
  })
  test.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::9', '2001:db8:1:2::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    [undefined, 'unknown'],
    ['<script>', 'unknown'],
  ])('%s is of the network %s', (address, network) => {
    expect(networkOf(address)).toBe(network)
  })
})

describe('S-02: guessing', () => {
  it('many guesses at one address open nothing: after a hundred only the link does', async () => {
    const address = 'erika@example.org'
    let [guesses, opened] = [0, 0]
    for (let asked = 0; guesses < 2 * wrongInARowMax; asked++) {
      house.clock.passes(3 * hourMs)
      const guess = await machine()
      await guess(someNetwork(asked), address)
      for (let tries = 0; tries < codeTriesMax + 2; tries++, guesses++) {
        const code = String(randomness.below(10 ** 8)).padStart(8, '0')
        const { status } = await guess('10.1.1.1', '', '/sign-in/code', code)
        if (status !== 422) opened++
      }
    }
    expect(opened).toBe(0)
    const mails = await house.mails()
    expect(mails.filter((mail) => codeOf(mail) !== '')).toHaveLength(
      Math.ceil(wrongInARowMax / codeTriesMax),
    )
    expect(house.happened).toContainEqual({ event: 'alarm.codes-guessed' })

    // The owner gets in by the link, and codes are good again.
    const owner = from('192.0.2.1')
    await owner.open(linkOf(mails.at(-1)!))
    await owner.press('Jetzt anmelden')
    expect(owner.cookies.has('rundruf')).toBe(true)
    const again = from('192.0.2.2')
    house.clock.passes(25 * hourMs)
    await asks(again, address)
    await again.press('Anmelden', { code: codeOf((await house.mails())[0]!) })
    expect(again.cookies.has('rundruf')).toBe(true)
  }, 120_000)
})

describe('S-04: nobody learns whether an address has an account', () => {
  it('the same page to the byte, and the same time', async () => {
    const times = { known: [] as number[], unknown: [] as number[] }
    const pages = new Set<string>()
    const kinds = ['known', 'unknown'] as const
    for (let at = 0; at < 300; at++) {
      const known = `known${String(at).padStart(5, '0')}@example.org`
      const fresh = { id: randomness.token(), locale: 'de', created: 0, lastSeen: 0 }
      await house.store.accounts.add({ ...fresh, address: known })
      const addresses = { known, unknown: known.replace('known', 'other') }
      // In turns, and each first as often: what else the machine does falls on both alike.
      for (const kind of at % 2 === 0 ? kinds : kinds.toReversed()) {
        const visitor = from(someNetwork(at))
        await visitor.open('/sign-in')
        const before = performance.now()
        const token = visitor.seen?.page.querySelector('[name=form_token]')?.getAttribute('value')
        const body = new URLSearchParams({ address: addresses[kind], form_token: token ?? '' })
        await visitor.fetch('/sign-in', { method: 'POST', body })
        times[kind].push(performance.now() - before)
        if (at % 20 !== 0) continue
        const { html } = await visitor.open('/sign-in/code')
        pages.add(nameless(html, addresses[kind]))
      }
      house.clock.passes(minuteMs)
    }
    expect(pages.size).toBe(1)
    expect(sameDistribution(times.known, times.unknown)).toBeGreaterThan(0.01)
  }, 120_000)

  it('the comparison would notice a tenth of a millisecond in one', () => {
    const one = Array.from({ length: 300 }, (_, at) => 1 + ((at * 7919) % 300) / 1000)
    const other = one.map((value) => value + 0.1)
    expect(sameDistribution(one, [...one])).toBeGreaterThan(0.9)
    expect(sameDistribution(one, other)).toBeLessThan(0.001)
  })
})

/** The token of the form is another in each browser. */
function withoutToken(html: string): string {
  return html.replaceAll(/(name="form_token" value=")[^"]*/g, '$1')
}
