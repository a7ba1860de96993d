import { samplesPerFrame, type Frame } from '../frame.ts'

/**
 * ITU-T G.722 at 64 kbit/s: sound up to 7 kHz in as many bytes as the telephone takes for half of it. The sound is split into
 * two bands of 8000 samples a second each, and of both only what their past does not foretell is sent (§3, §4).
 *
 *   | high band (2) | low band (6) |   bits of one byte
 *
 *                 ╭──────── difference ──▶ quantise ──▶ code
 *   sample ──▶ (−)                            │
 *                 ▲                       what the other side makes of it
 *                 ╰── prediction ◀── zeros (6), poles (2), step: all learn from it, here and there alike
 *
 * A frame has the same two bands (frame.ts), so no sound is ever put together here and taken apart again; that (the filters
 * of §3.1) is what the telephone does.
 */

/** §6.2.1, table 14: where the steps of the low band begin, in units of 1/4096 of its scale. */
const lowSteps = Int32Array.of(
  ...[35, 72, 110, 150, 190, 233, 276, 323, 370, 422, 473, 530, 587, 650, 714, 786, 858, 940, 1023],
  ...[1121, 1219, 1339, 1458, 1612, 1765, 1980, 2195, 2557, 2919],
)
/** Table 17: what a code of the low band stands for, of 1/32768 of its scale; six bits for the ear, four to learn from. */
const lowValues6 = Int32Array.of(
  ...[-136, -136, -136, -136, -24808, -21904, -19008, -16704, -14984, -13512, -12280, -11192],
  ...[-10232, -9360, -8576, -7856, -7192, -6576, -6000, -5456, -4944, -4464, -4008, -3576],
  ...[-3168, -2776, -2400, -2032, -1688, -1360, -1040, -728, 24808, 21904, 19008, 16704, 14984],
  ...[13512, 12280, 11192, 10232, 9360, 8576, 7856, 7192, 6576, 6000, 5456, 4944, 4464, 4008],
  ...[3576, 3168, 2776, 2400, 2032, 1688, 1360, 1040, 728, 432, 136, -432, -136],
)
const lowValues4 = Int32Array.of(
  ...[0, -20456, -12896, -8968, -6288, -4240, -2584, -1200],
  ...[20456, 12896, 8968, 6288, 4240, 2584, 1200, 0],
)
/** Table 18: how a code of the low band changes its scale, by the same four bits. */
const lowScaling = Int32Array.of(
  ...[-60, 3042, 1198, 538, 334, 172, 58, -30, 3042, 1198, 538, 334, 172, 58, -30, -60],
)
/** The high band's one step, values and scaling (tables 15, 19 and 20). */
const highStep = 564
const highValues = Int32Array.of(-7408, -1616, 7408, 1616)
const highScaling = Int32Array.of(798, -214, 798, -214)

/** Powers of two between 1 and 2 in 32 parts, of 1/2048 (table 21). */
const powers = Int32Array.from({ length: 32 }, (_, part) => Math.round(2048 * 2 ** (part / 32)))

const lowScaleLogMax = 18_432
const highScaleLogMax = 22_528
/** Whole numbers of these exponents: the scale of the low band goes down to 2^-8 of its unit, the other's to 2^-10. */
const lowExponent = 8
const highExponent = 10
const lowScaleAtFirst = 32
const highScaleAtFirst = 8
/** What a band holds: 15 bits. */
const bandMin = -16_384
const bandMax = 16_383

/** One band on one side: everything that the other side's band has to have learnt alike. */
type Band = {
  scaleLog: number
  scale: number
  /** What comes next, as far as the past tells, and the part of it that comes from the zeros. */
  predicted: number
  fromZeros: number
  pole1: number
  pole2: number
  /** The last two samples as both sides know them, and what of them the poles had to explain. */
  sample1: number
  partial1: number
  partial2: number
  readonly zeros: Int32Array
  /** The last six differences, newest first. */
  readonly differences: Int32Array
}

function newBand(scale: number): Band {
  return {
    ...{ scaleLog: 0, scale, predicted: 0, fromZeros: 0, pole1: 0, pole2: 0 },
    ...{ sample1: 0, partial1: 0, partial2: 0 },
    zeros: new Int32Array(6),
    differences: new Int32Array(6),
  }
}

const saturated = (value: number): number =>
  value > 32_767 ? 32_767 : value < -32_768 ? -32_768 : value

const inBand = (value: number): number =>
  value > bandMax ? bandMax : value < bandMin ? bandMin : value

/** Blocks 3L and 3H (§6.2.1.3): the scale grows with large codes and shrinks with small ones. */
function scaleOf(log: number, exponent: number): number {
  const power = powers[(log >> 6) & 31]!
  const down = exponent - (log >> 11)
  return (down < 0 ? power << -down : power >> down) << 2
}

/** Blocks 4L and 4H (§6.2.1.4): the predictor learns from one difference, and says what comes next. */
function learn(band: Band, difference: number): void {
  const sample = saturated(band.predicted + difference)
  const partial = saturated(band.fromZeros + difference)
  const like1 = (partial ^ band.partial1) >= 0
  const like2 = (partial ^ band.partial2) >= 0
  const pull = saturated(band.pole1 << 2)
  let pole2 = (Math.min(32_767, like1 ? -pull : pull) >> 7) + (like2 ? 128 : -128)
  pole2 += (band.pole2 * 32_512) >> 15
  pole2 = pole2 > 12_288 ? 12_288 : pole2 < -12_288 ? -12_288 : pole2
  const pole1 = (like1 ? 192 : -192) + ((band.pole1 * 32_640) >> 15)
  const pole1Max = 15_360 - pole2
  band.pole1 = pole1 > pole1Max ? pole1Max : pole1 < -pole1Max ? -pole1Max : pole1
  band.pole2 = pole2
  const fromPoles =
    ((band.pole1 * saturated(sample << 1)) >> 15) + ((pole2 * saturated(band.sample1 << 1)) >> 15)
  band.sample1 = sample
  band.partial2 = band.partial1
  band.partial1 = partial
  band.fromZeros = learnZeros(band, difference)
  band.predicted = saturated(saturated(fromPoles) + band.fromZeros)
}

function learnZeros({ zeros, differences }: Band, difference: number): number {
  const pull = difference === 0 ? 0 : 128
  let sum = 0
  for (let i = 5; i >= 0; i--) {
    const towards = (differences[i]! ^ difference) >= 0 ? pull : -pull
    const zero = saturated(((zeros[i]! * 32_640) >> 15) + towards)
    const newer = i === 0 ? difference : differences[i - 1]!
    zeros[i] = zero
    differences[i] = newer
    sum += (zero * saturated(newer << 1)) >> 15
  }
  return saturated(sum)
}

/** Learns from a code of the low band, as both sides do. */
function learnLow(band: Band, code: number): void {
  const four = code >> 2
  const difference = (band.scale * lowValues4[four]!) >> 15
  const log = ((band.scaleLog * 127) >> 7) + lowScaling[four]!
  band.scaleLog = log < 0 ? 0 : log > lowScaleLogMax ? lowScaleLogMax : log
  band.scale = scaleOf(band.scaleLog, lowExponent)
  learn(band, difference)
}

/** Learns from a code of the high band; returns the difference that it stands for. */
function learnHigh(band: Band, code: number): void {
  const difference = (band.scale * highValues[code]!) >> 15
  const log = ((band.scaleLog * 127) >> 7) + highScaling[code]!
  band.scaleLog = log < 0 ? 0 : log > highScaleLogMax ? highScaleLogMax : log
  band.scale = scaleOf(band.scaleLog, highExponent)
  learn(band, difference)
}

/** Block 1L (§6.2.1.1): the step that a difference lies in, and its code of six bits. */
function lowCode(band: Band, sample: number): number {
  const difference = saturated(sample - band.predicted)
  const size = difference < 0 ? ~difference : difference
  let below = 0
  let above = lowSteps.length
  while (below < above) {
    const middle = (below + above) >> 1
    if (size < (lowSteps[middle]! * band.scale) >> 12) above = middle
    else below = middle + 1
  }
  if (difference >= 0) return 61 - below
  return below < 2 ? 63 - below : 33 - below
}

/** Block 1H: two bits. */
function highCode(band: Band, sample: number): number {
  const difference = saturated(sample - band.predicted)
  const size = difference < 0 ? ~difference : difference
  const far = size >= (highStep * band.scale) >> 12
  return (difference < 0 ? 0 : 2) + (far ? 0 : 1)
}

/** Somebody's voice on its way out. Knows what went before, so each listener needs their own. */
export type G722Encoder = {
  /** Packs one frame into `to`, from index `at` on; a narrow one has nothing in its high band. */
  encode(frame: Frame, to: Uint8Array, at: number): void
  /** What went before, for an encoder that goes on elsewhere. */
  readonly bands: Bands
}

export type Bands = { readonly low: Band; readonly high: Band }

export function g722Encoder(
  bands: Bands = { low: newBand(lowScaleAtFirst), high: newBand(highScaleAtFirst) },
): G722Encoder {
  const { low, high } = bands
  return {
    bands,
    encode(frame, to, at) {
      const wide = frame.length > samplesPerFrame
      for (let i = 0; i < samplesPerFrame; i++) {
        const lowBits = lowCode(low, frame[i]! >> 1)
        const highBits = highCode(high, wide ? frame[samplesPerFrame + i]! >> 1 : 0)
        learnLow(low, lowBits)
        learnHigh(high, highBits)
        to[at + i] = (highBits << 6) | lowBits
      }
    },
  }
}

/**
 * Somebody's voice on its way in. Every byte counts for those after it, so they come in order. Those that never come are left
 * out: both sides forget what they do not share within some milliseconds (to learn from what was put in the place of a gap
 * instead was tried, and came back no nearer).
 */
export type G722Decoder = {
  /** Unpacks the bytes `codes[from…to)` into both bands of a wide frame. */
  decode(codes: ArrayLike<number>, into: Frame, from: number, to: number): void
}

export function g722Decoder(): G722Decoder {
  const low = newBand(lowScaleAtFirst)
  const high = newBand(highScaleAtFirst)
  return {
    decode(codes, into, from, to) {
      for (let i = from; i < to; i++) {
        const lowBits = codes[i]! & 0x3f
        const highBits = codes[i]! >> 6
        const lowSample = inBand(low.predicted + ((low.scale * lowValues6[lowBits]!) >> 15))
        const highSample = inBand(high.predicted + ((high.scale * highValues[highBits]!) >> 15))
        into[i] = lowSample << 1
        into[samplesPerFrame + i] = highSample << 1
        learnLow(low, lowBits)
        learnHigh(high, highBits)
      }
    },
  }
}
