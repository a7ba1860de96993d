/** The three methods of a logger that the switch uses; pino fits. Numbers and keys never go in here. */
export type Log = {
  info(fields: Readonly<Record<string, unknown>>, message: string): void
  warn(fields: Readonly<Record<string, unknown>>, message: string): void
  error(fields: Readonly<Record<string, unknown>>, message: string): void
}

/** Where a bug is, for the log. */
export function stackOf(bug: unknown): string {
  return (bug instanceof Error ? bug.stack : undefined) ?? String(bug)
}
