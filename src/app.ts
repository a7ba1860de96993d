import { randomBytes, randomInt } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import express, { type Express, type Router } from 'express'
import { watchAlarms } from './alarm-watch.ts'
import { carrierAccount } from './carrier-account.ts'
import { lineQualityAt, reach } from './carrier-reach.ts'
import type { TestOutcome } from './conference/staff/test-call.ts'
import type { After, Announce, Clock, Randomness, Store } from './conference/ports.ts'
import { filesOfSwitch } from './conference/kept/data-kinds.ts'
import { practiceNumber } from './demo-room.ts'
import { listening } from './listening.ts'
import { openTransport } from './mail/open.ts'
import { keepSending } from './mail/sending.ts'
import type { Transport } from './mail/transport.ts'
import { announcer } from './observe/announce.ts'
import type { Log } from './observe/announce.ts'
import { healthRoutes } from './observe/health.ts'
import { openMetrics, type Metrics } from './observe/metrics.ts'
import type { Now } from './observe/metrics-now.ts'
import { keepTallying } from './observe/tally.ts'
import type { Secrets } from './secrets.ts'
import type { Settings } from './settings.ts'
import { openStaffConsole } from './staff-console.ts'
import { watchLines, type StaffWatch } from './staff-watch.ts'
import { inventory } from './store/inventory.ts'
import { openStore } from './store/open.ts'
import { deletesCallsOf, voiceSettings } from './voice-settings.ts'
import { addresses, requestNames } from './voice/addresses.ts'
import { openEvenings, type EveningControl } from './voice/evening/evening.ts'
import { carrierBreaker } from './voice/carrier/breaker.ts'
import { openCallStore } from './voice/outage/outage.ts'
import { isAway as carrierIsAway, usualPatience } from './voice/carrier/patience.ts'
import { keepDeletingRecords } from './voice/carrier/record-deletion.ts'
import { openPhone } from './voice/carrier/phone.ts'
import type { Phone } from './voice/carrier/phone.ts'
import { keepReconciling } from './voice/carrier/reconcile.ts'
import { lookAfterMeetings } from './voice/upkeep.ts'
import { voiceRoutes, type VoiceParts } from './voice/routes.ts'
import { readSpeech, spokenLocales } from './voice/speech.ts'
import { visits } from './web/doors.ts'
import { faultPage, notFoundPage } from './web/faults.tsx'
import { securityHeaders } from './web/headers.ts'
import { readTexts } from './web/texts.ts'
import { pageLocaleOf } from './web/language.ts'
import { webRoutes } from './web/routes.ts'
import type { WebParts } from './web/routes.ts'
import { keepLookingAfterAccounts } from './web/upkeep.ts'

/** What the app is built of, each replaceable in tests. */
export type Parts = {
  readonly store: Store
  readonly phone: Phone
  readonly clock: Clock
  readonly randomness: Randomness
  readonly announce: Announce
}

/** What only some installations have. */
export type Besides = {
  /** Calls our own switch and says what was heard. */
  readonly testCall?: (stop: AbortSignal) => Promise<TestOutcome>
}

export type App = AsyncDisposable & Parts & { readonly port: number; readonly staffPort: number }

const configFolder = fileURLToPath(new URL('../config', import.meta.url))

/**
 * Builds every part, hands each only what it uses, and listens. Disposing closes in reverse order: no new
 * requests, the running ones finish, then the database.
 */
export async function startApp(
  settings: Settings,
  secrets: Secrets,
  log: Log,
  { testCall, ...instead }: Partial<Parts> & Besides = {},
): Promise<App> {
  await using opened = new AsyncDisposableStack()
  const account = carrierAccount(settings.phone, secrets)
  const metrics = openMetrics({ requestNames })
  const keys = { pinKey: secrets.key('pin 1') }
  const store =
    instead.store ?? metrics.timed(await openStore(settings.store, keys, metrics.storeAgain))
  opened.defer(() => store.close())
  const linesInUse = () => store.callers.liveCount()
  const { tallies, daySums } = store
  const { organisation, locale, http, timeZone } = settings
  const counted = { tallies, daySums, timeZone, linesInUse, clock: Date.now, after, log }
  const tallying = opened.use(keepTallying(counted))
  const announce = instead.announce ?? announcer(log, tallying.hears, metrics.hears)
  const before: Parts = {
    store,
    phone: carrierPhone(account, announce),
    clock: Date.now,
    randomness: cryptographic,
    announce,
    ...instead,
  }
  const reachCarrier = () => reach(account)
  const control = opened.use(
    openEvenings({ ...before, after, addresses: addresses(http.publicUrl) }),
  )
  const { evenings, phone } = control
  const parts: Parts = { ...before, phone }
  const watch = opened.use(
    watchLines(settings, secrets, {
      ...parts,
      after,
      evening: control,
      reach: reachCarrier,
      lineQuality: () => lineQualityAt(account),
    }),
  )
  metrics.watch(readings(parts, watch))
  const speech = await readSpeech({ configFolder, voice: settings.voice, organisation, locale })
  const stopping = new AbortController()
  const { signal } = stopping
  const pages = await webParts(settings, secrets, { ...parts, evenings, stopping: signal })
  const transport = transportOf(settings, parts.clock)
  opened.use(inTheBackground(settings, { ...parts, transport }, control))
  opened.use(keepLookingAfterAccounts(pages))
  const lent = { account, after, testCall, transport, texts: pages.texts, reach: reachCarrier }
  opened.use(watchAlarms(settings, { ...parts, ...watch, ...lent }))

  const now = () => performance.now()
  const calls = opened.use(await openCallStore({ ...parts, ...takesOver(parts, http), after, now }))
  const checks = { database: () => store.check(), carrier: reachCarrier }
  const { speechHeard } = watch
  const told = voiceSettings(settings, secrets, account)
  const voice = { ...parts, after, calls, speech, speechHeard, settings: told }
  const health = healthRoutes({ checks, now, log })
  const app = publicApp({ settings, health, voice, pages, metrics, log })

  const { port } = opened.use(await listening(app, http))
  const staff = opened.use(
    await openStaffConsole(settings, secrets, log, { ...pages, ...watch, metrics, health }),
  )
  opened.defer(() => {
    stopping.abort()
  })
  const all = opened.move()
  return { ...parts, port, staffPort: staff.port, [Symbol.asyncDispose]: () => all.disposeAsync() }
}

/** What is so at the moment, for whoever reads /metrics. */
function readings({ store, clock }: Parts, { board }: StaffWatch): Now {
  return {
    board: () => board.show(),
    helpRequestsOpen: async () => (await store.helpRequests.open(clock())).length,
    mails: () => store.mailQueue.counts(clock()),
  }
}

type PublicParts = {
  readonly settings: Settings
  readonly health: Router
  readonly voice: VoiceParts
  readonly pages: WebParts
  readonly metrics: Metrics
  readonly log: Log
}

/** Everything on the public listener, in the order in which it is asked. */
function publicApp({ settings, health, voice, pages, metrics, log }: PublicParts): Express {
  const { isAway } = voice.store
  const faults = { ...pages, visitOf: visits(pages), log, isAway }
  return express()
    .disable('x-powered-by')
    .set('trust proxy', settings.trustedProxies)
    .use(securityHeaders(settings.http.publicUrl))
    .use(metrics.requests.livePages, metrics.requests.webhooks)
    .use(health)
    .use(voiceRoutes(voice))
    .use(webRoutes(pages))
    .use(notFoundPage(faults))
    .use(faultPage(faults))
}

/** A carrier that does not answer is left alone for a while, on a clock that nobody can set. */
function carrierPhone(account: ReturnType<typeof carrierAccount>, announce: Announce): Phone {
  const now = () => performance.now()
  return openPhone(account, {
    ...usualPatience,
    guard: carrierBreaker({ now, announce, isAway: carrierIsAway }),
  })
}

/** Whoever could not be taken over is where they were; with a `*` they come over by themselves. */
function takesOver({ phone, announce }: Parts, { publicUrl }: Settings['http']) {
  const { step } = addresses(publicUrl)
  return {
    takeOver(call: string, token: string): void {
      phone.redirect(call, step('menu', token)).catch((error: unknown) => {
        announce({ event: 'carrier.unreachable', error })
      })
    },
  }
}

/** The way out for mails, queued or not. */
function transportOf({ mail, organisation, http }: Settings, now: Clock): Transport {
  return openTransport(mail, { organisation, publicUrl: http.publicUrl, now })
}

/** What goes on without anybody asking for it. */
function inTheBackground(
  settings: Settings,
  parts: Parts & { readonly transport: Transport },
  evenings: Pick<EveningControl, 'upkeep'>,
): AsyncDisposable {
  const { publicUrl } = settings.http
  const upkeep = { ...parts, addresses: addresses(publicUrl) }
  const all = new AsyncDisposableStack()
  all.use(
    keepReconciling(
      { ...parts, deletesCalls: deletesCallsOf(settings) },
      {
        whoLeads: () => lookAfterMeetings(upkeep),
        everybody: () => evenings.upkeep(),
      },
    ),
  )
  if (deletesCallsOf(settings)) all.use(keepDeletingRecords(parts))
  all.use(keepSending(parts))
  return all
}

/** What the pages are built of. */
async function webParts(
  settings: Settings,
  secrets: Secrets,
  parts: Parts & Pick<WebParts, 'evenings' | 'stopping'>,
): Promise<WebParts> {
  const { http, locale, organisation, helpNumber } = settings
  return {
    ...parts,
    texts: await readTexts(configFolder),
    locale: pageLocaleOf(locale),
    organisation,
    helpNumber,
    timeZone: settings.timeZone,
    tariff: settings.tariff,
    publicUrl: http.publicUrl,
    formKey: secrets.key('forms 1'),
    dialIn: dialIn(settings),
    callLocales: spokenLocales(configFolder),
    practiceNumber: practiceNumber(settings),
    inventory: settings.phone.kind === 'twilio' ? inventory : [...inventory, ...filesOfSwitch],
    imprint: settings.imprint,
    contactMail: settings.contactMail,
    byTwilio: settings.phone.kind === 'twilio',
    configFolder,
  }
}

const after: After = (ms, work) => {
  const timer = setTimeout(work, ms)
  return () => {
    clearTimeout(timer)
  }
}

const cryptographic: Randomness = {
  below: (max) => randomInt(max),
  token: () => randomBytes(16).toString('hex'),
}

/** What the page tells people to dial. */
function dialIn({ phone }: Settings): string {
  if (phone.number !== undefined) return phone.number
  return phone.kind === 'built-in' ? `sip:rundruf@${phone.sip.host}:${phone.sip.port}` : ''
}
