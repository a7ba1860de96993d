import pino from 'pino'
import type { Logger } from 'pino'
import { prettyFactory } from 'pino-pretty'
import { scrub } from './scrub.ts'

export type LogSettings = {
  readonly level: 'debug' | 'info' | 'warn' | 'error'
  readonly format: 'json' | 'pretty'
}

/** Where finished lines go: standard output in life, a list in tests. */
export type LineSink = { write(line: string): void }

/**
 * The log of one process. Every line passes the scrubber, whoever wrote it.
 * No `pid` and `hostname`: whoever collects the lines knows them, and a long pid looks like a PIN.
 */
export function openLog(settings: LogSettings, process: string, to: LineSink): Logger {
  const dress = settings.format === 'pretty' ? prettyFactory({ ignore: 'process' }) : undefined
  return pino(
    {
      level: settings.level,
      base: { process },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    {
      write(line: string) {
        const clean = scrub(line)
        to.write(dress?.(clean) ?? clean)
      },
    },
  )
}
