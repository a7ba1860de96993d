import pino from 'pino'
import type { LineSink } from './log.ts'

/** Characters that may wait for a slow reader: about a thousand lines. One more line is dropped and counted. */
const waitingMax = 256 * 1024
/** Nobody waits longer than this for a reader that has stopped. */
const flushMaxMs = 500

export type StandardOutput = LineSink & {
  /** Lines dropped since the start because nobody read them. */
  readonly dropped: number
  /** Resolves when everything said so far is out, or when it is clear that nobody reads. */
  flush(): Promise<void>
}

/**
 * Standard output that never makes a call wait (TRUST R-39). Writing is asynchronous: a reader that has stopped
 * fills the buffer, then lines are dropped; the first line that fits again is preceded by one that says how many.
 * A reader that has gone away ends the log, not the process.
 */
export function standardOutput(file: number | string = 1): StandardOutput {
  const out = pino.destination({ dest: file, sync: false, maxLength: waitingMax })
  let dropped = 0
  let told = 0
  let waiting = false
  let gone = false
  out.on('drop', () => dropped++)
  out.on('drain', () => {
    waiting = false
  })
  out.on('error', () => {
    gone = true
  })
  const write = (line: string) => {
    if (gone) return
    waiting = true
    out.write(line)
  }
  return {
    get dropped() {
      return dropped
    },
    write(line) {
      const before = dropped
      if (before > told) {
        write(
          `{"level":"warn","dropped":${before},"msg":"log lines dropped: nobody was reading"}\n`,
        )
        if (dropped === before) told = before
        else dropped = before // the notice itself does not count
      }
      write(line)
    },
    flush: () =>
      new Promise((resolve) => {
        if (!waiting || gone) {
          resolve()
          return
        }
        const done = () => {
          clearTimeout(tooLong)
          resolve()
        }
        const tooLong = setTimeout(done, flushMaxMs)
        out.once('drain', done)
        out.once('error', done)
      }),
  }
}
