import type { Logger } from 'pino'
import { openLog } from '../observe/log.ts'
import { standardOutput } from '../observe/standard-output.ts'
import type { Settings } from '../settings.ts'
import { stopWords, type StopWords } from './stop-words.ts'
import type { Ready } from './supervisor.ts'

/** Something that runs until it is disposed of, and what it tells its supervisor. */
export type Served = AsyncDisposable & {
  readonly ready: Ready
  /** Lets what goes on end by itself, before it is disposed of; as quickly as the words say. */
  readonly finish?: (words: StopWords) => Promise<void>
}

/** What still lingers after a clean stop (an idle connection to somewhere) is cut after this. */
const lingerMaxMs = 500

/**
 * The life of a process that serves: start, tell that it is ready, wait for the word, finish, stop.
 * The word is SIGTERM, SIGINT, or the end of the supervisor (stop-words.ts).
 */
export async function serve(
  settings: Settings,
  name: 'app' | 'switch',
  start: (log: Logger) => Promise<Served>,
  { patient = false } = {},
): Promise<number> {
  const output = standardOutput()
  const log = openLog(settings.log, name, output)
  watchForFaults(log)
  const words = stopWords(patient)
  try {
    await using served = await start(log)
    log.info({}, `${name} ready`)
    await output.flush()
    // A supervisor that has gone meanwhile needs no word; that it has, ends us below.
    if (process.connected) process.send?.({ ready: served.ready })
    await words.told
    await served.finish?.(words)
    log.info({}, `${name} stopping`)
  } finally {
    await output.flush()
    if (process.connected) process.disconnect()
    setTimeout(() => process.exit(), lingerMaxMs).unref()
  }
  return 0
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
