import type { Logger } from 'pino'
import { openLog } from '../observe/log.ts'
import { standardOutput } from '../observe/standard-output.ts'
import type { Settings } from '../settings.ts'
import type { Ready } from './supervisor.ts'

/** Something that runs until it is disposed of, and what it tells its supervisor. */
export type Served = AsyncDisposable & { readonly ready: Ready }

/** A second SIGINT this soon is the same press: npm passes on what the terminal has already sent to everybody. */
const samePressMs = 300
/** What still lingers after a clean stop (an idle connection to somewhere) is cut after this. */
const lingerMaxMs = 500

/**
 * The life of a process that serves: start, tell that it is ready, wait for the word, stop.
 * The word is SIGTERM, SIGINT, or the end of the supervisor; a second signal ends it at once.
 */
export async function serve(
  settings: Settings,
  name: 'app' | 'switch',
  start: (log: Logger) => Promise<Served>,
): Promise<number> {
  const output = standardOutput()
  const log = openLog(settings.log, name, output)
  watchForFaults(log)
  const told = stopWord()
  try {
    await using served = await start(log)
    log.info({}, `${name} ready`)
    await output.flush()
    // A supervisor that has gone meanwhile needs no word; that it has, ends us below.
    if (process.connected) process.send?.({ ready: served.ready })
    await told
    log.info({}, `${name} stopping`)
  } finally {
    await output.flush()
    if (process.connected) process.disconnect()
    setTimeout(() => process.exit(), lingerMaxMs).unref()
  }
  return 0
}

/** Resolves at the first word to stop; the next one ends the process. */
export function stopWord(atOnce: () => void = () => process.exit(1)): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  let firstAt: number | undefined
  const signalled = (signal: NodeJS.Signals) => {
    const now = performance.now()
    if (firstAt === undefined) {
      firstAt = now
      resolve(undefined)
    } else if (signal !== 'SIGINT' || now - firstAt > samePressMs) atOnce()
  }
  process.on('SIGTERM', signalled)
  process.on('SIGINT', signalled)
  // The supervisor may have gone before we got here; then there is no event any more.
  if (process.send !== undefined && !process.connected) resolve(undefined)
  process.once('disconnect', () => {
    resolve(undefined)
  })
  return promise
}

/** EX_SOFTWARE of sysexits: a fault in the program itself. */
const faultExitCode = 70
/** Time for the line that says so to reach the log. */
const faultWrittenMs = 100

/**
 * Faults of the program go through the log, where they are scrubbed, never raw to standard error. A rejection
 * nobody waited for is logged and lived with: it must not end calls that have nothing to do with it.
 */
function watchForFaults(log: Logger): void {
  process.on('unhandledRejection', (error) => {
    log.error({ err: error }, 'a fault in the program: unhandled rejection')
  })
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'a fault in the program: this process ends')
    setTimeout(() => process.exit(faultExitCode), faultWrittenMs)
  })
}
