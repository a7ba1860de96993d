import {
  testAgainMs,
  testEveryMs,
  testLinesPercentMax,
  type TestOutcome,
} from '../conference/staff/test-call.ts'
import type { After, Announce } from '../conference/ports.ts'

export type TestCallParts = {
  /** Hangs up when the signal says so. */
  readonly call: (stop: AbortSignal) => Promise<TestOutcome>
  /** Lines in use by people, and how many there are. */
  readonly linesInUse: () => Promise<number>
  readonly capacity: number | undefined
  readonly after: After
  readonly announce: Announce
}

export type TestCalls = AsyncDisposable & {
  /** In a row, up to now; undefined before the first call. */
  readonly failed: () => number | undefined
}

/** Calls from time to time, as conference/staff/test-call.ts draws it. */
export function keepTestCalling(parts: TestCallParts): TestCalls {
  let failed: number | undefined
  const stopping = new AbortController()
  const { signal } = stopping
  let callOff: () => void = () => undefined

  async function round(): Promise<void> {
    const outcome = await test(parts, signal)
    // What is cut off says nothing.
    if (signal.aborted) return
    if (outcome?.is === 'passed') failed = 0
    if (outcome?.is === 'failed') failed = (failed ?? 0) + 1
    // Told when it counts, so that whoever hears of it finds it counted.
    if (outcome !== undefined) tell(parts.announce, outcome)
    next(outcome?.is === 'failed' ? testAgainMs : testEveryMs)
  }
  function next(ms: number): void {
    if (!signal.aborted)
      callOff = parts.after(ms, () => {
        running = round()
      })
  }
  let running = Promise.resolve()
  next(testEveryMs)
  return {
    failed: () => failed,
    async [Symbol.asyncDispose]() {
      stopping.abort()
      callOff()
      await running
    },
  }
}

/** Undefined when the lines are needed, or nobody can say. */
async function test(
  { call, linesInUse, capacity, announce }: TestCallParts,
  stop: AbortSignal,
): Promise<TestOutcome | undefined> {
  try {
    const inUse = await linesInUse()
    if (capacity !== undefined && inUse * 100 >= capacity * testLinesPercentMax) {
      announce({ event: 'test-call.skipped', inUse })
      return undefined
    }
  } catch {
    return undefined
  }
  return call(stop).catch(() => ({ is: 'failed', why: 'broken' }) as const)
}

function tell(announce: Announce, outcome: TestOutcome): void {
  if (outcome.is === 'passed') announce({ event: 'test-call.passed', seconds: outcome.seconds })
  else announce({ event: 'test-call.failed', why: outcome.why })
}
