import type { ConferenceParts } from '../../../src/switch/conference/conference.ts'
import { makeConferences } from '../../../src/switch/conference/conferences.ts'
import type { CallStatus, Leg } from '../../../src/switch/call/leg.ts'
import type { Frame, Sound } from '../../../src/switch/media/frame.ts'
import { samplesPerFrame } from '../../../src/switch/media/frame.ts'
import type { Sounding } from '../../../src/switch/plane/leg.ts'
import { makeOutbox } from '../../../src/switch/plane/outbox.ts'
import { roomSounds } from '../../../src/switch/plane/room-sounds.ts'
import { makeRooms } from '../../../src/switch/plane/rooms.ts'
import type { JoinWish, Seat } from '../../../src/switch/call/seat.ts'
import { subscriptionWords } from '../../../src/switch/call/seat.ts'
import { WebhookFailed } from '../../../src/switch/webhook/webhook.ts'

/**
 * Voices that can be told apart after they were added: every speaker is one bit of the sample, so the sum in an ear says
 * exactly whose voices are in it.
 */
const voices = ['ada', 'bob', 'cy', 'dee', 'eve', 'fay'] as const
export type Name = (typeof voices)[number]
const voiceOf = (name: Name) => 16 << voices.indexOf(name)
const heardAs: ReadonlyMap<number, string> = new Map([
  ...voices.map((name) => [voiceOf(name), name] as const),
  [4096, 'enter tone'],
  [8192, 'exit tone'],
])

const flat = (sample: number, frames = 1): Frame =>
  new Int16Array(samplesPerFrame * frames).fill(sample)

export const music = flat(1)

/** A telephone call without a telephone: what is played to it and what the room gives it can be looked at. */
export type Caller = {
  readonly name: Name
  readonly leg: Leg
  /** What the room knows of it: what it says, and what it is given to hear. */
  readonly sounding: Sounding
  /** What reaches the ear: the sound that covers the room, else whose voices are in the room. */
  hears(): readonly string[] | string
  /** Lets what is played now come to its end. */
  soundEnds(): void
  quiet(): void
  says(frame: Frame | undefined): void
  hangsUp(status?: CallStatus): void
}

let callsMade = 0
/** Where the rooms of these tests find their legs. */
const soundings = new Map<string, Sounding>()

export function makeCaller(name: Name, wide = false): Caller {
  const gone = new AbortController()
  let status: CallStatus = 'in-progress'
  const playing: { readonly sound: Sound; readonly end: () => void }[] = []
  const sid = `CA${(++callsMade).toString(16).padStart(32, '0')}`
  const sounding: Sounding = { id: sid, mouth: flat(voiceOf(name)), ear: undefined, wide }
  soundings.set(sid, sounding)
  const leg: Leg = {
    sid,
    get status() {
      return status
    },
    gone: gone.signal,
    parameters: () => ({ CallSid: sid, From: name }),
    answer: () => undefined,
    refuse: () => undefined,
    hangUp: () => {
      gone.abort()
    },
    play: (sound, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) {
          resolve()
          return
        }
        const one = {
          sound,
          end: () => {
            const at = playing.indexOf(one)
            if (at !== -1) playing.splice(at, 1)
            resolve()
          },
        }
        playing.push(one)
        signal.addEventListener('abort', one.end)
      }),
    keys: { next: () => Promise.resolve(undefined), waiting: 0, clear: () => undefined },
  }
  return {
    name,
    leg,
    sounding,
    hears() {
      const covered = playing.at(-1)?.sound
      if (covered === music) return 'music'
      if (covered !== undefined) return soundNames.get(covered) ?? 'an unknown sound'
      const sum = sounding.ear?.[0] ?? 0
      return [...heardAs].filter(([bit]) => (sum & bit) !== 0).map(([, heard]) => heard)
    },
    soundEnds: () => playing.at(-1)?.end(),
    quiet: () => {
      sounding.mouth = undefined
    },
    says: (frame) => {
      sounding.mouth = frame
    },
    hangsUp(how = 'completed') {
      status = how
      gone.abort()
    },
  }
}

const soundNames = new WeakMap<Sound, string>()
/** The sound a document at this address makes. */
function soundOf(url: string): Sound {
  const sound = flat(2)
  soundNames.set(sound, url)
  return sound
}

export type Told = Readonly<Record<string, string>>

/** Conferences with everything around them in the hands of the test. */
export function makeRoom(given: Partial<Omit<ConferenceParts, 'mixing'>> = {}) {
  const told: Told[] = []
  const asked: { url: string; method: string; parameters: Told }[] = []
  const logged: Readonly<Record<string, unknown>>[] = []
  const broken = new Set<string>()
  const clock = { now: Date.UTC(2026, 10, 23, 18, 0, 0) }
  const refuse = (url: string) => {
    if (broken.has(url)) throw new WebhookFailed(11200, url, 'HTTP 500')
  }
  const sounds = roomSounds((command) => {
    plane.take(command)
  })
  const outbox = makeOutbox((all) => {
    for (const news of all) if ('room' in news) sounds.hear(news)
  })
  const plane = makeRooms((leg) => soundings.get(leg), outbox.tell)
  const parts: ConferenceParts = {
    mixing: sounds.rooms,
    accountSid: `AC${'0'.repeat(32)}`,
    webhooks: {
      ask: (url, _method, parameters) => {
        if (broken.has(url)) return Promise.reject(new WebhookFailed(11200, url, 'HTTP 500'))
        told.push(parameters)
        return Promise.resolve({ status: 204, contentType: '', body: Buffer.alloc(0), url })
      },
    },
    playDocument: async (leg, url, method, parameters, signal) => {
      asked.push({ url, method, parameters: { ...parameters } })
      refuse(url)
      await leg.play(soundOf(url), signal)
      if (!signal.aborted) refuse(url)
    },
    renderDocument: (url, method, parameters) => {
      asked.push({ url, method, parameters: { ...parameters } })
      return broken.has(url)
        ? Promise.reject(new WebhookFailed(11200, url, 'HTTP 500'))
        : Promise.resolve(soundOf(url))
    },
    sounds: { enter: flat(4096, 2), exit: flat(8192, 2), waiting: music },
    log: {
      info: () => undefined,
      warn: (fields) => logged.push(fields),
      error: (fields) => logged.push(fields),
    },
    now: () => clock.now,
    ...given,
  }
  const conferences = makeConferences(parts)
  return {
    conferences,
    /** Every callback in the order the application got it. */
    told,
    asked,
    logged,
    clock,
    /** Addresses that answer 500. */
    broken,
    tick: (times = 1) => {
      for (let time = 0; time < times; time++) {
        outbox.hold()
        plane.tick()
        outbox.letGo()
      }
    },
    /** Where it is mixed. */
    plane,
    /** Seats a caller; fails the test when refused. */
    joins(caller: Caller, wish: Partial<JoinWish> = {}): Seat {
      const seat = conferences.join(caller.leg, { ...wishes, ...wish })
      if ('refused' in seat) throw new Error(`refused: ${seat.refused}`)
      return seat
    },
    /** The one conference that runs. */
    running() {
      const [conference] = conferences.running()
      if (conference === undefined) throw new Error('no conference runs')
      return conference
    },
    events: () => told.map((one) => one['StatusCallbackEvent']),
  }
}

export const everything = new Set(subscriptionWords)

/** `<Conference>` as the documents of these tests say it, without tones so that ears are easy to read. */
export const silentWishes: JoinWish = {
  name: 'evening',
  muted: false,
  beep: 'false',
  startConferenceOnEnter: true,
  endConferenceOnExit: false,
  participantsMax: 250,
}

/** The same, and the application wants to know everything. */
export const wishes: JoinWish = {
  ...silentWishes,
  callback: { url: 'http://app/conference', method: 'POST', words: everything },
}

/** Lets everything that is already decided happen: promises, not timers. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve()
}
