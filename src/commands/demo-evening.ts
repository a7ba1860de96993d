import { setTimeout as pass } from 'node:timers/promises'
import { dial, type Phone } from '../telephone/dial.ts'
import { press, promptOver, stay } from '../telephone/manners.ts'
import { heardLevel, sine } from '../telephone/tones.ts'
import { heardFromDbfs, type Heard } from './demo-table.ts'
import type { Trial } from './trial.ts'

/** Who calls in, each humming a tone of their own: no harmonics of one another, no tones of a telephone key. */
export const people = [
  { name: 'Ada', hertz: 700 },
  { name: 'Bob', hertz: 1000 },
  { name: 'Cy', hertz: 1450 },
] as const
export type Person = (typeof people)[number]

/** How loud people hum. */
export const humDbfs = -15
/** People do not dial in the same instant. */
const apartMs = 1500
/** From the last key to hearing both others. */
const togetherMaxMs = 30_000
/** This much of a tone, and somebody is noticed. */
const noticedSeconds = 0.4
const listenSeconds = 5
/** The first second may still hold somebody's entry tone. */
const judgedSeconds = 4

export type Tell = (line: string) => void

/** Who has been noticed in the room, by whatever telephone. */
type Room = { readonly here: Set<string>; readonly tell: Tell }

/**
 * Three telephones call, key in, and hum until each has heard the others for some seconds.
 * @returns how loud each heard each, themselves included
 * @throws CallFailed when a telephone was not let in
 */
export async function spendEvening(trial: Trial, tell: Tell): Promise<readonly Heard[]> {
  const room: Room = { here: new Set(), tell }
  const phones: Phone[] = []
  try {
    const joined = await Promise.all(
      people.map(async (person, turn) => {
        await pass(turn * apartMs)
        const phone = await comeIn(person, trial, tell)
        phones.push(phone)
        tell(`${person.name} begins to hum at ${person.hertz} Hz.`)
        phone.handset.say(sine(person.hertz, humDbfs, 1), 'again')
        await findOthers(person, phone, room)
        return { person, phone }
      }),
    )
    tell(`Everybody listens for ${listenSeconds} seconds.`)
    await Promise.all(phones.map((phone) => stay(phone.handset, listenSeconds)))
    return joined.flatMap(({ person, phone }) => {
      const sound = phone.handset.heard.sound(judgedSeconds)
      return people.map((speaker) => ({
        listener: person.name,
        speaker: speaker.name,
        dbfs: heardLevel(sound, speaker.hertz),
      }))
    })
  } finally {
    await Promise.all(phones.map((phone) => phone.hangUp()))
    tell('Everybody has hung up.')
  }
}

/** The way in, as a caller goes it: listen, room number, listen, PIN. */
export async function comeIn({ name }: Person, trial: Trial, tell: Tell): Promise<Phone> {
  tell(`${name} dials.`)
  const phone = await dial({ user: 'rundruf', ...trial.telephone }, { from: name.toLowerCase() })
  const listens = async (): Promise<void> => {
    const prompt = await promptOver(phone.handset)
    const seconds = prompt ? (prompt.untilMs - prompt.fromMs) / 1000 : 0
    if (prompt) tell(`${name} hears an announcement of ${seconds.toFixed(1)} seconds.`)
  }
  await listens()
  await press(phone.handset, trial.room)
  tell(`${name} keys the room number.`)
  await listens()
  await press(phone.handset, trial.pin)
  tell(`${name} keys the PIN.`)
  return phone
}

/** Listens until both others have been heard, and says whom it notices. Gives up after a while: the table will tell. */
async function findOthers(person: Person, { handset }: Phone, { here, tell }: Room): Promise<void> {
  const missing = new Set(people.filter((other) => other !== person))
  const noticed = (): Person | undefined => {
    const sound = handset.heard.sound(noticedSeconds)
    return [...missing].find((other) => heardLevel(sound, other.hertz) >= heardFromDbfs)
  }
  const untilMs = handset.ear.nowMs + togetherMaxMs
  while (missing.size > 0) {
    if (!(await handset.until(() => !!noticed(), untilMs - handset.ear.nowMs))) return
    const other = noticed()
    if (!other) continue
    missing.delete(other)
    here.add(person.name).add(other.name)
    tell(`${person.name} hears ${other.name}. ${here.size} are in the room.`)
  }
}
