import { dial, type Phone } from '../../src/telephone/dial.ts'
import { press, promptOver } from '../../src/telephone/manners.ts'
import { sine } from '../../src/telephone/tones.ts'
import { hum, whoIsIn, type Name } from './hearing.ts'
import type { Place } from './running.ts'

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
  hangsUp(): Promise<void>
}

const humDbfs = -15
/** Half a second of what comes next: longer than any buffer on the way. */
const listenMs = 500
const judgedSeconds = 0.4
const hearsSomethingMaxMs = 5000
const comesToHearMaxMs = 30_000
const lookEachFrames = 5

/** Dials and is answered. */
export async function caller(
  name: Name,
  to: Pick<Place, 'telephone'>,
  options: { codec?: 'PCMA' | 'PCMU'; address?: string; from?: string } = {},
): Promise<Caller> {
  const phone = await dial({ user: 'rundruf', ...to.telephone }, { from: name, ...options })
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
