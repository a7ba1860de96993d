import { Router } from 'express'
import type { Log } from './announce.ts'

/** Something the app cannot work without; resolves when it is there, else rejects. */
export type Check = () => Promise<void>

export type HealthParts = {
  readonly checks: Readonly<Record<string, Check>>
  /** Monotonic, ms. */
  readonly now: () => number
  readonly log: Pick<Log, 'warn'>
}

/** A check that has not answered by then has failed. */
const checkMaxMs = 3000
/** An answer is good for this long, so that nobody can make us ask the carrier all day. */
const freshMs = 2000

/**
 * `GET /healthz`: the process is alive. `GET /readyz`: everything it needs is there; 503 names what is not.
 * The reasons go to the log only: they may hold addresses.
 */
export function healthRoutes({ checks, now, log }: HealthParts): Router {
  let last: { readonly at: number; readonly answer: Promise<Answer> } | undefined
  return Router()
    .get('/healthz', (_request, response) => {
      response.set('Cache-Control', 'no-store').json({ status: 'alive' })
    })
    .get('/readyz', async (_request, response) => {
      if (last === undefined || now() - last.at > freshMs)
        last = { at: now(), answer: ask(checks, log) }
      const answer = await last.answer
      const ready = Object.values(answer).every((state) => state === 'ok')
      response
        .status(ready ? 200 : 503)
        .set('Cache-Control', 'no-store')
        .json({ status: ready ? 'ready' : 'not ready', ...answer })
    })
}

type Answer = Readonly<Record<string, 'ok' | 'failed'>>

async function ask(checks: HealthParts['checks'], log: HealthParts['log']): Promise<Answer> {
  const states = await Promise.all(
    Object.entries(checks).map(
      async ([name, check]) => [name, await passes(name, check, log)] as const,
    ),
  )
  return Object.fromEntries(states)
}

async function passes(
  name: string,
  check: Check,
  log: HealthParts['log'],
): Promise<'ok' | 'failed'> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    reject(new Error('no answer in time'))
  }, checkMaxMs)
  try {
    await Promise.race([check(), tooLate])
    return 'ok'
  } catch (error) {
    log.warn({ err: error, check: name }, 'a readiness check failed')
    return 'failed'
  } finally {
    clearTimeout(timer)
  }
}
