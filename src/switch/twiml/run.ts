import { deadline } from '../after.ts'
import type { Detour } from '../call/records.ts'
import type { Log } from '../log.ts'
import { sampleRate, type Sound } from '../media/frame.ts'
import { WebhookFailed, type Webhooks } from '../webhook/webhook.ts'
import type { Detours } from './detours.ts'
import { TwimlError } from './errors.ts'
import { fetchDocument } from './fetch.ts'
import { makePatience, type Patience } from './patience.ts'
import { readDocument, type Document } from './read.ts'
import { runVerbs } from './run-verbs.ts'
import type { DocumentRequest, Stage } from './stage.ts'

/** Documents in a row in which nothing sounds and nobody waits: a loop in the application, not a call. */
export const documentsWithoutMediaMax = 50

/** All that the documents of one call need. */
export type RunWorld = Pick<Stage, 'leg' | 'sounds' | 'conferences'> & {
  readonly webhooks: Webhooks
  /** Requests whose answer nobody reads: kept until the application is there. */
  readonly news: Webhooks
  /** What a caller hears while the application is away. */
  readonly awaySound: Sound
  readonly detours: Detours
  /** Asked with ErrorCode and ErrorUrl when a document fails (Twilio, VoiceFallbackUrl); its url is empty for none. */
  readonly fallback: () => DocumentRequest
  /** "There is a fault, please call again." */
  readonly troubleSound: Sound
  readonly log: Log
}

/** One document to run: one to ask for, or one given as text. */
type Turn =
  | { readonly is: 'asked'; readonly request: DocumentRequest; readonly isFallback: boolean }
  | { readonly is: 'given'; readonly twiml: string }
  | LastWords

/** A sentence, and then the call is over: `trouble`, or what the switch says when it stops. */
type LastWords = { readonly is: 'last-words'; readonly sound: Sound }

/**
 * Runs documents until the call ends. A redirect is the next turn of this loop, never a deeper call.
 *
 *   first ──▶ fetch ──▶ verb, verb, … ──end──▶ hang up
 *     ▲          │fails      │ Redirect, action, or sent elsewhere over REST
 *     │          ▼           │
 *     └────── fallback ◀─────┘──▶ next document          fallback fails too, or told to end ──▶ last words, hang up
 *
 * Never throws: a bug ends this call with the trouble sound, and nothing else.
 */
export async function runCall(first: DocumentRequest, world: RunWorld): Promise<void> {
  try {
    await runTurns({ is: 'asked', request: first, isFallback: false }, world)
  } catch (bug) {
    const stack = bug instanceof Error ? bug.stack : String(bug)
    world.log.error({ call: world.leg.sid, stack }, 'a bug ends this call')
    await sayAndHangUp(world.troubleSound, world)
  }
}

async function runTurns(first: Turn, world: RunWorld): Promise<void> {
  const { leg, detours, log } = world
  const trouble: LastWords = { is: 'last-words', sound: world.troubleSound }
  let turn: Turn | undefined = first
  const patience = makePatience(leg, world.awaySound, log)
  let withoutMedia = 0
  while (!leg.gone.aborted) {
    const sent = detours.take()
    if (sent) turn = turnOf(sent)
    if (turn === undefined) {
      // Twilio: where documents end, the call ends; an empty first document answers before.
      leg.answer()
      leg.hangUp()
      return
    }
    if (withoutMedia >= documentsWithoutMediaMax) {
      log.warn(
        { call: leg.sid, documents: withoutMedia },
        'documents lead in a circle; the call ends',
      )
      turn = trouble
    }
    if (turn.is === 'last-words') {
      await sayAndHangUp(turn.sound, world)
      return
    }
    const done: Done = await runTurn(turn, world, patience)
    withoutMedia = done.media ? 0 : withoutMedia + 1
    turn = done.next === 'trouble' ? trouble : done.next
  }
}

type Done = { readonly media: boolean; readonly next: Turn | 'trouble' | undefined }
/** A turn with a document. */
type Reading = Exclude<Turn, LastWords>

async function runTurn(turn: Reading, world: RunWorld, patience: Patience): Promise<Done> {
  const { leg, detours, log } = world
  const signal = AbortSignal.any([leg.gone, detours.signal])
  const stage: Stage = {
    ...world,
    sounds: {
      ...world.sounds,
      file: (url, until) => patience.wait(() => world.sounds.file(url, until), until),
    },
    signal,
    warn(code, message) {
      log.warn({ call: leg.sid, code, document: pathOf(turn) }, message)
    },
    tell: (request) => tell(request, world),
  }
  try {
    const { verbs, warnings } = await documentOf(turn, world, signal, patience)
    for (const { code, message } of warnings) stage.warn(code, message)
    const { media, next } = await runVerbs(verbs, stage)
    if (next.then !== 'document') return { media, next: undefined }
    return { media, next: { is: 'asked', request: next.request, isFallback: false } }
  } catch (error) {
    if (signal.aborted) return { media: false, next: undefined }
    if (!(error instanceof WebhookFailed || error instanceof TwimlError)) throw error
    log.warn(
      { call: leg.sid, code: error.code, document: pathOf(turn) },
      `document failed: ${error.message}`,
    )
    return { media: false, next: afterFailure(turn, error, world.fallback()) }
  }
}

/** The fallback, once; a failing fallback ends in the trouble sound (Twilio, VoiceFallbackUrl). */
function afterFailure(
  turn: Reading,
  error: WebhookFailed | TwimlError,
  { url, method }: DocumentRequest,
): Turn | 'trouble' {
  if (url === '' || (turn.is === 'asked' && turn.isFallback)) return 'trouble'
  const errorUrl = turn.is === 'asked' ? turn.request.url : ''
  const parameters = { ErrorCode: String(error.code), ErrorUrl: errorUrl }
  return { is: 'asked', request: { url, method, parameters }, isFallback: true }
}

/** Where there is a fallback, that is the way out, as at Twilio; else the caller waits until the application is there. */
async function documentOf(
  turn: Reading,
  world: RunWorld,
  signal: AbortSignal,
  patience: Patience,
): Promise<Document> {
  if (turn.is === 'given') return readDocument(Buffer.from(turn.twiml), '')
  const { request } = turn
  const parameters = { ...world.leg.parameters(), ...request.parameters }
  const fetch = () => fetchDocument(world.webhooks, request, parameters, signal)
  return await (world.fallback().url === '' ? patience.wait(fetch, signal) : fetch())
}

function turnOf(detour: Detour): Turn {
  if ('lastWords' in detour) return { is: 'last-words', sound: detour.lastWords }
  if ('twiml' in detour) return { is: 'given', twiml: detour.twiml }
  return { is: 'asked', request: detour, isFallback: false }
}

/** Says something to a caller, and ends the call: never silence. */
async function sayAndHangUp(sound: Sound, { leg, log }: RunWorld): Promise<void> {
  const lengthMs = (sound.length * 1000) / sampleRate
  // Where even the sound stands still, the call must end all the same.
  using limit = deadline(lengthMs + 1_000, leg.gone)
  try {
    leg.answer()
    await leg.play(sound, limit.signal)
  } catch (bug) {
    log.error({ call: leg.sid, bug: String(bug) }, 'the last words failed')
  }
  leg.hangUp()
}

async function tell({ url, method, parameters }: DocumentRequest, world: RunWorld): Promise<void> {
  const { leg, news, log } = world
  try {
    await news.ask(url, method, { ...leg.parameters(), ...parameters })
  } catch (error) {
    log.warn({ call: leg.sid, why: String(error) }, 'the last action of a call failed')
  }
}

/** Only the path: what a query carries is the application's own business. */
function pathOf(turn: Reading): string {
  return turn.is === 'asked' ? (URL.parse(turn.request.url)?.pathname ?? '') : 'given as text'
}
