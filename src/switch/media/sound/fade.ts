import { samplesPerFrame, type Frame } from '../frame.ts'

/** A frame that comes up from nothing (`from` 0), or goes down to it (1), each of its bands without a step. */
export function fade(frame: Frame, into: Frame, from: 0 | 1): void {
  const step = (1 - 2 * from) / samplesPerFrame
  for (let band = 0; band < frame.length; band += samplesPerFrame) {
    for (let i = 0; i < samplesPerFrame; i++) {
      into[band + i] = (frame[band + i]! * (from + step * (i + 1))) | 0
    }
  }
}
