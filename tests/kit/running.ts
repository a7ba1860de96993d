import { execFile } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { setPriority, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pass } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { startTrial, type Trial } from '../../src/commands/trial.ts'
import { whoIsHere } from '../../src/conference/meeting/meeting.ts'
import { newPin, newRoomNumber } from '../../src/conference/room/numbers.ts'
import type { Store } from '../../src/conference/ports.ts'
import { usualOptions, type Room } from '../../src/conference/room/room.ts'
import { openSecrets } from '../../src/secrets.ts'
import { readSettings } from '../../src/settings.ts'
import { openStore } from '../../src/store/open.ts'
import { signIn } from './signed-in.ts'
import { mistakesAt } from './twiml-table.ts'
import { Visitor } from './visitor.ts'

const main = join(import.meta.dirname, '../../dist/main.js')
const run = promisify(execFile)

/** Where a caller dials in and what they key there. */
export type Place = Pick<Trial, 'telephone' | 'room' | 'pin'>
export type PlaceWithHost = Place & { readonly hostPin: string }

export type OrganisedRoom = PlaceWithHost & {
  readonly path: string
  readonly organisers: readonly Visitor[]
}

export type Running = Trial & {
  /** `sip:rundruf@…` of this Rundruf. */
  readonly uri: string
  /** `host:port` for programs that want it so. */
  readonly target: string
  /** Prints what `rundruf <words>` prints against this Rundruf. */
  command(...words: readonly string[]): Promise<string>
  /** Makes a room of its own for a journey; without a guest PIN its `pin` is empty. */
  newRoom(different?: Partial<Room>): Promise<PlaceWithHost>
  /** A room like that with people who organise it, each signed in in a browser; `path` leads to its pages. */
  organisedRoom(organisers: number): Promise<OrganisedRoom>
  /** A browser in which somebody of staff is signed in, at the console of this Rundruf. */
  staffVisitor(): Promise<Visitor>
  /** Opens a meeting in a room as if it had been going on since then; who calls in next joins it. */
  meetingSince(room: string, opened: number): Promise<void>
  /** How many callers are in a room, as the database knows it. */
  callersIn(room: string): Promise<number>
  /** Waits until there are so many. @throws Error when that takes too long */
  untilCallersIn(room: string, count: number): Promise<void>
  /** Process id of one of the two processes as it is now. */
  pidOf(part: 'app' | 'switch'): number | undefined
}

const countWithinMs = 5000
const countEachMs = 250

/** Sound every 20 ms comes before tests that only compute, on a machine that allows it. What we start inherits it. */
const soundFirst = -10

function priority(nice: number): void {
  try {
    setPriority(nice)
  } catch {
    // Whoever may not is as any other program is.
  }
}

/** A real Rundruf as `npm start` runs it: built, supervised, on free ports, in a folder that goes away. */
export async function running(settings: Readonly<Record<string, string>> = {}): Promise<Running> {
  priority(soundFirst)
  const watch = watchDocuments()
  const trial = await startTrial({ ...watch.settings, ...settings }, main)
  const end = trial[Symbol.asyncDispose].bind(trial)
  const { host, port } = trial.telephone
  const command = async (...words: readonly string[]): Promise<string> => {
    const { stdout } = await run(process.execPath, [main, ...words], { env: trial.environment })
    return stdout
  }
  // Not by `rundruf room list`: starting a process takes the sound of whoever talks meanwhile the processor.
  const callersIn = (number: string): Promise<number> =>
    inStore(trial.environment, async ({ rooms, meetings }) => {
      const room = await rooms.byNumber(number)
      const meeting = room && (await meetings.openIn(room.id))
      return meeting === undefined ? 0 : whoIsHere(await meetings.picture(meeting.id)).size
    })
  return Object.assign(trial, {
    command,
    async newRoom(different: Partial<Room> = {}) {
      const room = { ...freshRoom(), ...different }
      await inStore(trial.environment, (store) => store.rooms.add(room))
      const { number, guestPin: pin = '', hostPin } = room
      return { telephone: trial.telephone, room: number, pin, hostPin }
    },
    async organisedRoom(organisers: number) {
      const room = freshRoom()
      const { id, number, guestPin: pin = '', hostPin } = room
      const visitors = await inStore(trial.environment, async (store) => {
        await store.rooms.add(room)
        const all: Visitor[] = []
        for (let at = 0; at < organisers; at++) {
          const one = await signIn(store, trial.pages, Date.now(), `organiser-${at}@example.org`)
          await store.organised.join(one.account.id, id, Date.now())
          all.push(one)
        }
        return all
      })
      const place = { telephone: trial.telephone, room: number, pin, hostPin }
      return { ...place, path: `/rooms/${id}`, organisers: visitors }
    },
    async staffVisitor() {
      const [, url = ''] = /Staff +(http:\S+?)(?: |$)/m.exec(trial.printed()) ?? []
      const [id, token] = [randomBytes(16).toString('hex'), randomBytes(32).toString('base64url')]
      const created = Date.now()
      await inStore(trial.environment, async ({ staff }) => {
        const none = { passphraseHash: '', totpSecret: '', totpStep: 0 }
        const member = { id, name: `Petra ${id}`, role: 'staff', created, lastSignIn: undefined }
        await staff.members.add({ ...member, role: 'staff' }, none)
        const session = { id, member: id, is: 'full', created, lastSeen: created } as const
        await staff.sessions.open({ ...session, device: 'Test' }, token)
      })
      const visitor = new Visitor(url)
      visitor.keepCookie('rundruf-staff', token)
      return visitor
    },
    async meetingSince(number: string, opened: number) {
      const [id, conferenceName] = [
        randomBytes(16).toString('hex'),
        randomBytes(16).toString('hex'),
      ]
      await inStore(trial.environment, async (store) => {
        const room = await store.rooms.byNumber(number)
        if (room === undefined) throw new Error('there is no such room')
        await store.meetings.open({ id, room: room.id, conferenceName, opened })
        await store.meetings.change(id, { warned: true })
      })
    },
    callersIn,
    async untilCallersIn(room: string, count: number) {
      const untilMs = performance.now() + countWithinMs
      while ((await callersIn(room)) !== count) {
        if (performance.now() > untilMs) throw new Error(`never were ${count} in the room`)
        await pass(countEachMs)
      }
    },
    uri: `sip:rundruf@${host}:${port}`,
    target: `${host}:${port}`,
    pidOf: (part: 'app' | 'switch') =>
      childrenOf(trial.pid).find((pid) => wordsOf(pid).includes(part)),
    /** @throws Error when a document was not as Twilio has them: then the test that ran this fails */
    async [Symbol.asyncDispose]() {
      await end()
      priority(0)
      const complaints = [...documentComplaints(trial.printed()), ...watch.mistakes()]
      if (complaints.length > 0) throw new Error(complaints.join('\n'))
    },
  })
}

/** Twilio's codes for documents, their verbs and attributes (12xxx, 13xxx), as our own switch logs them. */
const documentComplaints = (printed: string): string[] =>
  printed.split('\n').filter((line) => /"code":1[23]\d{3}\b/.test(line))

const watchFile = join(import.meta.dirname, 'document-watch.js')

const noted = (line: string) => JSON.parse(line) as [path: string, xml: string]

/** Settings with which the app's documents are written down, and what was wrong with them (document-watch.js). */
function watchDocuments() {
  const folder = mkdtempSync(join(tmpdir(), 'rundruf-documents-'))
  const file = join(folder, 'documents')
  writeFileSync(file, '')
  return {
    settings: { NODE_OPTIONS: `--import=${pathToFileURL(watchFile).href}?file=${file}` },
    /** Once: whoever closes it again is told nothing. */
    mistakes() {
      if (!existsSync(file)) return []
      const documents = readFileSync(file, 'utf8').split('\n').filter(Boolean).map(noted)
      rmSync(folder, { recursive: true })
      return documents.flatMap(([path, xml]) =>
        mistakesAt(path, xml).map((mistake) => `${path}: ${mistake}`),
      )
    },
  }
}

/** Beside the running app, as `rundruf room` does it: a database with a write-ahead log lets both in. */
async function inStore<T>(environment: Trial['environment'], work: (store: Store) => Promise<T>) {
  const settings = readSettings(environment)
  const pinKey = openSecrets(settings.dataDir).key('pin 1')
  const store = await openStore(settings.store, { pinKey })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

function freshRoom(): Room {
  const number = newRoomNumber(randomInt)
  const guestPin = newPin(randomInt, number)
  const hostPin = newPin(randomInt, number, [guestPin])
  const id = randomBytes(16).toString('hex')
  return { ...usualOptions, id, number, guestPin, hostPin, locale: 'de' }
}

/** The processes that a process has started (Linux). */
function childrenOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8')
      .split(' ')
      .filter((text) => text !== '')
      .map(Number),
  )
}

const wordsOf = (pid: number): string[] => readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
