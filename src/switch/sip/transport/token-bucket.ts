/** New calls that one address may begin: a whole group dialling in at once, not a scanner. */
export const newCallsPerSecondMax = 50
export const newCallsBurstMax = 200
/** The same for all addresses that are no trunk's together: whoever has many still cannot keep the switch busy. */
export const newCallsOfAllPerSecondMax = 100
export const newCallsOfAllBurstMax = 400
/** Addresses remembered at once; the one heard longest ago is forgotten. */
const sourcesMax = 10_000

export type TokenBuckets = {
  /** Takes a token of that address; false when it has none left. */
  take(address: string, nowMs: number): boolean
}

/** A bucket for each address: `burst` at once, `perSecond` refilled, never more than `burst`. */
export function tokenBuckets(
  perSecond = newCallsPerSecondMax,
  burst = newCallsBurstMax,
): TokenBuckets {
  const buckets = new Map<string, { tokens: number; atMs: number }>()
  return {
    take(address, nowMs) {
      const bucket = buckets.get(address) ?? { tokens: burst, atMs: nowMs }
      bucket.tokens = Math.min(burst, bucket.tokens + ((nowMs - bucket.atMs) / 1000) * perSecond)
      bucket.atMs = nowMs
      buckets.delete(address)
      buckets.set(address, bucket)
      const oldest = buckets.size > sourcesMax ? buckets.keys().next().value : undefined
      if (oldest !== undefined) buckets.delete(oldest)
      if (bucket.tokens < 1) return false
      bucket.tokens--
      return true
    },
  }
}
