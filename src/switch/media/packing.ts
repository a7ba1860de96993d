import type { Codec } from '../sdp/agreed.ts'
import { samplesPerFrame, type Frame } from './frame.ts'
import { encode, laws } from './g711.ts'

type Packed = { readonly bytes: Record<Codec, Uint8Array>; readonly fresh: Record<Codec, boolean> }

const shared = new WeakMap<Frame, Packed>()

/**
 * Says that `frame`, as it is now, will be heard by many: each codec then packs it once, however many lines speak it.
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

/** Packs a frame into `to`, from index `at` on. */
export function pack(frame: Frame, codec: Codec, to: Uint8Array, at: number): void {
  const packed = shared.get(frame)
  if (!packed) {
    encode(laws[codec], frame, to, at)
    return
  }
  if (!packed.fresh[codec]) {
    encode(laws[codec], frame, packed.bytes[codec])
    packed.fresh[codec] = true
  }
  to.set(packed.bytes[codec], at)
}

/** Twenty milliseconds of nothing, packed once for all. Never write into it. */
export const silentFrame: Frame = new Int16Array(samplesPerFrame)
share(silentFrame)
