import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import express from 'express'
import { makeCalls, type Calls, type CallsNeeds } from './call/calls.ts'
import { makeConferences } from './conference/conferences.ts'
import { makeDraining, type Draining } from './draining.ts'
import { makeExchange } from './exchange.ts'
import { awaySound, troubleSound, waitingSound } from './house-sounds.ts'
import { hangUpLastCalls } from './hang-up-last-calls.ts'
import { lastCalls } from './last-calls.ts'
import type { Log } from './log.ts'
import { portPool } from './media/wire/ports.ts'
import type { Lateness } from './media/lateness.ts'
import { entryTone, exitTone } from './media/sound/tone.ts'
import { networks } from './networks.ts'
import { planesFor } from './plane/link.ts'
import { openPlanes } from './plane/planes.ts'
import { makeNumberBook, type NumberBook } from './rest/number-book.ts'
import { metricsRoute, switchMetrics } from './rest/metrics.ts'
import { readyRoute } from './rest/ready.ts'
import { restApp } from './rest/rest-app.ts'
import type { SwitchSettings } from './settings.ts'
import { openSipEndpoint } from './sip/endpoint.ts'
import type { Source } from './sip/call/call.ts'
import type { TrunkState } from './sip/trunk/trunk.ts'
import { makeSoundFiles } from './sound-files.ts'
import { makeSpeech } from './speech.ts'
import { trunkBook } from './trunks.ts'
import { makePlayDocument, makeRenderDocument } from './twiml/sound-document.ts'
import type { Sounds } from './twiml/stage.ts'
import { drainable } from './webhook/drain.ts'
import { news } from './webhook/news.ts'
import { makeWebhooks } from './webhook/webhook.ts'

const loopback = '127.0.0.1'
/** What the last callbacks may take when the switch stops. */
const lastWordsMsMax = 2_000

/** A running telephone switch. The ports are those really taken, where the settings said 0. */
export type Switch = AsyncDisposable &
  Pick<Draining, 'drain'> & {
    readonly sipPort: number
    /** Undefined without a certificate. */
    readonly sipTlsPort: number | undefined
    readonly restPort: number
    /** Ends all calls, tells the application, and frees the ports. */
    close(): Promise<void>
  }

/**
 * Starts the switch: telephones on one side, the application's webhooks and the REST interface on the other.
 *
 *   telephones ◀─SIP, RTP─▶ calls ─┬─ documents ──webhooks──▶ application
 *                                  └─ conferences ◀────REST── application
 *
 * @throws RangeError for networks or ports that are none · the system's error when a port is taken
 */
export async function startSwitch(settings: SwitchSettings, log: Log): Promise<Switch> {
  await using opened = new AsyncDisposableStack()
  const number = numberOf(settings)
  const inNetworks = networks(settings.sip.allow)
  const metrics = switchMetrics()
  const trunks = trunkBook(settings.trunks ?? [])
  const mayReach = (address: string, source: Source) =>
    trunks.mayReach(address, source) ?? inNetworks(address)
  const side = await makeCallSide(settings, number, { mayReach, trunks }, log, metrics.lateness)
  const { calls, planes, conferences, draining, close } = side
  opened.defer(close)
  let states: () => readonly TrunkState[] = () => []
  metrics.watch({
    trunks: () => states(),
    traffic: () => calls.traffic(),
    conferences: () => conferences.running().map(({ participants }) => participants.length),
    ticks: () => planes.ticks(),
    callsMax: settings.callsMax,
  })
  const rest = await listen(
    express()
      .disable('x-powered-by')
      .use(metricsRoute(metrics))
      .use(readyRoute(draining, calls))
      .use(
        restApp({
          ...{ account: settings.account, calls, conferences, number, log },
          trunks: () => states(),
        }),
      ),
    settings.restPort,
  )
  opened.defer(() => closeServer(rest))
  const remembered = settings.lastCalls && lastCalls(settings.lastCalls, log)
  opened.defer(() => remembered?.close())
  const sip = await openSipEndpoint({
    host: settings.sip.host,
    port: settings.sip.port,
    mayTalk: inNetworks,
    callsMax: settings.callsMax,
    isOpen: () => draining.isOpen,
    trunks: trunks.settings,
    ...(settings.sip.tls && { tls: settings.sip.tls }),
    ...(remembered && { dialogs: remembered }),
    onCall: (call) => {
      calls.take(call)
    },
    log,
  })
  states = sip.trunks
  opened.defer(() => sip.close())
  if (remembered) await hangUpLastCalls(remembered, sip, log)
  opened.defer(() => {
    calls.end()
    log.info(planes.ticks(), 'the switch stops')
  })
  const parts = opened.move()
  return {
    sipPort: sip.port,
    sipTlsPort: sip.tlsPort,
    restPort: portOf(rest),
    drain: (urgency) => draining.drain(urgency),
    close: () => parts.disposeAsync(),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  }
}

async function makeCallSide(
  settings: SwitchSettings,
  number: NumberBook,
  { mayReach, trunks }: Pick<CallsNeeds, 'mayReach' | 'trunks'>,
  log: Log,
  lateness: Lateness,
) {
  const { account, rtpPorts, sip } = settings
  const exchange = makeExchange()
  const mayAsk = configuredOrigins(settings, number)
  const webhooks = drainable(makeWebhooks({ authToken: account.authToken, mayAsk, exchange, log }))
  const sounds: Sounds = {
    file: makeSoundFiles({ exchange, mayAsk, now: () => performance.now() }),
    speech: makeSpeech(log),
  }
  const stopping = new AbortController()
  const told = news(webhooks, stopping.signal)
  const planes = openPlanes({
    ports: portPool(rtpPorts.first, rtpPorts.last),
    late: lateness.count,
    log,
    makes: planesFor(settings.mediaThreads),
  })
  const conferences = makeConferences({
    mixing: planes.rooms,
    accountSid: account.sid,
    webhooks: told,
    playDocument: makePlayDocument({ webhooks, sounds }),
    renderDocument: makeRenderDocument({ webhooks, sounds }),
    sounds: { enter: entryTone, exit: exitTone, waiting: waitingSound },
    log,
    now: Date.now,
    ...(settings.noiseGuardSeconds !== undefined && {
      noiseGuardSeconds: settings.noiseGuardSeconds,
    }),
  })
  const trouble = await troubleSound(settings.troubleSoundFile, log)
  const calls: Calls = makeCalls({
    accountSid: account.sid,
    planes,
    mayReach,
    keysInClear: sip.keysInClear === true,
    trunks,
    number,
    webhooks,
    news: told,
    sounds,
    conferences,
    troubleSound: trouble,
    awaySound: await awaySound(settings.pleaseWaitSoundFile, log),
    log,
    now: () => performance.now(),
    wallClock: Date.now,
  })
  const close = async () => {
    await planes.close()
    stopping.abort()
    await webhooks.drained(lastWordsMsMax)
    exchange.close()
  }
  return { calls, planes, conferences, draining: makeDraining(calls, trouble, log), close }
}

function numberOf({ number }: SwitchSettings): NumberBook {
  const { phoneNumber, others = [], voiceUrl, voiceFallbackUrl, statusCallback } = number
  const begin = { phoneNumber, others, voiceUrl, voiceFallbackUrl, statusCallback }
  return makeNumberBook(begin, Date.now)
}

/** Whoever may set the number's addresses decides where documents may come from; documents do not (S-81). */
function configuredOrigins({ number }: SwitchSettings, book: NumberBook) {
  const originOf = (url: string) => URL.parse(url)?.origin
  const atStart = [number.voiceUrl, number.voiceFallbackUrl, number.statusCallback].map(originOf)
  return (origin: string): boolean => {
    const { voiceUrl, voiceFallbackUrl, statusCallback } = book.current()
    return [...atStart, ...[voiceUrl, voiceFallbackUrl, statusCallback].map(originOf)].includes(
      origin,
    )
  }
}

async function listen(app: RequestListener, port: number): Promise<Server> {
  const server = createServer(app).listen(port, loopback)
  await once(server, 'listening')
  return server
}

async function closeServer(server: Server): Promise<void> {
  server.close()
  server.closeAllConnections()
  await once(server, 'close')
}

function portOf(server: Server): number {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}
