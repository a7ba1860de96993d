import { dial, type Phone } from '../../src/telephone/dial.ts'
import { press, promptOver, stay } from '../../src/telephone/manners.ts'
import { sine } from '../../src/telephone/tones.ts'
import { hum, loudest, whoHumsIn, whoIsIn, type Name } from './hearing.ts'
import type { Place, PlaceWithHost } from './running.ts'

/** A person with a telephone, in a journey: dials, presses, hums a tone, says what it hears. */
export type Caller = AsyncDisposable & {
  readonly name: Name
  readonly phone: Phone
  /** Waits for the prompt to end, and tells how long it was, in seconds. */
  listens(): Promise<number>
  /** Waits until something is said. */
  hearsSomething(): Promise<void>
  presses(keys: string): Promise<void>
  /** Goes the whole way in: prompt, room number, prompt, PIN. */
  keysIn(place: Place): Promise<void>
  hums(): void
  isSilent(): void
  /** Who is heard right now. */
  hears(): Promise<Name[]>
  /** Resolves as soon as exactly these are heard. @throws Error with who was heard instead, after a while */
  comesToHear(...names: readonly Name[]): Promise<void>
  /** Words and music may be heard meanwhile, but nobody's tone. @throws Error with whoever was heard */
  hearsNobodyFor(seconds: number): Promise<void>
  /** Waits until something goes on and on, without the pauses of speech. */
  hearsMusic(): Promise<void>
  /** The loudest 100 ms of what comes next, in dBFS. */
  loudestWithin(seconds: number): Promise<number>
  /** Whether something is said, and then the line is closed. */
  hearsGoodbye(): Promise<boolean>
  hangsUp(): Promise<void>
}

const humDbfs = -15
/** Half a second of what comes next: longer than any buffer on the way. */
const listenMs = 500
const judgedSeconds = 0.4
const hearsSomethingMaxMs = 5000
const comesToHearMaxMs = 30_000
const lookEachFrames = 5
/** A whole second: speech has any tone in it for a moment, a hum stays. */
const hummedSeconds = 1
const musicSeconds = 6
/** Speech pauses for longer between its sentences. */
const pauseMs = 250
const hearsMusicMaxMs = 45_000
const goodbyeMaxMs = 20_000
/** What is left of somebody's voice when a conference ends. */
const stillInTheLineMs = 300

type CallerOptions = {
  readonly codec?: 'PCMA' | 'PCMU'
  readonly address?: string
  readonly from?: string
  /** What is dialled. */
  readonly user?: string
}

/** Dials and is answered. */
export async function caller(
  name: Name,
  to: Pick<Place, 'telephone'>,
  { user = 'rundruf', ...options }: CallerOptions = {},
): Promise<Caller> {
  const phone = await dial({ user, ...to.telephone }, { from: name, ...options })
  const { handset } = phone
  const lately = (): Name[] => {
    try {
      return whoIsIn(handset.heard.sound(judgedSeconds))
    } catch {
      return [] // somebody is just beginning or ending: neither heard nor unheard yet
    }
  }
  /** Looking for tones is work: ten times a second is soon enough. */
  const nowAndThen = (condition: () => boolean) => {
    let looks = 0
    return () => looks++ % lookEachFrames === 0 && condition()
  }
  const me: Caller = {
    name,
    phone,
    async listens() {
      const prompt = await promptOver(handset)
      handset.ear.mark()
      return prompt ? (prompt.untilMs - prompt.fromMs) / 1000 : 0
    },
    async hearsSomething() {
      await handset.until(() => handset.ear.utterance !== undefined, hearsSomethingMaxMs)
    },
    presses: (keys) => press(handset, keys),
    async keysIn({ room, pin }) {
      await me.listens()
      await me.presses(room)
      await me.listens()
      await me.presses(pin)
    },
    hums() {
      handset.say(sine(hum[name], humDbfs, 1), 'again')
    },
    isSilent() {
      handset.say(undefined)
    },
    async hears() {
      const untilMs = handset.ear.nowMs + listenMs
      await handset.until(() => handset.ear.nowMs >= untilMs, listenMs * 2)
      return whoIsIn(handset.heard.sound(judgedSeconds))
    },
    async comesToHear(...names) {
      const wanted = names.toSorted().join()
      const heard = await handset.until(
        nowAndThen(() => lately().toSorted().join() === wanted),
        comesToHearMaxMs,
      )
      if (!heard) throw new Error(`${name} hears ${lately().join() || 'nobody'}, not ${wanted}`)
    },
    async hearsNobodyFor(seconds) {
      const untilMs = handset.ear.nowMs + seconds * 1000
      const heard = new Set<Name>()
      const look = (): boolean => {
        const sound = handset.heard.sound(hummedSeconds)
        for (const one of whoHumsIn(sound)) if (one !== name) heard.add(one)
        return handset.ear.nowMs >= untilMs
      }
      await handset.until(nowAndThen(look), Infinity)
      if (heard.size > 0) throw new Error(`${name} hears ${[...heard].join()} and should not`)
    },
    async hearsMusic() {
      let sinceMs = handset.ear.nowMs
      const goesOn = (): boolean => {
        if (handset.ear.quietMs > pauseMs) sinceMs = handset.ear.nowMs
        return handset.ear.nowMs - sinceMs >= musicSeconds * 1000
      }
      if (!(await handset.until(goesOn, hearsMusicMaxMs))) throw new Error(`${name} hears no music`)
    },
    async loudestWithin(seconds) {
      await stay(handset, seconds)
      return loudest(handset.heard.sound(seconds))
    },
    async hearsGoodbye() {
      await stay(handset, stillInTheLineMs / 1000)
      handset.ear.mark()
      await handset.until(() => phone.over.aborted, goodbyeMaxMs)
      return phone.over.aborted && handset.ear.utterance !== undefined
    },
    hangsUp: () => phone.hangUp(),
    [Symbol.asyncDispose]: () => phone.hangUp(),
  }
  return me
}

/** A caller on the way in with both numbers typed ahead: the quickest way into the room. */
export async function callerIn(
  name: Name,
  to: Place,
  options?: Parameters<typeof caller>[2],
): Promise<Caller> {
  const one = await caller(name, to, options)
  await one.presses(to.room + to.pin)
  one.hums()
  return one
}

/** The same with the host PIN. */
export function hostIn(
  name: Name,
  to: PlaceWithHost,
  options?: Parameters<typeof caller>[2],
): Promise<Caller> {
  return callerIn(name, { ...to, pin: to.hostPin }, options)
}
