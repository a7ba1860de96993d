import { afterEach, beforeEach, describe, expect, it, test } from '@jest/globals'
import { codeLastsMs, codeTriesMax } from '../../../src/conference/organiser/signing-in.ts'
import { codeOf, linkOf } from '../../kit/mail-reading.ts'
import type { Visitor } from '../../kit/visitor.ts'
import { openWebHouse, type WebHouse } from '../../kit/web-house.ts'

let house: WebHouse
let erika: Visitor
const address = 'erika@example.org'
const minuteMs = 60_000

beforeEach(async () => {
  house = await openWebHouse()
  erika = house.visitor({ 'accept-language': 'de', 'user-agent': firefox })
})
afterEach(() => house[Symbol.asyncDispose]())

const firefox = 'Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0'

/** Asks for a code in a browser; what comes by mail. */
async function asks(visitor = erika, of = address, path = '/sign-in') {
  await visitor.open(path)
  await visitor.press('Code schicken', { address: of })
  const mail = (await house.mails()).find(({ to }) => to === of)
  if (mail === undefined) throw new Error('no mail came')
  return { mail, code: codeOf(mail), link: linkOf(mail) }
}
const isSignedIn = async (visitor: Visitor) => (await visitor.fetch('/sign-in')).status === 303

describe('signing in without a password', () => {
  it('W-02: an address, a code that comes by mail, and in', async () => {
    const { mail, code } = await asks()
    expect(erika.seen?.path).toBe('/sign-in/code')
    expect(erika.seen?.words).toContain('Wir schicken eine Mail an erika@example.org.')
    expect(mail).toMatchObject({ to: address, subject: 'Ihre Anmeldung', locale: 'de' })
    expect(code).toMatch(/^\d{4} \d{4}$/)

    await erika.press('Anmelden', { code })
    expect(erika.seen?.path).toBe('/rooms')
    expect(await isSignedIn(erika)).toBe(true)
    const account = await house.store.accounts.byAddress('ERIKA@example.org')
    expect(account).toMatchObject({ address, locale: 'de' })
    expect(await house.store.sessions.of(account!.id)).toMatchObject([
      { device: 'Firefox, Windows' },
    ])
    expect(house.happened).toEqual([
      { event: 'organiser.signed-in', account: account!.id, by: 'code', isNew: true },
    ])
  })

  it('comes back to the page that was wanted, and to no other place', async () => {
    await erika.open('/account')
    expect(erika.seen?.path).toBe('/sign-in?then=%2Faccount')
    await erika.press('Code schicken', { address })
    await erika.press('Anmelden', { code: codeOf((await house.mails())[0]!) })
    expect(erika.seen?.path).toBe('/account')
  })
  test.each([
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    '/sign-in',
    '/a b',
    ['/x', '/y'],
  ])('does not lead to %j', async (then) => {
    const query = new URLSearchParams([then].flat().map((one) => ['then', one]))
    const { code } = await asks(erika, address, `/sign-in?${query.toString()}`)
    await erika.press('Anmelden', { code })
    expect(erika.seen?.path).toBe('/rooms')
  })

  it('W-05: the code may be pasted as it stands in the mail', async () => {
    const { code } = await asks()
    const field = erika.seen?.page.querySelector('#code')
    expect(field?.getAttribute('autocomplete')).toBe('one-time-code')
    expect(field?.getAttribute('inputmode')).toBe('numeric')
    await erika.press('Anmelden', { code: ` Ihr Code: ${code.replace(' ', '\u00a0')}. ` })
    expect(await isSignedIn(erika)).toBe(true)
  })

  it('speaks English to whoever does', async () => {
    const emma = house.visitor({ 'accept-language': 'en' })
    await emma.open('/sign-in')
    await emma.press('Send the code', { address: 'emma@example.org' })
    const [mail] = await house.mails()
    expect(mail).toMatchObject({ subject: 'Signing in', locale: 'en' })
    await emma.press('Sign in', { code: codeOf(mail!) })
    expect(await house.store.accounts.byAddress('emma@example.org')).toMatchObject({ locale: 'en' })
  })

  it('whoever is signed in goes straight on', async () => {
    const signedIn = await house.signedIn()
    const to = async (path: string) => (await signedIn.fetch(path)).headers.get('location')
    expect(await to('/sign-in?then=/account')).toBe('/account')
    expect(await to('/sign-in/code')).toBe('/rooms')
  })
})

describe('W-10: what is wrong is said, and what to do', () => {
  test.each([
    ['', 'Bitte geben Sie Ihre Mail-Adresse ein.'],
    ['erika', 'Bitte prüfen Sie die Adresse.'],
    ['a@b.example, c@d.example', 'Bitte prüfen Sie die Adresse.'],
    [`${'a'.repeat(250)}@b.example`, 'Bitte prüfen Sie die Adresse.'],
  ])('address %j', async (typed, said) => {
    await erika.open('/sign-in?then=/account')
    const seen = await erika.press('Code schicken', { address: typed })
    expect(seen.status).toBe(422)
    const { page } = seen
    expect(page.querySelector('.mistakes a[href="#address"]')?.textContent).toContain(said)
    expect(page.querySelector('#address')?.getAttribute('value')).toBe(typed)
    expect(page.querySelector('#address')?.getAttribute('aria-describedby')).toBe('address-mistake')
    expect(page.querySelector('[name=then]')?.getAttribute('value')).toBe('/account')
    expect(await house.mails()).toEqual([])
  })
  it('a code that is too short is no try', async () => {
    await asks()
    for (let times = 0; times < 10; times++) await erika.press('Anmelden', { code: '1234' })
    expect(erika.seen?.words).toContain('Der Code hat 8 Ziffern.')
    const [signIn] = await house.store.signIns.of(cookieOf(erika), house.clock.now())
    expect(signIn?.tries).toBe(0)
  })
})

describe('S-01: a code is good once, for ten minutes, in one browser', () => {
  const refused = 'Dieser Code passt nicht.'
  it('not a second time', async () => {
    const { code } = await asks()
    const browser = cookieOf(erika)
    await erika.press('Anmelden', { code })
    const again = house.visitor()
    again.keepCookie('rundruf-browser', browser)
    await again.open('/sign-in/code')
    expect((await again.press('Anmelden', { code })).words).toContain(refused)
  })
  it('not after ten minutes', async () => {
    const { code } = await asks()
    house.clock.passes(codeLastsMs + 1000)
    expect((await erika.press('Anmelden', { code })).words).toContain(refused)
  })
  it('but until then', async () => {
    const { code } = await asks()
    house.clock.passes(codeLastsMs - 1000)
    await erika.press('Anmelden', { code })
    expect(await isSignedIn(erika)).toBe(true)
  })
  it('not in another browser, with the same answer', async () => {
    const { code } = await asks()
    const other = house.visitor()
    await asks(other, 'otto@example.org')
    const seen = await other.press('Anmelden', { code })
    expect([seen.status, seen.words.includes(refused)]).toEqual([422, true])
    expect(await isSignedIn(other)).toBe(false)
  })
  it('an earlier mail that was slow is good too', async () => {
    const first = await asks()
    house.clock.passes(minuteMs)
    await erika.press('Noch eine Mail schicken')
    expect(codeOf((await house.mails())[0]!)).not.toBe(first.code)
    await erika.press('Anmelden', { code: first.code })
    expect(await isSignedIn(erika)).toBe(true)
  })
})

describe('S-02: a code is not guessed', () => {
  it('after five tries in vain it is used up, and the link is not', async () => {
    const { code, link } = await asks()
    for (let tries = 0; tries < codeTriesMax; tries++) {
      await erika.press('Anmelden', { code: other(code) })
    }
    await erika.press('Anmelden', { code })
    expect(await isSignedIn(erika)).toBe(false)
    await erika.open(link)
    await erika.press('Jetzt anmelden')
    expect(await isSignedIn(erika)).toBe(true)
  })
})

describe('the link in the mail', () => {
  it('S-03: looking opens nothing, however often; the button does, once', async () => {
    const { link } = await asks(erika, address, '/sign-in?then=/account')
    for (let times = 0; times < 5; times++) {
      const seen = await erika.open(link)
      expect(seen.status).toBe(200)
      expect(seen.headers.get('referrer-policy')).toBe('no-referrer')
      expect(seen.headers.get('cache-control')).toBe('no-store')
    }
    expect(await isSignedIn(erika)).toBe(false)
    expect(erika.seen?.words).not.toContain('anderer Browser')
    await erika.press('Jetzt anmelden')
    expect(erika.seen?.path).toBe('/account')
    expect((await house.visitor().open(link)).status).toBe(410)
  })
  it('works in another browser, which is told so', async () => {
    const { link } = await asks()
    const telephone = house.visitor()
    expect((await telephone.open(link)).words).toContain('Das ist ein anderer Browser')
    await telephone.press('Jetzt anmelden')
    expect(await isSignedIn(telephone)).toBe(true)
    expect(await isSignedIn(erika)).toBe(false)
  })
  it('is over after ten minutes, and leads to a new one', async () => {
    const { link } = await asks()
    house.clock.passes(codeLastsMs + 1)
    const seen = await erika.open(link)
    expect([seen.status, seen.words.includes('Dieser Link gilt nicht mehr')]).toEqual([410, true])
    await erika.follow('Neue Mail anfordern')
    expect(erika.seen?.path).toBe('/sign-in')
  })
  it('uses up the code beside it', async () => {
    const { code, link } = await asks()
    const telephone = house.visitor()
    await telephone.open(link)
    await telephone.press('Jetzt anmelden')
    await erika.press('Anmelden', { code })
    expect(await isSignedIn(erika)).toBe(false)
  })
})

describe('S-06, S-08: the session', () => {
  it('is new at each signing in, and the browser’s former name is gone', async () => {
    const { code } = await asks()
    const browser = cookieOf(erika)
    await erika.press('Anmelden', { code })
    const first = erika.cookies.get('rundruf')
    expect(first).toMatch(/^[\w-]{43}$/)
    expect(erika.cookies.get('rundruf-browser')).toBeUndefined()
    const other = house.visitor()
    other.keepCookie('rundruf-browser', browser)
    const { code: second } = await asks(other)
    await other.press('Anmelden', { code: second })
    expect(other.cookies.get('rundruf')).not.toBe(first)
  })
  it('is kept by a cookie that nothing but our pages gets', async () => {
    await using secure = await openWebHouse({ publicUrl: new URL('https://runde.example.org') })
    const visitor = secure.visitor()
    await visitor.open('/sign-in')
    await visitor.press('Code schicken', { address })
    const fields = new URLSearchParams({ code: codeOf((await secure.mails())[0]!) })
    const token = visitor.seen?.page.querySelector('[name=form_token]')?.getAttribute('value')
    fields.set('form_token', token ?? '')
    const answer = await visitor.fetch('/sign-in/code', {
      method: 'POST',
      body: fields,
      headers: { 'sec-fetch-site': 'same-origin' },
    })
    const [cookie] = answer.headers.getSetCookie().filter((line) => line.includes('Host-rundruf='))
    expect(cookie).toMatch(
      /^__Host-rundruf=[\w-]{43}; Max-Age=2592000; Path=\/; Expires=.*; HttpOnly; Secure; SameSite=Lax$/,
    )
  })
  it('the oldest of an account ends when there are too many', async () => {
    const account = (await house.signedIn(address)).account
    for (let times = 0; times < 25; times++) {
      house.clock.passes(60 * minuteMs)
      const browser = house.visitor()
      const { code } = await asks(browser)
      await browser.press('Anmelden', { code })
      house.clock.passes(24 * 60 * minuteMs)
    }
    expect(await house.store.sessions.of(account.id)).toHaveLength(20)
  })
})

describe('R-34: the page says what has become of the mail', () => {
  const queue = () => house.store.mailQueue
  it('that it is tried again', async () => {
    await erika.open('/sign-in')
    const seen = await erika.press('Code schicken', { address })
    expect(seen.words).not.toContain('Die Mail ist noch unterwegs')
    const now = house.clock.now()
    const due = await queue().take(now, now + 1)
    await queue().later(due!.id, now + 1000)
    await erika.open('/sign-in/code')
    expect(erika.seen?.words).toContain('Die Mail ist noch unterwegs')
    expect(erika.seen?.words).toContain('Wir versuchen es weiter.')
    await erika.follow('Noch einmal nachsehen')
  })
  it('that it did not arrive', async () => {
    await erika.open('/sign-in')
    await erika.press('Code schicken', { address })
    const now = house.clock.now()
    const due = await queue().take(now, now + 1)
    await queue().givenUp(due!.id, now)
    expect((await erika.open('/sign-in/code')).words).toContain('Die Mail kam nicht an')
  })
})

const cookieOf = (visitor: Visitor) => visitor.cookies.get('rundruf-browser') ?? ''
const other = (code: string) => (code === '1111 1111' ? '2222 2222' : '1111 1111')
