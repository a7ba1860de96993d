import type { Line } from '../kit/lines.ts'
import type { Place } from '../kit/running.ts'

type Numbers = Pick<Place, 'room' | 'pin'>

export type Way = {
  /** How this caller goes about it. At the end the caller must be in. */
  readonly goes: (line: Line, numbers: Numbers) => Promise<void>
  /** Pairs of room and PIN that cannot have been right. */
  readonly refusals?: number
}

const slowly = { pressMs: 300, gapMs: 2200 }
const hastily = { pressMs: 50, gapMs: 50 }
const withALongFinger = { pressMs: 3000, gapMs: 200 }
/** The keys are in the receiver: it leaves the ear for each group of keys, and comes back. */
const receiverSeconds = 4
/** As late as a `#` may come and still belong to the number before it. */
const lateSeconds = 1.8
/** Long enough for the welcome to echo into the room. */
const welcomeSeconds = 5

const notThe = (number: string): string =>
  number.replace(/\d$/, (last) => (last === '7' ? '8' : '7'))

/** Listens, keys the room number, listens, keys the PIN: as the sheet of paper says. */
async function byTheBook(line: Line, { room, pin }: Numbers): Promise<void> {
  await line.listens()
  await line.presses(room)
  await line.listens()
  await line.presses(pin)
}

/** Keys in pairs, and looks up each time. */
async function inPairs(line: Line, number: string): Promise<void> {
  for (const pair of number.match(/../g) ?? []) {
    await line.pauses(receiverSeconds)
    await line.presses(pair)
  }
}

/** The callers of A-25: every one of them must get in. */
export const thirteen: Readonly<Record<string, Way>> = {
  'slow, 2.5 s for each digit': {
    async goes(line, { room, pin }) {
      await line.listens()
      await line.presses(room, slowly)
      await line.listens()
      await line.presses(pin, slowly)
    },
  },
  'keys in the receiver, 4 s between looks': {
    async goes(line, { room, pin }) {
      await line.listens()
      await inPairs(line, room)
      await line.listens()
      await inPairs(line, pin)
    },
  },
  'hasty, both numbers into the greeting': {
    goes: (line, { room, pin }) => line.presses(room + pin, hastily),
  },
  '# after each number': {
    async goes(line, { room, pin }) {
      await line.listens()
      await line.presses(`${room}#`)
      await line.listens()
      await line.presses(`${pin}#`)
    },
  },
  'no # at all': { goes: byTheBook },
  'a late # after each number': {
    async goes(line, { room, pin }) {
      await line.listens()
      await line.presses(room)
      await line.pauses(lateSeconds)
      await line.presses('#')
      await line.listens()
      await line.presses(pin)
      await line.pauses(lateSeconds)
      await line.presses('#')
    },
  },
  'holds each key for 3 s': {
    async goes(line, { room, pin }) {
      await line.listens()
      await line.presses(room, withALongFinger)
      await line.listens()
      await line.presses(pin, withALongFinger)
    },
  },
  'corrects both numbers with *': {
    async goes(line, { room, pin }) {
      await line.listens()
      await line.presses(`${room.slice(0, 3)}9*`)
      await line.listens()
      await line.presses(room)
      await line.listens()
      await line.presses(`${notThe(pin).slice(1)}*`)
      await line.listens()
      await line.presses(pin)
    },
  },
  'silent for two questions': {
    async goes(line, { room, pin }) {
      await line.listens()
      await line.listens()
      await line.listens()
      await line.presses(room)
      await line.listens()
      await line.presses(pin)
    },
  },
  'a disc that clicks, and a * key that switches to tones': {
    async goes(line, numbers) {
      await line.listens()
      await line.clicks(numbers.room)
      await line.listens()
      await line.clicks(numbers.room)
      await line.listens()
      await line.presses('*')
      await byTheBook(line, numbers)
    },
  },
  'a wrong room first': {
    refusals: 1,
    async goes(line, numbers) {
      await line.listens()
      await line.presses(notThe(numbers.room))
      await line.listens()
      await line.presses(numbers.pin)
      await byTheBook(line, numbers)
    },
  },
  'the PIN first': {
    refusals: 1,
    async goes(line, numbers) {
      await line.listens()
      await line.presses(numbers.pin)
      await line.listens()
      await line.presses(numbers.room)
      await byTheBook(line, numbers)
    },
  },
  'a loudspeaker that echoes every prompt': {
    async goes(line, numbers) {
      line.echoes()
      await byTheBook(line, numbers)
      await line.pauses(welcomeSeconds)
      line.picksUp()
    },
  },
}
