import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EveningWish } from '../../src/conference/meeting/evening.ts'
import type { After, Store } from '../../src/conference/ports.ts'
import type { Room } from '../../src/conference/room/room.ts'
import { addresses } from '../../src/voice/addresses.ts'
import { openEvenings, type EveningControl } from '../../src/voice/evening/evening.ts'
import type { Phone, Present } from '../../src/voice/carrier/phone.ts'
import { reconcile } from '../../src/voice/carrier/reconcile.ts'
import { lookAfterMeetings } from '../../src/voice/upkeep.ts'
import type { PretendCall } from './carrier.ts'
import { aRoom, aStore, openHouse } from './rooms.ts'
import { steered } from './steered.ts'
import { timers } from './timers.ts'

type Method = keyof Phone
/** What changes nothing. */
const readings = ['whoIsIn', 'isLive', 'endOf']

/**
 * An evening in a room: callers of a pretend carrier, an organiser who sees and does, and a carrier interface that
 * can refuse, be away or take its time.
 */
export async function openEvening(different: Partial<Room> = {}) {
  const trouble = new Map<Method, () => Promise<void>>()
  const asked: string[] = []
  const strangers: Present[] = []
  const works = steered(() => house.carrier)
  /** Each with its trouble before it, and written down once it was done. */
  const phone: Phone = Object.fromEntries(
    Object.entries(works)
      .filter(([method]) => method !== 'settled')
      .map(([method, ask]) => [
        method,
        async (...words: unknown[]) => {
          await trouble.get(method as Method)?.()
          if (!readings.includes(method)) asked.push(toldAs(method, words))
          return (ask as (...words: unknown[]) => Promise<unknown>)(...words)
        },
      ]),
  ) as unknown as Phone
  let control: EveningControl | undefined
  const folder = mkdtempSync(join(tmpdir(), 'rundruf-evening-'))
  const file = join(folder, 'rundruf.db')
  const house = await openHouse({
    store: await aStore(file),
    phone,
    room: aRoom(different),
    speechHeard: (news, name) => control?.speechHeard(news, name),
  })
  const time = timers(house.clock)
  const { room, store } = house
  const parts = {
    ...house.parts,
    addresses: addresses(house.parts.settings.publicUrl),
    after: time.after,
  }
  control = openEvenings(parts)
  const { evenings } = control

  /** Everything that was asked for has happened, and has been told. */
  async function settled(): Promise<void> {
    for (let turns = 0; turns < 3; turns++) {
      await new Promise((resolve) => setImmediate(resolve))
      await works.settled()
    }
  }
  async function dials(keys: string, from?: string): Promise<PretendCall> {
    const call = await house.carrier.dial(from)
    await call.presses(keys)
    await settled()
    return call
  }

  return {
    house,
    room,
    store,
    control,
    phone,
    /** What the carrier was asked and did: `announceTo CA… your-turn`. */
    asked,
    /** In the carrier's conference, and we were never told. */
    strangers,
    time,
    settled,
    dials,
    guest: (from?: string) => dials('471108 352964', from),
    host: (from?: string) => dials('471108 802517', from),
    show: () => evenings.show(room),
    listen: (changed: () => void) => evenings.listen(room.id, changed),
    act: async (wish: EveningWish) => {
      const outcome = await evenings.act(room, wish)
      await settled()
      return outcome
    },
    /** The organiser's name for a call's line. */
    line: async (call: PretendCall): Promise<string> => {
      const { meeting } = (await store.callers.find(call.sid)) ?? {}
      const number = (await store.lines.byCall(call.sid))?.number
      const { inside, waiting } = await evenings.show(room)
      const found = [...inside, ...waiting].find((one) => one.number === number)
      if (meeting === undefined || found === undefined) throw new Error('this call has no line')
      return found.id
    },
    reconciles: async () => {
      const whoIsIn = async (name: string) => [...(await phone.whoIsIn(name)), ...strangers]
      await reconcile({ ...parts, phone: { ...phone, whoIsIn } })
      await settled()
    },
    lookAfter: () => lookAfterMeetings({ ...parts, phone }),
    upkeep: async () => {
      await control?.upkeep()
      await settled()
    },
    /** The carrier answers these with this error, until told otherwise. */
    refuses: (error: Error, ...methods: readonly Method[]) => {
      for (const method of methods) trouble.set(method, () => Promise.reject(error))
    },
    /** The carrier takes its time; the answered function lets it go on. */
    dawdles: (method: Method): (() => void) => {
      let goOn: () => void = () => undefined
      const gate = new Promise<void>((resolve) => (goOn = resolve))
      trouble.set(method, () => gate)
      return goOn
    },
    recovers: () => {
      trouble.clear()
    },
    /** The app stops and starts again on the same database. */
    restarts: (): EveningControl => {
      control?.[Symbol.dispose]()
      control = openEvenings(parts)
      return control
    },
    /** Another instance of the app on the same database; to be disposed of. */
    another: (different: { readonly after?: After } = {}): EveningControl =>
      openEvenings({ ...parts, ...different }),
    /** What a command does beside the running app: nothing of it is heard here. */
    anotherProcess: async <T>(work: (store: Store) => Promise<T>): Promise<T> => {
      const there = await aStore(file)
      try {
        return await work(there)
      } finally {
        await there.close()
      }
    },
    async [Symbol.asyncDispose]() {
      control?.[Symbol.dispose]()
      await house[Symbol.asyncDispose]()
      rmSync(folder, { recursive: true })
    },
  }
}

export type Evening = Awaited<ReturnType<typeof openEvening>>

/** As Twilio's client throws: the carrier is there and says no; or nobody was reached. */
export const says = (status: number): Error => Object.assign(new Error('no'), { status })
export const unreachable: Error = Object.assign(new Error('away'), { code: 'ECONNREFUSED' })

function toldAs(method: string, words: readonly unknown[]): string {
  const told = words.map((word) => {
    if (typeof word === 'object' && word !== null && 'call' in word) return String(word.call)
    if (typeof word !== 'string') return String(word)
    return URL.canParse(word) ? (new URL(word).pathname.split('/').at(-1) ?? '') : word
  })
  return [method, ...told].join(' ')
}
