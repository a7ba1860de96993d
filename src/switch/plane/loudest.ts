import { frameMs, type Frame } from '../media/frame.ts'
import { frameLevel, silenceDbfs } from '../media/sound/level.ts'
import type { Seat } from './room.ts'

/** So many at once are mixed. Nobody understands one of sixteen, and who is softer than all of them is not missed. */
export const talkersMax = 16
/** Whoever was loud stays so for a moment, so that a voice is not chopped at its soft sounds. */
const forgetsDbPerFrame = (30 * frameMs) / 1000

/** What matters of a seat here. */
type Talker = Pick<Seat, 'tone' | 'loudnessDbfs'>

/**
 * In a big room in which everybody makes noise, leaves only the loudest: the others say nothing to the mix, and all of
 * them hear one and the same sound, which is packed once.
 *
 *   voices   ▇ ▂ ▅ · ▁ ▃ ▁ ▂ … 250        up to talkersMax: nothing is done, nothing is computed
 *   mixed    ▇   ▅     ▃       …  16
 */
export function keepLoudest(
  seats: readonly Talker[],
  voices: (Frame | undefined)[],
  speakers: number,
): void {
  if (speakers <= talkersMax) return
  for (let at = 0; at < voices.length; at++) {
    const seat = seats[at]
    const voice = voices[at]
    if (seat) seat.loudnessDbfs = loudness(seat, voice)
  }
  const least = loudnessOfLast(seats, voices)
  // Of those who are all just as loud as the last, as many as there is still room for.
  let alike = loudestFirst.length - loudestFirst.indexOf(least)
  for (let at = 0; at < voices.length; at++) {
    const loud = seats[at]?.loudnessDbfs ?? silenceDbfs
    if (voices[at] === undefined || loud > least) continue
    if (loud < least || alike-- <= 0) voices[at] = undefined
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
