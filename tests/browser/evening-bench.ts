/*
 * How soon a page and a room know of one another (npm run bench:evening), with nothing else going on and with 300 open
 * pages of the same evening:
 *
 *   arrival   the last key of the PIN is up ──▶ their line stands on the page
 *   mute      a click on the page           ──▶ the others hear nothing of them
 *   all       the first open page is told   ──▶ the last one is
 *
 * A whole Rundruf as `npm start` runs it, telephones over SIP with real sound, a page in Chromium; the other pages are in a
 * process of their own.
 */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import { heardLevel } from '../../src/telephone/tones.ts'
import { openBrowser, type Tab } from '../kit/browser.ts'
import { heardFromDbfs, hum, unheardUntilDbfs } from '../kit/hearing.ts'
import { callerIn, type Caller } from '../kit/phone.ts'
import { running, type OrganisedRoom, type Running } from '../kit/running.ts'
import { untilSoMany } from './in-page.ts'
import type { Lookers, Told } from './evening-bench-lookers.ts'

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 8)
const organisers = 10
/** One less than an account may have: the page in Chromium is one of them. */
const pagesOfEach = 29
/** As much as tells a tone; so much is added to what is measured. */
const lookBackSeconds = 0.1
const waitsMaxMs = 20_000
/** One for everybody in the meeting whose microphone is on. */
const muteButton = 'button[aria-label^="Stumm schalten: "]'
const lineOnPage = 'li[id^="line-"]'

type Round = { readonly arrivalMs: number; readonly muteMs: number }

async function measure(): Promise<void> {
  await using rundruf = await running()
  await using browser = await openBrowser()
  const room = await rundruf.organisedRoom(organisers)
  await using ada = await callerIn('ada', room)
  await using bob = await callerIn('bob', room)
  await ada.comesToHear('bob')
  await bob.comesToHear('ada')
  const [of] = room.organisers
  await using tab = await browser.open(rundruf.pages, { ...(of && { of }) })
  await tab.page.goto(`${room.path}/evening`)

  console.log(`load of the machine before: ${loadavg()[0]?.toFixed(1)}`)
  tell('one open page', await several(ada, room, tab))
  const child = await lookersAt(rundruf, room)
  tell(`${organisers * pagesOfEach + 1} open pages`, await several(ada, room, tab))
  const { pages, spreadsMs } = await toldBy(child)
  console.log(
    `${String(pages)} pages, ${spreadsMs.length} changes that all were told: ${figures(spreadsMs)} from first to last`,
  )
}

async function several(ada: Caller, room: OrganisedRoom, tab: Tab): Promise<readonly Round[]> {
  const all: Round[] = []
  for (let n = 0; n < rounds; n++) all.push(await oneRound(ada, room, tab))
  return all
}

/** Cy comes, is muted from the page, and goes. */
async function oneRound(ada: Caller, room: OrganisedRoom, { page }: Tab): Promise<Round> {
  const { handset } = ada.phone
  const level = () => heardLevel(handset.heard.sound(lookBackSeconds), hum.cy)
  const mute = page.locator(muteButton)
  const before = await mute.count()
  const soMany = (selector: string, count: number) =>
    page.evaluate(untilSoMany, { selector, count }).then(() => performance.now())

  const shownAt = soMany(muteButton, before + 1)
  await using cy = await callerIn('cy', room, { from: freshNumber() })
  const keyedAt = performance.now()
  const arrivalMs = (await shownAt) - keyedAt

  await at(handset.until(() => level() >= heardFromDbfs, waitsMaxMs))
  const silentAt = at(handset.until(() => level() < unheardUntilDbfs, waitsMaxMs))
  const clickedAt = performance.now()
  await mute.last().click()
  const muteMs = (await silentAt) - clickedAt
  await cy.hangsUp()
  await soMany(lineOnPage, before)
  return { arrivalMs, muteMs }
}

/** Whoever redials from the same number comes back as they were: muted. */
let callers = 0
const freshNumber = (): string => `+4930901${String(++callers).padStart(6, '0')}`

/** When it was so. */
async function at(happens: Promise<boolean>): Promise<number> {
  if (!(await happens)) throw new Error('it did not happen')
  return performance.now()
}

async function lookersAt({ pages: url }: Running, room: OrganisedRoom): Promise<ChildProcess> {
  const child = fork(fileURLToPath(new URL('evening-bench-lookers.ts', import.meta.url)))
  const cookies = room.organisers.map((one) => [...one.cookies])
  const task: Lookers = { url, path: `${room.path}/evening/live`, cookies, pagesOfEach }
  child.send(task)
  await once(child, 'message')
  return child
}

async function toldBy(child: ChildProcess): Promise<Told> {
  child.send('how was it')
  const [told] = (await once(child, 'message')) as [Told]
  return told
}

function tell(name: string, all: readonly Round[]): void {
  console.log(
    `${name.padEnd(15)} arrival ${figures(all.map((one) => one.arrivalMs))}   mute ${figures(all.map((one) => one.muteMs))}`,
  )
}

function figures(ms: readonly number[]): string {
  const sorted = ms.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)]?.toFixed(0) ?? '?'
  return `${at(0.5)} ms (most ${at(1)})`
}

await measure()
