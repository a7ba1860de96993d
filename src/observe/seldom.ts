import type { Clock } from '../conference/ports.ts'

/** Asks something that is costly now and then, and repeats its last answer in between. What failed is asked again sooner. */
export function seldom<T>(
  ask: () => Promise<T>,
  clock: Clock,
  { everyMs, againMs }: { readonly everyMs: number; readonly againMs: number },
): () => Promise<T | undefined> {
  let last:
    { readonly at: number; readonly answer: T | undefined; readonly failed: boolean } | undefined
  return async () => {
    const at = clock()
    const waitMs = last?.failed === true ? againMs : everyMs
    if (last !== undefined && Math.abs(at - last.at) < waitMs) return last.answer
    try {
      last = { at, answer: await ask(), failed: false }
    } catch {
      last = { at, answer: undefined, failed: true }
    }
    return last.answer
  }
}
