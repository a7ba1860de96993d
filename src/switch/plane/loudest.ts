import { bothWidths, frameMs, samplesPerFrame, type Frame } from '../media/frame.ts'
import { fade } from '../media/sound/fade.ts'
import { frameLevel, silenceDbfs } from '../media/sound/level.ts'
import type { Seat } from './room.ts'

/** So many at once are mixed. Nobody understands one of sixteen, and who is softer than all of them is not missed. */
export const talkersMax = 16
/** Whoever was loud stays so for a moment, so that a voice is not chopped at its soft sounds. */
const forgetsDbPerFrame = (30 * frameMs) / 1000

/** What matters of a seat here. */
export type Talker = Pick<Seat, 'tone' | 'loudnessDbfs' | 'ticksSpeaking' | 'leftOut'>

/** Who is mixed in one room. */
export type Loudest = {
  /** Takes the voices of this tick, of whom so many speak, and leaves those that are to be mixed. They last until the next. */
  keep(seats: readonly Talker[], voices: (Frame | undefined)[], speakers: number): void
}

/**
 * In a big room in which everybody makes noise, leaves only the loudest: the others say nothing to the mix, and all of
 * them hear one and the same sound, which is packed once.
 *
 *   voices   ▇ ▂ ▅ · ▁ ▃ ▁ ▂ … 250        up to talkersMax: nothing is done, nothing is computed
 *   mixed    ▇   ▅     ▃       …  16
 *
 * Who drops out in the middle of a sound, or comes back in one, does so over a frame; cut off, each would be a click.
 *
 *   before      mixed now       left out now
 *   silent      as it is        not at all          (its own gate has let it in gently: media/sound/voice.ts)
 *   mixed       as it is        ▇▅▃▁  fades out
 *   left out    ▁▃▅▇ fades in   not at all
 */
export function makeLoudest(): Loudest {
  const fading: ReturnType<typeof bothWidths>[] = []
  let lent = 0
  let somebodyIsOut = false

  function faded(voice: Frame, from: 0 | 1): Frame {
    const { wide, narrow } = (fading[lent++] ??= bothWidths())
    const into = voice.length > samplesPerFrame ? wide : narrow
    fade(voice, into, from)
    return into
  }

  function place(seat: Talker, voice: Frame, out: boolean): Frame | undefined {
    const wentOn = seat.ticksSpeaking > 1
    const wasOut = wentOn && seat.leftOut
    seat.leftOut = out
    if (out) return wentOn && !wasOut ? faded(voice, 1) : undefined
    return wasOut ? faded(voice, 0) : voice
  }

  return {
    keep(seats, voices, speakers) {
      const tooMany = speakers > talkersMax
      if (!tooMany && !somebodyIsOut) return
      lent = 0
      somebodyIsOut = tooMany
      if (tooMany) measure(seats, voices)
      const least = tooMany ? loudnessOfLast(seats, voices) : -Infinity
      // Of those who are all just as loud as the last, as many as there is still room for.
      let alike = loudestFirst.length - loudestFirst.indexOf(least)
      for (let at = 0; at < voices.length; at++) {
        const seat = seats[at]
        const voice = voices[at]
        if (!seat) continue
        if (voice === undefined) {
          seat.leftOut = false
          continue
        }
        const { loudnessDbfs } = seat
        const out = tooMany && (loudnessDbfs < least || (loudnessDbfs === least && alike-- <= 0))
        voices[at] = place(seat, voice, out)
      }
    },
  }
}

function measure(seats: readonly Talker[], voices: readonly (Frame | undefined)[]): void {
  for (let at = 0; at < voices.length; at++) {
    const seat = seats[at]
    if (seat) seat.loudnessDbfs = loudness(seat, voices[at])
  }
}

/** A tone that says that somebody came is not left out. */
function loudness({ tone, loudnessDbfs }: Talker, voice: Frame | undefined): number {
  if (tone !== undefined) return 0
  const levelDbfs = voice ? frameLevel(voice) : silenceDbfs
  return Math.max(levelDbfs, loudnessDbfs - forgetsDbPerFrame)
}

const loudestFirst = new Float64Array(talkersMax)

/** How loud the last one is that is still mixed. */
function loudnessOfLast(seats: readonly Talker[], voices: readonly (Frame | undefined)[]): number {
  loudestFirst.fill(-Infinity)
  for (let at = 0; at < voices.length; at++) {
    if (voices[at] === undefined) continue
    const loud = seats[at]?.loudnessDbfs ?? silenceDbfs
    if (loud <= (loudestFirst[talkersMax - 1] ?? silenceDbfs)) continue
    let place = talkersMax - 1
    for (; place > 0 && (loudestFirst[place - 1] ?? silenceDbfs) < loud; place--) {
      loudestFirst[place] = loudestFirst[place - 1] ?? loud
    }
    loudestFirst[place] = loud
  }
  return loudestFirst[talkersMax - 1] ?? silenceDbfs
}
