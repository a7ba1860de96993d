import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { ChildProcess } from 'node:child_process'
import { z } from 'zod'
import type { Variables } from '../settings.ts'
import type { StopWords } from './stop-words.ts'

/** A process to keep alive: a file for Node, its words, and its environment. */
export type ChildWish = {
  readonly name: string
  readonly file: string
  readonly words: readonly string[]
  readonly env: Variables
  /** What its Node is started with, besides what ours was. */
  readonly nodeOptions?: readonly string[]
}

/** What a child reports by `process.send` once it does its work. */
export const readyMessage = z.object({ ready: z.record(z.string(), z.string()) })
export type Ready = z.infer<typeof readyMessage>['ready']

export type Supervisor = {
  /** What each child reported, by name. Resolves when all have been ready once; rejects when one cannot start. */
  readonly allReady: Promise<Readonly<Record<string, Ready>>>
  /** Process id of a child that is running now. */
  pid(name: string): number | undefined
  /**
   * Asks one child to finish what it does (SIGTERM), then to hurry (SIGINT); resolves when it has gone, or at `now`. Others
   * are kept alive meanwhile. Does nothing when there is none of that name.
   */
  drain(name: string, words: Pick<StopWords, 'hurry' | 'now'>): Promise<void>
  /** Asks every child to stop, and resolves when all are gone. Who needs longer than `stopMaxMs` is killed. */
  stop(): Promise<void>
  /** Ends every child at once. */
  kill(): void
}

/** A child could not start the first time: wrong settings, a port in use. It has said why itself. */
export class ChildFailed extends Error {
  override readonly name = 'ChildFailed'
}

export type SupervisorLog = { warn(fields: object, message: string): void }

/** Waits before a restart. One that keeps dying costs little; one that died once is back at once. */
const restartsMs = [50, 200, 500, 1000, 2000] as const
/** Up for this long: the past is forgotten. */
const steadyMs = 30_000
const stopMaxMs = 15_000

/**
 * Keeps processes alive, each on its own: what happens to one never touches another.
 *
 *                       ┌────────── dies ◀──────────┐
 *                       ▼                           │
 *   fork ─▶ starting ─▶ (wait) ─▶ starting ─ready─▶ up ──stop()──▶ gone
 *              │ first time, exit code 1
 *              └──────────▶ ChildFailed: the settings are wrong, trying again would not help
 *
 * The IPC channel is the leash: a child stops when it ends, so nobody outlives a supervisor that was killed.
 */
export function supervise(wishes: readonly ChildWish[], log: SupervisorLog): Supervisor {
  const all = Promise.withResolvers<Readonly<Record<string, Ready>>>()
  const reports: Record<string, Ready> = {}
  const children = wishes.map((wish) =>
    keep(wish, {
      log,
      ready(report) {
        reports[wish.name] = report
        if (Object.keys(reports).length === wishes.length) all.resolve(reports)
      },
      failed: all.reject,
    }),
  )
  return {
    allReady: all.promise,
    pid: (name) => children[wishes.findIndex((wish) => wish.name === name)]?.pid(),
    drain: async (name, words) => {
      await children[wishes.findIndex((wish) => wish.name === name)]?.drain(words)
    },
    stop: async () => {
      await Promise.all(children.map((child) => child.stop()))
    },
    kill: () => {
      for (const child of children) child.kill()
    },
  }
}

type Kept = {
  pid(): number | undefined
  drain(words: Pick<StopWords, 'hurry' | 'now'>): Promise<void>
  stop(): Promise<void>
  kill(): void
}
type Keeper = {
  readonly log: SupervisorLog
  ready(report: Ready): void
  failed(error: ChildFailed): void
}

function keep(wish: ChildWish, keeper: Keeper): Kept {
  const gone = Promise.withResolvers<undefined>()
  let child: ChildProcess | undefined
  let waiting: NodeJS.Timeout | undefined
  let stopping = false
  let everReady = false
  let deaths = 0

  const start = () => {
    const startedAt = performance.now()
    child = fork(wish.file, wish.words, {
      env: wish.env,
      execArgv: [...process.execArgv, ...(wish.nodeOptions ?? [])],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    child.on('message', (message) => {
      const report = readyMessage.safeParse(message)
      if (!report.success) return
      everReady = true
      keeper.ready(report.data.ready)
    })
    child.once('exit', (code, signal) => {
      child = undefined
      if (stopping) gone.resolve(undefined)
      else if (code === 1 && !everReady) keeper.failed(new ChildFailed(wish.name))
      else again(performance.now() - startedAt, { code, signal })
    })
  }

  const again = (upMs: number, how: object) => {
    deaths = upMs > steadyMs ? 0 : deaths
    const restartMs = restartsMs[Math.min(deaths, restartsMs.length - 1)] ?? 0
    deaths += 1
    keeper.log.warn({ child: wish.name, ...how, restartMs }, 'a process ended and is started again')
    waiting = setTimeout(start, restartMs)
  }

  start()
  return {
    pid: () => child?.pid,
    kill: () => {
      stopping = true
      child?.kill('SIGKILL')
    },
    async drain({ hurry, now }) {
      if (now.aborted) return
      stopping = true
      clearTimeout(waiting)
      const hurried = () => child?.kill('SIGINT')
      if (hurry.aborted) hurried()
      else child?.kill('SIGTERM')
      hurry.addEventListener('abort', hurried, { once: true })
      if (child !== undefined) await Promise.race([gone.promise, once(now, 'abort')])
    },
    async stop() {
      stopping = true
      clearTimeout(waiting)
      if (child === undefined) return
      if (child.connected) child.disconnect()
      const tooLong = setTimeout(() => child?.kill('SIGKILL'), stopMaxMs)
      await gone.promise
      clearTimeout(tooLong)
    },
  }
}
