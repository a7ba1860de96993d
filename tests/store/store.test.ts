import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Caller } from '../../src/conference/call/caller.ts'
import { nobody, noted, whoIsHere, type News } from '../../src/conference/meeting/meeting.ts'
import type { Store } from '../../src/conference/ports.ts'
import { WrongDatabase } from '../../src/store/migrate.ts'
import { SealBroken, sealWith } from '../../src/store/sealed.ts'
import { databases, file, type Place } from '../kit/databases.ts'
import { aRoom, pinKey, randomness } from '../kit/rooms.ts'

const aCaller = (different: Partial<Caller> = {}): Caller => ({
  call: `CA${randomness.token()}`,
  state: {
    at: 'asking-pin',
    optional: false,
    roomNumber: '471108',
    typed: '35',
    patience: { tries: 0, silences: 0, asks: 2, helps: 0 },
  },
  step: randomness.token(),
  last: { request: 'r', answer: '<Response/>' },
  meeting: undefined,
  touched: 1,
  shown: { line: 1, kind: 'landline', began: 1, since: 1 },
  ...different,
})

describe('a seal', () => {
  const seal = sealWith(pinKey)
  it('opens only for its owner, whole, with its key', () => {
    const sealed = seal.seal('352964', 'room a')
    expect(seal.open(sealed, 'room a')).toBe('352964')
    expect(() => seal.open(sealed, 'room b')).toThrow('does not open')
    expect(() => seal.open(sealed.slice(0, -4), 'room a')).toThrow('does not open')
    expect(() => sealWith(Buffer.alloc(32, 8)).open(sealed, 'room a')).toThrow('does not open')
    expect(seal.seal('352964', 'room a')).not.toBe(sealed)
  })
})

describe.each(databases)('the store on $name', ({ place: newPlace, fewer }) => {
  let place: Place
  let store: Store
  beforeEach(async () => {
    place = await newPlace()
    store = await place.open()
  })
  afterEach(async () => {
    await store.close()
    await place[Symbol.asyncDispose]()
  })

  describe('rooms', () => {
    it('are found by the number they were given, after a restart too (S-38)', async () => {
      const room = aRoom()
      expect(await store.rooms.add(room)).toBe(true)
      expect(await store.rooms.add(aRoom())).toBe(false)
      await store.close()
      store = await place.open()
      expect(await store.rooms.byNumber('471108')).toEqual(room)
      expect(await store.rooms.byNumber('999999')).toBeUndefined()
    })

    it('open their PINs on the way in, and by their id only for whoever looks at them', async () => {
      const known = aRoom()
      await store.rooms.add(known)
      expect(await store.rooms.byId(known.id)).toEqual(known)
      await place.ask('update room set host_pin_sealed = guest_pin_sealed')
      const room = await store.rooms.byId(known.id)
      expect(room?.guestPin).toBe(known.guestPin)
      expect(() => room?.hostPin).toThrow(SealBroken)
      await expect(store.rooms.byNumber(known.number)).rejects.toThrow(SealBroken)
    })

    it('keep their PINs sealed; no digits of a call are readable either (P-02)', async () => {
      await store.rooms.add(aRoom())
      await store.callers.add(
        aCaller({
          state: {
            at: 'checking',
            roomNumber: '555777',
            pin: '666123',
            patience: { tries: 0, silences: 0, asks: 1, helps: 0 },
          },
        }),
      )
      const stolen = await place.everything()
      expect(stolen).toContain('471108')
      expect(stolen).not.toMatch(/352964|802517|555777|666123/)
    })
  })

  describe('callers', () => {
    it('move once from each step, and leave a tombstone that is swept', async () => {
      const { callers } = store
      const caller = aCaller()
      expect(await callers.add(caller)).toBe(true)
      expect(await callers.add(caller)).toBe(false)
      expect(await callers.move({ ...caller, step: 'b' }, caller.step)).toBe(true)
      expect(await callers.move({ ...caller, step: 'c' }, caller.step)).toBe(false)
      expect(await callers.find(caller.call)).toEqual({ ...caller, step: 'b' })
      expect(await callers.end(caller.call, 100)).toBe(true)
      expect(await callers.end(caller.call, 100)).toBe(false)
      expect(await callers.add(caller)).toBe(false)
      expect(await callers.sweep(100)).toBe(0)
      expect(await callers.sweep(101)).toBe(1)
    })
  })

  describe('the picture of a meeting', () => {
    const news: fc.Arbitrary<News> = fc.oneof(
      fc.record({
        is: fc.constant('place' as const),
        place: fc.record({
          conference: fc.constantFrom('CF1', 'CF2'),
          call: fc.constantFrom('CA1', 'CA2'),
          sequence: fc.nat(6),
          here: fc.boolean(),
          muted: fc.boolean(),
          sentOut: fc.constantFrom(undefined, 'meeting' as const, 'caller' as const),
        }),
      }),
      fc.record({ is: fc.constant('conference-ended' as const), conference: fc.constant('CF1') }),
    )

    it('is kept as the rules say', async () => {
      const { rooms, meetings } = store
      await fc.assert(
        fc.asyncProperty(fc.array(news, { maxLength: 20 }), async (all) => {
          const room = aRoom()
          await rooms.add(room)
          await meetings.open({ id: 'm', room: room.id, conferenceName: 'c', opened: 1 })
          let picture = nobody
          for (const one of all) {
            const next = noted(picture, one)
            await meetings.note('m', one)
            picture = next
          }
          const keptPicture = await meetings.picture('m')
          expect(whoIsHere(keptPicture)).toEqual(whoIsHere(picture))
          expect(new Set(keptPicture.places)).toEqual(new Set(picture.places))
          await rooms.remove(room.id)
        }),
        { numRuns: 50 / fewer },
      )
    })
  })

  describe('work done together', () => {
    it('one that fails takes nothing with it', async () => {
      const rooms = Array.from({ length: 10 }, (_, at) => aRoom({ number: String(500_000 + at) }))
      const results = await Promise.allSettled(
        rooms.map((room, at) =>
          store.atomically(async (kept) => {
            await kept.rooms.add(room)
            if (at === 4) throw new Error('the fifth')
          }),
        ),
      )
      expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(1)
      expect((await store.rooms.all()).map(({ number }) => number)).not.toContain('500004')
      expect(await store.rooms.all()).toHaveLength(9)
    })
  })

  describe('a database that is not ours', () => {
    it('is refused with a sentence, and left alone (R-35)', async () => {
      await using foreign = await newPlace()
      await foreign.ask('CREATE TABLE recipes (name TEXT)')
      await expect(foreign.open()).rejects.toThrow('belongs to another program')
      expect(await foreign.ask('SELECT * FROM recipes')).toEqual([])
    })

    it('of a newer program, or with another key, is refused', async () => {
      await expect(place.open(Buffer.alloc(32, 1))).rejects.toThrow('PIN key')
      await place.ask('UPDATE rundruf_schema SET version = 999')
      await expect(place.open()).rejects.toThrow('newer Rundruf')
    })
  })

  describe('kill -9', () => {
    it('loses nothing that was answered (R-10)', async () => {
      const program = `
      import { openStore } from ${JSON.stringify(new URL('../../src/store/open.ts', import.meta.url).href)}
      const store = await openStore(${JSON.stringify(place.settings)}, { pinKey: Buffer.alloc(32, 7) })
      for (let n = 500000; ; n++) {
        await store.atomically(({ rooms }) => rooms.add({ id: String(n), number: String(n), guestPin: '352964', hostPin: '802517', locale: 'de', callersMax: 9, name: '' }))
        process.stdout.write(n + '\\n')
      }`
      const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      let said = ''
      for await (const chunk of child.stdout) {
        said += String(chunk)
        if (said.split('\n').length > 50) child.kill('SIGKILL')
      }
      const answered = said.split('\n').slice(0, -1)
      const numbers = new Set((await store.rooms.all()).map(({ number }) => number))
      expect(answered.filter((number) => !numbers.has(number))).toEqual([])
      expect(answered.length).toBeGreaterThan(40)
    })
  })
})

describe('a file that is no database', () => {
  it('is refused with a sentence, and left alone (R-35)', async () => {
    await using letter = file()
    writeFileSync(letter.file, 'Dear reader, '.repeat(200))
    await expect(letter.open()).rejects.toThrow(WrongDatabase)
    expect(readFileSync(letter.file, 'utf8')).toContain('Dear reader')
  })
})
