import { jest } from '@jest/globals'
import { after } from '../../../src/switch/after.ts'
import { makeKeyQueue } from '../../../src/switch/call/keys.ts'
import { beginLife } from '../../../src/switch/call/life.ts'
import type { Detour } from '../../../src/switch/call/records.ts'
import type { Leg } from '../../../src/switch/call/leg.ts'
import type { Log } from '../../../src/switch/log.ts'
import { keys, sampleRate, type Sound } from '../../../src/switch/media/frame.ts'
import type {
  ConferenceRooms,
  JoinRefused,
  JoinWish,
  ReasonParticipantLeft,
} from '../../../src/switch/call/seat.ts'
import { makeDetours } from '../../../src/switch/twiml/detours.ts'
import { runCall } from '../../../src/switch/twiml/run.ts'
import type { Sounds } from '../../../src/switch/twiml/stage.ts'
import { WebhookFailed, type Webhooks } from '../../../src/switch/webhook/webhook.ts'

/** What the application answers: a document by path, a status to fail with, or something worked out from the request. */
export type Pages = Readonly<Record<string, string | number | ((request: Request) => Answered)>>
/** A document; nobody there; or an answer that takes its time, in ms. */
export const away = Symbol('nobody there')
export type Answered = string | typeof away | { readonly afterMs: number; readonly text: string }
export type Request = Readonly<Record<string, string>>

export const app = 'https://app.example'

/** Every sound lasts this long. */
export const soundMs = 2_000

/** Sounds that remember their name: the text of a Say, the path of a Play. */
export function namedSounds(missing: readonly string[] = []) {
  const names = new Map<Sound, string>()
  const fetched: string[] = []
  const named = (name: string): Sound => {
    const sound = new Int16Array((sampleRate * soundMs) / 1000)
    names.set(sound, name)
    return sound
  }
  const sounds: Sounds = {
    file(url) {
      const { pathname } = new URL(url)
      fetched.push(pathname)
      if (missing.includes(pathname))
        return Promise.reject(new WebhookFailed(11200, url, 'missing'))
      return Promise.resolve(named(pathname))
    },
    speech: (text, language) => Promise.resolve(named(`${language}: ${text}`)),
  }
  return { sounds, fetched, named, nameOf: (sound: Sound) => names.get(sound) ?? 'no name' }
}

export function pagesAsWebhooks(pages: Pages) {
  const requests: Request[] = []
  const webhooks: Webhooks = {
    async ask(url, method, parameters) {
      const { pathname, search } = new URL(url)
      const request = { path: pathname + search, method, ...parameters }
      requests.push(request)
      const page = pages[pathname] ?? 404
      if (typeof page === 'number') throw new WebhookFailed(11200, url, `answered ${page}`)
      const answered = typeof page === 'string' ? page : page(request)
      if (answered === away) throw new WebhookFailed(11202, url, 'nobody there', true)
      if (typeof answered !== 'string') await after(answered.afterMs)
      const text = typeof answered === 'string' ? answered : answered.text
      const contentType = text.startsWith('<') ? 'text/xml' : 'text/plain'
      return { status: 200, contentType, body: Buffer.from(text), url }
    },
  }
  return { webhooks, requests }
}

/** Conferences with one chair, whose end the test decides. */
function oneChair(refused?: JoinRefused) {
  const joined: JoinWish[] = []
  const left: ReasonParticipantLeft[] = []
  let empty: (reason: ReasonParticipantLeft) => void = () => undefined
  const rooms: ConferenceRooms = {
    join(_leg, wish) {
      joined.push(wish)
      if (refused) return refused
      const { promise, resolve } = Promise.withResolvers<ReasonParticipantLeft>()
      empty = resolve
      const leave = (reason: ReasonParticipantLeft) => {
        left.push(reason)
        resolve(reason)
      }
      return { conferenceSid: 'CF1', friendlyName: wish.name, left: promise, leave }
    },
  }
  return {
    rooms,
    joined,
    left,
    kick: () => {
      empty('participant_updated_via_api')
    },
  }
}

/** A leg without SIP or packets: what it hears is a list of names, `+` where a sound began and `!` where it was cut off. */
export function fakeLeg(nameOf: (sound: Sound) => string) {
  const life = beginLife(() => Date.now())
  const queue = makeKeyQueue()
  const heard: string[] = []
  const ends: string[] = []
  const leg: Leg = {
    sid: `CA${'1'.repeat(32)}`,
    get status() {
      return life.status
    },
    gone: life.gone,
    parameters: () => ({
      CallSid: leg.sid,
      From: '+4930111',
      To: '+4930999',
      CallStatus: life.status,
    }),
    answer() {
      if (life.answer()) ends.push('answered')
    },
    refuse(reason) {
      ends.push(`refused: ${reason}`)
      life.finish(life.wasAnswered ? 'completed' : 'busy')
    },
    hangUp() {
      if (life.finish('completed')) ends.push('hung up')
    },
    async play(sound, signal) {
      heard.push(nameOf(sound))
      await after((sound.length * 1000) / sampleRate, AbortSignal.any([signal, life.gone]))
      if (signal.aborted && !life.gone.aborted) heard.push('cut off')
    },
    keys: queue,
  }
  return { leg, heard, ends, life, queue }
}

/** What a bug is in. */
export type Broken = 'speech' | 'file' | 'keys' | 'join' | 'refuse'

const bug = (): never => {
  throw new TypeError('a bug')
}

export type Options = {
  readonly broken?: Broken
  readonly missing?: readonly string[]
  readonly fallback?: string
  readonly refused?: JoinRefused
  readonly first?: string
}

/** A call whose documents run now; time is moved with `seconds`. Use with jest's fake timers. */
export function dialIn(pages: Pages | string, options: Options = {}) {
  const { sounds, fetched, named, nameOf } = namedSounds(options.missing)
  const { webhooks, requests } = pagesAsWebhooks(
    typeof pages === 'string' ? { '/voice': pages } : pages,
  )
  const { leg, heard, ends, life, queue } = fakeLeg(nameOf)
  const chair = oneChair(options.refused)
  const { broken } = options
  if (broken === 'speech' || broken === 'file') sounds[broken] = bug
  if (broken === 'keys') queue.next = bug
  if (broken === 'refuse') leg.refuse = bug
  if (broken === 'join') chair.rooms.join = bug
  const detours = makeDetours()
  const logged: string[] = []
  const note = (fields: Readonly<Record<string, unknown>>, message: string) => {
    logged.push(`${typeof fields['code'] === 'number' ? `${fields['code']} ` : ''}${message}`)
  }
  const log: Log = { info: note, warn: note, error: note }
  const over = runCall(
    { url: app + (options.first ?? '/voice'), method: 'POST' },
    {
      leg,
      sounds,
      webhooks,
      detours,
      conferences: chair.rooms,
      troubleSound: named('trouble'),
      awaySound: named('please wait'),
      news: webhooks,
      fallback: () => ({ url: options.fallback ? app + options.fallback : '', method: 'POST' }),
      log,
    },
  )
  const seconds = (count: number) => jest.advanceTimersByTimeAsync(count * 1000)
  return {
    requests,
    /** Paths asked for so far. */
    paths: () => requests.map(({ path }) => path),
    heard,
    fetched,
    /** `answered`, `hung up`, `refused: busy`, in order. */
    ends,
    logged,
    chair,
    status: () => life.status,
    over,
    seconds,
    /** All at once, as fast fingers do. */
    async press(text: string) {
      for (const char of text) {
        const key = keys.find((key) => key === char)
        if (key) queue.press(key)
      }
      await seconds(0)
    },
    async hangsUp() {
      life.finish('completed')
      await seconds(0)
    },
    async sent(to: Detour) {
      detours.send(to)
      await seconds(0)
    },
  }
}
