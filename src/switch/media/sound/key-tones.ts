import { bothWidths, frameMs, sampleRate, samplesPerFrame, type Frame, type Key } from '../frame.ts'

/** The two tones of a key (ITU-T Q.23). The fourth column, A to D, is on no telephone. */
const rowHz = [697, 770, 852, 941]
const columnHz = [1209, 1336, 1477]
const keyOf: readonly (readonly Key[])[] = [
  ['1', '2', '3'],
  ['4', '5', '6'],
  ['7', '8', '9'],
  ['*', '0', '#'],
]

/** 13 ms: tones 73 Hz apart are told apart, and one that is off by the 1.5 % of Q.24 is still met. */
const windowSamples = 106
const hopSamples = samplesPerFrame / 2
const hopMs = frameMs / 2

/** Both tones together are nearly everything there is; speech is hardly ever, and never for long. */
const tonesShareMin = 0.65
/**
 * Of one pair, the higher tone may be louder by 4 dB and softer by 8 (Q.24, as most networks have it); some
 * more, because so short a window mixes them a little.
 */
const higherLouderMax = 10 ** (5 / 10)
const higherSofterMax = 10 ** (11 / 10)
/** Each tone stands out from the others of its row or column. */
const standsOutMin = 10 ** (6 / 10)
/** -36 dBFS in all. */
const powerMin = (32_768 * 10 ** (-36 / 20)) ** 2 / 2

/** Q.24: 40 ms are a key. Each window begins 10 ms after the one before; three of one key in a row need no less than 26. */
const pressedHops = 3
/** Softer for so long is released: 20 ms, as a pause between two keys has 40. */
const releasedHops = 20 / hopMs
/** A line that goes on elsewhere may be deaf for 100 ms. */
const movedHops = 100 / hopMs
/** What is heard is held back until a tone that begins in it would be known for a key. */
const heldFrames = 2

/**
 * Keys of a telephone that sends them as tones, because no other way was agreed on: heard, and kept from the others.
 *
 *   said    speech ▁▂▅▃▁  tone ▇▇▇▇▇▇▇▇  speech        each frame is held back for 40 ms
 *   hops            · · · · 1 2 ③ 3 3 3 · · ·         ③ pressed, once; everything held back is muted
 *   heard         speech ▁▂▅▃▁             speech
 *
 * @NOTE Guard against voices that sound like keys (talk-off): share of the two tones, their levels against each other and
 * against their neighbours, and duration. None of the recorded prompts is ever taken for a key.
 */
export type KeyTones = {
  /** Takes one tick's sound and gives back that of 40 ms ago, without tones of keys. Lasts until the next call. */
  hear(frame: Frame | undefined): Frame | undefined
  /** How much later everything is heard. */
  readonly delayMs: number
  /** The key that is down. */
  down(): Key | undefined
}

type Held = {
  readonly place: ReturnType<typeof bothWidths>
  /** Of how many samples; 0 is silence. */
  samples: number
  muted: boolean
}

/** @param down the key that was down where the line was before */
export function keyTones(pressed: (key: Key) => void, down?: Key): KeyTones {
  const held: Held[] = Array.from({ length: heldFrames + 1 }, () => ({
    ...{ place: bothWidths(), samples: 0, muted: false },
  }))
  /** The last frame's second half, and this frame. */
  const recent = new Int16Array(windowSamples + samplesPerFrame)
  const detector = keyDetector(pressed, down)
  let tick = 0

  return {
    delayMs: heldFrames * frameMs,
    down: () => detector.down(),
    hear(frame) {
      recent.copyWithin(0, samplesPerFrame)
      const now = held[tick % held.length]!
      now.samples = frame?.length ?? 0
      now.muted = false
      if (frame) {
        now.place.wide.set(frame)
        recent.set(now.place.narrow, windowSamples)
      } else recent.fill(0, windowSamples)
      for (let end = hopSamples; end <= samplesPerFrame; end += hopSamples) {
        detector.hop(recent, end)
        if (detector.down() !== undefined) for (const one of held) one.muted = true
      }
      tick++
      const { samples, muted, place } = held[tick % held.length]!
      if (samples === 0 || muted) return undefined
      return samples > samplesPerFrame ? place.wide : place.narrow
    },
  }
}

/** Decides over windows in a row. */
function keyDetector(pressed: (key: Key) => void, downBefore: Key | undefined) {
  let candidate: Key | undefined
  let hops = 0
  // While a line moves, nothing is heard for a moment; that is no release.
  let misses = downBefore === undefined ? 0 : -movedHops
  let down = downBefore
  return {
    down: () => down,
    hop(samples: Int16Array, from: number) {
      const key = keyIn(samples, from)
      hops = key !== undefined && key === candidate ? hops + 1 : 1
      candidate = key
      misses = down !== undefined && key !== down ? misses + 1 : 0
      if (misses >= releasedHops) down = undefined
      if (key === undefined || key === down || hops < pressedHops) return
      down = key
      misses = 0
      pressed(key)
    },
  }
}

/** The key whose two tones fill the window that begins at `from`. */
function keyIn(samples: Int16Array, from: number): Key | undefined {
  let power = 0
  for (let i = from; i < from + windowSamples; i++) power += samples[i]! * samples[i]!
  if (power < powerMin * windowSamples) return undefined
  const row = strongest(samples, from, rowHz)
  const column = strongest(samples, from, columnHz)
  if (row.place < 0 || column.place < 0) return undefined
  if (column.power > row.power * higherLouderMax) return undefined
  if (row.power > column.power * higherSofterMax) return undefined
  // A sine's Goertzel power is (amplitude · n / 2)², its sum of squares amplitude² · n / 2.
  const share = ((row.power + column.power) * 2) / windowSamples / power
  return share < tonesShareMin ? undefined : keyOf[row.place]![column.place]
}

/** Which of these tones is the strongest, and how strong; -1 when it does not stand out. */
function strongest(samples: Int16Array, from: number, hertz: readonly number[]) {
  const found = { place: -1, power: 0 }
  let second = 0
  for (let place = 0; place < hertz.length; place++) {
    const power = tonePower(samples, from, hertz[place]!)
    if (power > found.power) {
      second = found.power
      found.power = power
      found.place = place
    } else if (power > second) second = power
  }
  if (found.power < second * standsOutMin) found.place = -1
  return found
}

/** Goertzel's filter over one window. */
function tonePower(samples: Int16Array, from: number, hz: number): number {
  const turn = 2 * Math.cos((2 * Math.PI * hz) / sampleRate)
  let before = 0
  let last = 0
  for (let i = from; i < from + windowSamples; i++) {
    const next = samples[i]! + turn * last - before
    before = last
    last = next
  }
  return before * before + last * last - turn * before * last
}
