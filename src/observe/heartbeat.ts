import type { After, Announce } from '../conference/ports.ts'

/*
 * A dead-man's switch: somebody elsewhere hears from us every minute, and complains when they do not. So the one alarm
 * that we cannot send ourselves, that nothing of us is left, is sent as well.
 *
 *   all alive ──▶ fetched      something is not ──▶ not fetched: they complain      dead ──▶ not fetched: they complain
 */

export type HeartbeatParts = {
  readonly url: URL
  /** Everything that must live; each resolves when it does, else rejects. */
  readonly mustLive: readonly (() => Promise<void>)[]
  readonly after: After
  readonly announce: Announce
  readonly fetch?: typeof fetch
}

export const beatEveryMs = 60_000
const answerMaxMs = 10_000

export function keepBeating(parts: HeartbeatParts): AsyncDisposable {
  let stopped = false
  let callOff: () => void = () => undefined
  function next(): void {
    if (!stopped)
      callOff = parts.after(beatEveryMs, () => {
        running = beat(parts).then(next)
      })
  }
  let running = beat(parts).then(next)
  return {
    async [Symbol.asyncDispose]() {
      stopped = true
      callOff()
      await running
    },
  }
}

/** Once: nothing when something does not live. */
export async function beat({
  url,
  mustLive,
  announce,
  fetch: ask = fetch,
}: HeartbeatParts): Promise<void> {
  const lives = await Promise.allSettled(mustLive.map((one) => one()))
  if (lives.some(({ status }) => status === 'rejected')) return
  try {
    const answer = await ask(url, { redirect: 'error', signal: AbortSignal.timeout(answerMaxMs) })
    await answer.body?.cancel()
    if (!answer.ok) announce({ event: 'heartbeat.failed', why: String(answer.status) })
  } catch (error) {
    announce({ event: 'heartbeat.failed', why: codeOf(error) })
  }
}

/** A word like `ECONNREFUSED`; the message itself may hold the address, which is a secret. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : undefined
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  return typeof code === 'string' ? code : 'no answer'
}
