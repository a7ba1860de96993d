import {
  sampleRate,
  samplesPerFrame,
  type Frame,
  type Sound,
} from '../../src/switch/media/frame.ts'
import { ordinaryKeys, type KeyTiming } from '../../src/telephone/keypad.ts'
import { promptOver, stay } from '../../src/telephone/manners.ts'
import type { PretendCall } from './carrier.ts'
import type { Caller } from './phone.ts'

/** What somebody does with a telephone on the way in, whoever carries the call. */
export type Line = {
  /** Listens to what is said, to its end. When it was heard already: until the patience of the question brings more. */
  listens(): Promise<void>
  presses(keys: string, timing?: KeyTiming): Promise<void>
  /** Does nothing; the patience of a question may run out in the meantime. */
  pauses(seconds: number): Promise<void>
  /** Dials with a disc: clicks, and no key that anybody could see. */
  clicks(digits: string): Promise<void>
  /** From now on all that is heard goes back in, as it does with a loudspeaker. */
  echoes(): void
  /** Picks the receiver up: no echo any more. */
  picksUp(): void
}

/** Dialling with a disc (ETSI, 10 pulses a second): a digit is as many breaks, a nought is ten. */
const pulse = { everySeconds: 0.1, breakSeconds: 0.06, betweenDigitsSeconds: 0.8 }
const pulsesOf = (digit: string): number => (digit === '0' ? 10 : Number(digit))
const clickDbfs = -8
const clickDecaySeconds = 0.001

/** How long the disc turns. */
export function pulseSeconds(digits: string): number {
  return Array.from(digits).reduce(
    (sum, digit) => sum + pulsesOf(digit) * pulse.everySeconds + pulse.betweenDigitsSeconds,
    0,
  )
}

/** What the line carries of it: a crack at the begin and the end of each break. */
export function pulseClicks(digits: string): Sound {
  const sound = new Int16Array(Math.round(pulseSeconds(digits) * sampleRate))
  const crack = (atSeconds: number): void => {
    const at = Math.round(atSeconds * sampleRate)
    for (let n = 0; n < sampleRate / 100 && at + n < sound.length; n++) {
      const fading = Math.exp(-n / (clickDecaySeconds * sampleRate))
      sound[at + n] = 32767 * 10 ** (clickDbfs / 20) * fading * (n % 2 === 0 ? 1 : -1)
    }
  }
  let atSeconds = 0
  for (const digit of digits) {
    for (let turn = 0; turn < pulsesOf(digit); turn++, atSeconds += pulse.everySeconds) {
      crack(atSeconds)
      crack(atSeconds + pulse.breakSeconds)
    }
    atSeconds += pulse.betweenDigitsSeconds
  }
  return sound
}

/** A loudspeaker two hand breadths from the microphone, and the way through the network. */
const echo = { factor: 0.25, delayFrames: 8 }

/** A telephone on our own switch: real sound, real time. */
export function lineOf({ phone: { handset } }: Caller): Line {
  let echoing = false
  return {
    async listens() {
      await promptOver(handset)
      handset.ear.mark()
    },
    async presses(keys, timing = ordinaryKeys) {
      await handset.press(keys.slice(0, -1), timing)
      // What is said from the last key on is what comes next.
      handset.ear.mark()
      await handset.press(keys.slice(-1), timing)
    },
    async pauses(seconds) {
      await stay(handset, seconds)
    },
    async clicks(digits) {
      handset.say(pulseClicks(digits))
      await stay(handset, pulseSeconds(digits))
    },
    echoes() {
      echoing = true
      const onTheWay: Frame[] = []
      const eachFrame = (): boolean => {
        if (!echoing) return true
        const heard = handset.heard.sound(samplesPerFrame / sampleRate)
        onTheWay.push(heard.map((sample) => sample * echo.factor))
        if (onTheWay.length > echo.delayFrames) handset.say(onTheWay.shift())
        return false
      }
      void handset.until(eachFrame, Infinity)
    },
    picksUp() {
      echoing = false
    },
  }
}

/** The same on a pretend Twilio: no sound, and time passes only where somebody waits. */
export function webhookLineOf(call: PretendCall): Line {
  let listenedTo = ''
  let quietSeconds = 0
  const patienceEnds = async (): Promise<void> => {
    quietSeconds = 0
    await call.waits()
  }
  const pauses = async (seconds: number): Promise<void> => {
    quietSeconds += seconds
    while (call.at === 'gather' && quietSeconds >= call.patienceSeconds) {
      const left = quietSeconds - call.patienceSeconds
      await patienceEnds()
      quietSeconds = left
    }
  }
  return {
    async listens() {
      if (call.at === 'gather' && listenedTo === call.document) await patienceEnds()
      listenedTo = call.document
      quietSeconds = 0
    },
    async presses(keys, { pressMs, gapMs } = ordinaryKeys) {
      for (const key of keys) {
        await call.presses(key)
        quietSeconds = 0
        await pauses((pressMs + gapMs) / 1000)
      }
    },
    pauses,
    clicks: (digits) => pauses(pulseSeconds(digits)),
    echoes: () => undefined,
    picksUp: () => undefined,
  }
}
