import { randomBytes, randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import express from 'express'
import type { Happening } from '../../src/conference/happenings.ts'
import type { After, Randomness } from '../../src/conference/ports.ts'
import { usualOptions, type Room } from '../../src/conference/room/room.ts'
import type { Phone } from '../../src/voice/carrier/phone.ts'
import type { HelpSettings } from '../../src/voice/settings.ts'
import { openStore } from '../../src/store/open.ts'
import { voiceRoutes, type VoiceParts } from '../../src/voice/routes.ts'
import { readSpeech, type Speech } from '../../src/voice/speech.ts'
import { pretendCarrier } from './carrier.ts'
import { stoppedClock } from './clock.ts'

export const accountSid = `AC${'0'.repeat(31)}1`
export const authToken = 'token-of-the-test-account'
export const pinKey = Buffer.alloc(32, 7)

/** Whom our own test calls come from here. */
export const testCaller = 'sip:test@127.0.0.1'

export const randomness: Randomness = {
  below: (max) => randomInt(max),
  token: () => randomBytes(16).toString('hex'),
}

/** The room of the tests: 471 108, PIN 352 964, host PIN 802 517. */
export function aRoom(different: Partial<Room> = {}): Room {
  return {
    ...usualOptions,
    id: randomness.token(),
    number: '471108',
    guestPin: '352964',
    hostPin: '802517',
    locale: 'de',
    ...different,
  }
}

export const aStore = (file = ':memory:') => openStore({ kind: 'sqlite', file }, { pinKey })

/** A carrier that does whatever it is asked, and writes it down. */
export function pretendPhone(asked: string[][] = []): Phone {
  const doing =
    (method: string) =>
    (...words: unknown[]): Promise<'done'> => {
      asked.push([
        method,
        ...words.map((word) => (typeof word === 'string' ? word : JSON.stringify(word))),
      ])
      return Promise.resolve('done')
    }
  return {
    whoIsIn: () => Promise.resolve([]),
    isLive: () => Promise.resolve(true),
    endOf: () => Promise.resolve({ at: undefined, from: undefined }),
    setMuted: doing('mute'),
    announceToAll: doing('announce to all'),
    announceTo: doing('announce to one'),
    remove: doing('remove'),
    deleteRecord: doing('delete'),
    hangUp: doing('hang up'),
    endConference: doing('end'),
    redirect: doing('redirect'),
  }
}

/** Real time, for what a test does not move itself. */
const usualAfter: After = (ms, work) => {
  const timer = setTimeout(work, ms).unref()
  return () => {
    clearTimeout(timer)
  }
}

const configFolder = fileURLToPath(new URL('../../config', import.meta.url))
const speeches = new Map<string, Promise<Speech>>()

/** What a carrier's voice says in this language; read once, because it is a thousand files. */
function spokenIn(locale: string): Promise<Speech> {
  const manner = { voice: 'Polly.Vicki-Neural', organisation: 'Telefon-Runde', locale }
  const speech = speeches.get(locale) ?? readSpeech({ configFolder, ...manner })
  speeches.set(locale, speech)
  return speech
}

/**
 * The telephone side on a free port with one room in a fresh database, and a pretend carrier that calls it.
 * The carrier speaks, so that a test can read what a caller hears.
 */
export async function openHouse(
  instead: Partial<VoiceParts> & {
    authTokens?: string[]
    locale?: string
    room?: Room
    help?: HelpSettings
    deletesCalls?: boolean
  } = {},
) {
  const store = instead.store ?? (await aStore())
  const { deletesCalls = false, help, authTokens = [authToken], locale = 'de', ...more } = instead
  const { room = aRoom({ locale }), ...others } = more
  await store.rooms.add(room)
  const happened: Happening[] = []
  const asked: string[][] = []
  const clock = stoppedClock()
  const app = express()
  const server = createServer(app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const publicUrl = new URL(`http://127.0.0.1:${port}`)
  const parts: VoiceParts = {
    settings: {
      publicUrl,
      accountSid,
      authTokens,
      locale,
      deletesCalls,
      practice: { number: '123456', echo: false },
      furtherNumbers: ['+4930998', '+4930997'],
      isTestCall: (from) => from === testCaller,
      ...(help !== undefined && { help }),
    },
    speech: await spokenIn(locale),
    clock: clock.now,
    randomness,
    after: usualAfter,
    announce: (happening) => happened.push(happening),
    phone: pretendPhone(asked),
    ...others,
    store,
  }
  app.use(voiceRoutes(parts))
  return {
    parts,
    room,
    store,
    clock,
    happened,
    /** What the carrier was asked over REST, in order: the method and its words. */
    asked,
    carrier: pretendCarrier({ publicUrl, accountSid, authToken }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
      await store.close()
    },
  }
}

export type House = Awaited<ReturnType<typeof openHouse>>
