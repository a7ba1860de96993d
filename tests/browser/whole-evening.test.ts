import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import { openBrowser, type TestBrowser } from '../kit/browser.ts'
import { codeOf } from '../kit/mail-reading.ts'
import { mailServer, type MailServer } from '../kit/mail-server.ts'
import { callerIn, type Caller } from '../kit/phone.ts'
import { running, type Place, type Running } from '../kit/running.ts'

/*
 * From the first look at the page to the statement that is signed, as an organiser goes through it: a real browser, a
 * real mail server, three telephones over real SIP, and the whole of Rundruf as `npm start` runs it. Once with
 * JavaScript and once without.
 */

const journeyMaxMs = 180_000
const mailWithinMs = 20_000
const shownWithinMs = 20_000

let browser: TestBrowser
let mails: MailServer
let rundruf: Running
beforeAll(async () => {
  browser = await openBrowser()
  mails = await mailServer()
  rundruf = await running({ SMTP_URL: mails.url, MAIL_FROM: 'runde@example.org' })
}, 60_000)
afterAll(async () => {
  await rundruf[Symbol.asyncDispose]()
  await mails[Symbol.asyncDispose]()
  await browser[Symbol.asyncDispose]()
})

describe.each(['run', 'off'] as const)('an organiser’s evening, scripts %s', (scripts) => {
  it(
    'W-02: sign-up, room, invitation, live evening, end, statement',
    async () => {
      await using tab = await browser.open(rundruf.pages, { scripts })
      const { page } = tab
      await page.goto('/')
      await signsUp(page, `erika-${scripts}@example.org`)
      const place = await makesRoom(page)
      await invites(page, place)
      await evening(page, place, scripts)
      await statement(page)
      expect(tab.complaints).toEqual([])
    },
    journeyMaxMs,
  )
})

async function signsUp(page: Page, address: string): Promise<void> {
  await page.getByRole('link', { name: 'Anmelden' }).click()
  await page.getByLabel('Ihre Mail-Adresse').fill(address)
  await page.getByRole('button', { name: 'Code schicken' }).click()
  const mail = await arrived(address)
  await page.getByLabel('Ihr Code').fill(codeOf({ to: '', subject: '', text: mail.text ?? '' }))
  await page.getByRole('button', { name: 'Anmelden' }).click()
  await page.getByRole('heading', { name: 'Noch kein Raum' }).waitFor()
}

/** The latest mail to an address, as the mail server has it. */
async function arrived(address: string, after = 0) {
  const untilMs = performance.now() + mailWithinMs
  for (;;) {
    const to = mails.received.slice(after).filter((one) => one.to.includes(address))
    const latest = to.at(-1)
    if (latest !== undefined) return latest.mail
    if (performance.now() > untilMs) throw new Error('no mail has come')
    await new Promise((resolve) => setImmediate(resolve))
  }
}

async function makesRoom(page: Page): Promise<Place> {
  await page.getByRole('link', { name: 'Ersten Raum anlegen' }).click()
  await page.getByLabel('Name des Raums').fill('Dienstagsgruppe')
  await page.getByLabel('Ohne feste Zeit').check()
  await page.getByRole('button', { name: 'Raum anlegen' }).click()
  const [room = '', pin = ''] = await page.locator('dd.digits').allTextContents()
  const digits = (text: string) => text.replaceAll(/\D/g, '')
  return { telephone: rundruf.telephone, room: digits(room), pin: digits(pin) }
}

async function invites(page: Page, { room, pin }: Place): Promise<void> {
  const asPrinted = (number: string) => number.replace(/\d{3}(?=\d)/g, '$& ')
  await page.getByRole('link', { name: 'Gruppe einladen' }).click()
  const before = mails.received.length
  await page.getByRole('button', { name: 'Nur an mich senden' }).click()
  const [to = ''] = mails.received.at(-1)?.to ?? []
  const mail = await arrived(to, before)
  expect(mail.text).toContain(asPrinted(room))
  expect(mail.text).toContain(asPrinted(pin))
  await page.getByRole('button', { name: 'Blatt öffnen' }).click()
  const sheet = await page.locator('body').innerText()
  expect(sheet).toContain(asPrinted(room))
  expect(sheet).not.toContain('Dienstagsgruppe')
  await page.goBack()
  await page
    .getByRole('link', { name: /Raum|Dienstagsgruppe|Zurück/ })
    .last()
    .click()
}

async function evening(page: Page, place: Place, scripts: 'run' | 'off'): Promise<void> {
  await page.goto(`${roomPath(page)}/evening`)
  await page.getByText('Noch niemand da').first().waitFor()
  await using ada = await callerIn('ada', place)
  await using bob = await callerIn('bob', place)
  await using cy = await callerIn('cy', place)
  await comesToShow(page, '3 sind da', scripts)
  await everybodyHears({ ada, bob, cy })

  await page.getByRole('button', { name: 'Stumm schalten: Anrufer 2' }).click()
  // Whoever was muted hears so first, and then the others go on.
  await Promise.all([ada.comesToHear('cy'), cy.comesToHear('ada'), bob.comesToHear('ada', 'cy')])
  await comesToShow(page, 'Mikrofon aus', scripts)

  await page.getByLabel('Mehr: Anrufer 1').click()
  await page.getByRole('link', { name: 'Namen geben' }).first().click()
  await page.getByLabel('Name für heute').fill('Anna')
  await page.getByRole('button', { name: 'Speichern' }).click()
  await comesToShow(page, 'Anna', scripts)

  await page.getByText('Runde beenden', { exact: true }).click()
  await page.getByRole('button', { name: 'Ja, für alle beenden' }).click()
  expect(await Promise.all([ada, bob, cy].map((one) => one.hearsGoodbye()))).toEqual([
    true,
    true,
    true,
  ])
  await comesToShow(page, 'Noch niemand da', scripts)
}

type Three = { readonly ada: Caller; readonly bob: Caller; readonly cy: Caller }

async function everybodyHears({ ada, bob, cy }: Three): Promise<void> {
  await Promise.all([
    ada.comesToHear('bob', 'cy'),
    bob.comesToHear('ada', 'cy'),
    cy.comesToHear('ada', 'bob'),
  ])
}

/** With scripts by itself; without, the page is loaded again and again, as people do. */
async function comesToShow(page: Page, words: string, scripts: 'run' | 'off'): Promise<void> {
  const shown = page.getByText(words, { exact: true }).filter({ visible: true }).first()
  if (scripts === 'run') {
    await shown.waitFor({ timeout: shownWithinMs })
    return
  }
  const untilMs = performance.now() + shownWithinMs
  while (!(await shown.isVisible())) {
    if (performance.now() > untilMs) throw new Error(`"${words}" is not shown`)
    await page.getByRole('link', { name: 'Neu laden' }).click()
  }
}

async function statement(page: Page): Promise<void> {
  await page.goto(`${roomPath(page)}/meetings`)
  expect(await page.locator('tbody tr').count()).toBe(1)
  expect(await page.locator('tbody td.count').last().innerText()).toBe('3')
  await page.getByRole('link', { name: 'Nachweis für die Krankenkasse' }).click()
  expect(await page.locator('.paper tbody tr').count()).toBe(1)
  expect(await page.locator('.signature').count()).toBe(2)
}

/** `/rooms/<id>`, on whatever page of it the browser is. */
function roomPath(page: Page): string {
  return new URL(page.url()).pathname.split('/').slice(0, 3).join('/')
}
