/** Keeps the values used last, as long as they weigh no more than `weightMax` together. A value heavier than that is not kept. */
export type BoundedCache<Value> = {
  get(key: string): Value | undefined
  set(key: string, value: Value, weight: number): void
  readonly weight: number
}

export function boundedCache<Value>(weightMax: number): BoundedCache<Value> {
  const kept = new Map<string, { value: Value; weight: number }>()
  let total = 0
  function drop(key: string): void {
    total -= kept.get(key)?.weight ?? 0
    kept.delete(key)
  }
  return {
    get(key) {
      const entry = kept.get(key)
      if (!entry) return undefined
      kept.delete(key)
      kept.set(key, entry)
      return entry.value
    },
    set(key, value, weight) {
      drop(key)
      if (weight > weightMax) return
      kept.set(key, { value, weight })
      total += weight
      for (const oldest of kept.keys()) {
        if (total <= weightMax) break
        drop(oldest)
      }
    },
    get weight() {
      return total
    },
  }
}
