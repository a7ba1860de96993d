/** Where a bug is, for the log. */
export function stackOf(bug: unknown): string {
  return (bug instanceof Error ? bug.stack : undefined) ?? String(bug)
}
