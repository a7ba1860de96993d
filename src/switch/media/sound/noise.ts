import { samplesPerFrame, type Frame } from '../frame.ts'
import { share } from '../codec/packing.ts'

/** Loudest sample: about -65 dBFS in all, where A-law can only just say anything but silence. */
const samplePeak = 20
/** Two seconds, then again: longer than an ear finds the seam. */
const framesMax = 100

/**
 * The breath of an open line. Complete silence on a telephone means that the call is gone, and people hang up; so where
 * nobody speaks there is a little noise, below everything that anybody says. It is ordinary sound, which every telephone
 * understands, and not the comfort noise that packets of their own would describe.
 */
const breath: readonly Frame[] = Array.from({ length: framesMax }, makeFrame)

/** Of the frames of comfort noise that follow one another for ever, the nth: packed once for all lines. Never write into it. */
export function comfortNoise(n: number): Frame {
  return breath[n % framesMax]!
}

/** Each frame has its own seed, so that the noise is the same after every start. */
function makeFrame(_: unknown, seed: number): Frame {
  let state = (seed + 1) * 0x9e3779b1
  const frame = Int16Array.from({ length: samplesPerFrame }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0 // Numerical Recipes' generator
    return Math.round((state / 2 ** 31 - 1) * samplePeak)
  })
  share(frame)
  return frame
}
