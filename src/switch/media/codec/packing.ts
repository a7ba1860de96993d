import { samplesPerFrame, type Frame } from '../frame.ts'
import { encode, laws, type LawName } from './g711.ts'

type Packed = {
  readonly bytes: Record<LawName, Uint8Array>
  readonly fresh: Record<LawName, boolean>
}

const shared = new WeakMap<Frame, Packed>()

/**
 * Says that `frame`, as it is now, will be heard by many: each law then packs it once, however many lines speak it.
 * Say it again whenever its samples have changed; a frame nobody said this of is packed each time.
 */
export function share(frame: Frame): void {
  const known = shared.get(frame)
  if (known) {
    known.fresh.PCMA = false
    known.fresh.PCMU = false
    return
  }
  shared.set(frame, {
    bytes: { PCMA: new Uint8Array(samplesPerFrame), PCMU: new Uint8Array(samplesPerFrame) },
    fresh: { PCMA: false, PCMU: false },
  })
}

/** Packs the low band of a frame into `to`, from index `at` on. */
export function pack(frame: Frame, codec: LawName, to: Uint8Array, at: number): void {
  const packed = shared.get(frame)
  if (!packed) {
    encode(laws[codec], frame, to, at, samplesPerFrame)
    return
  }
  if (!packed.fresh[codec]) {
    encode(laws[codec], frame, packed.bytes[codec], 0, samplesPerFrame)
    packed.fresh[codec] = true
  }
  to.set(packed.bytes[codec], at)
}

/** Twenty milliseconds of nothing, packed once for all. Never write into it. */
export const silentFrame: Frame = new Int16Array(samplesPerFrame)
share(silentFrame)
