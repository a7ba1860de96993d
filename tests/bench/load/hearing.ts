import { laws } from '../../../src/switch/media/codec/g711.ts'
import { rtpHeaderBytes } from '../../../src/switch/media/wire/rtp.ts'

/** What one caller has heard: when the first word came, and since `watch()` how evenly it goes on. */
export type Heard = {
  /** From the INVITE, and from the 200, to the first packet that is no silence; undefined before. */
  readonly firstWord: { readonly fromInviteMs: number; readonly fromAnswerMs: number } | undefined
  readonly packets: number
  /** Packets of the switch's own numbering that never came. */
  readonly missing: number
  readonly longestGapMs: number
  /** The longest time without a loud packet. */
  readonly longestQuietMs: number
  watch(): void
}

/** Speech and hums are far above it, the breath of an open line below (-65 dBFS). */
const loudSample = 500

export function hearing(): Heard & { packet(bytes: Buffer): void; answered(): void } {
  const invitedMs = performance.now()
  let answeredMs = NaN
  let firstWord: Heard['firstWord']
  let packets = 0
  let first = -1
  let last = -1
  let lastMs = NaN
  let lastLoudMs = NaN
  let longestGapMs = 0
  let longestQuietMs = 0
  const since = (ms: number) => (Number.isNaN(ms) ? 0 : performance.now() - ms)
  return {
    packet(bytes) {
      const now = performance.now()
      const sequence = bytes.readUInt16BE(2)
      if (first < 0) first = last = sequence
      else last += ((sequence - last) << 16) >> 16
      packets++
      longestGapMs = Math.max(longestGapMs, since(lastMs))
      lastMs = now
      if (!isLoud(bytes)) return
      longestQuietMs = Math.max(longestQuietMs, since(lastLoudMs))
      lastLoudMs = now
      firstWord ??= { fromInviteMs: now - invitedMs, fromAnswerMs: now - answeredMs }
    },
    answered() {
      answeredMs = performance.now()
    },
    watch() {
      const now = performance.now()
      packets = longestGapMs = longestQuietMs = 0
      first = last = -1
      lastMs = lastLoudMs = now
    },
    get firstWord() {
      return firstWord
    },
    get packets() {
      return packets
    },
    get missing() {
      return first < 0 ? 0 : last - first + 1 - packets
    },
    get longestGapMs() {
      return Math.max(longestGapMs, since(lastMs))
    },
    get longestQuietMs() {
      return Math.max(longestQuietMs, since(lastLoudMs))
    },
  }
}

function isLoud(bytes: Buffer): boolean {
  for (let at = rtpHeaderBytes; at < bytes.length; at += 4) {
    if (Math.abs(laws.PCMA.linear[bytes[at]!]!) > loudSample) return true
  }
  return false
}
