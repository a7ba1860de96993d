import pino from 'pino'
import type { LineSink } from './log.ts'

/** Characters that may wait for a slow reader: about a thousand lines. One more line is dropped and counted. */
const waitingMax = 256 * 1024

export type StandardOutput = LineSink & {
  /** Lines dropped since the start because nobody read them. */
  readonly dropped: number
  /** Resolves when everything said so far is out, or when it cannot get out. */
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
  let gone = false
  out.on('drop', () => dropped++)
  out.on('error', () => {
    gone = true
  })
  const write = (line: string) => {
    if (!gone) out.write(line)
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
      new Promise((done) => {
        if (gone) done()
        else {
          out.once('error', () => {
            done()
          })
          out.flush(() => {
            done()
          })
        }
      }),
  }
}
