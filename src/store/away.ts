/*
 * Faults of the database itself: away, taken by somebody else, full, broken. Whatever is asked then, the answer is the
 * same, so it is not the question's fault; everything else is a mistake of the program.
 */

/** SQLite's result codes: busy, locked, out of memory, read-only, input and output, corrupt, full, cannot open. */
const sqliteCodes: ReadonlySet<number> = new Set([5, 6, 7, 8, 10, 11, 13, 14])

/** SQLSTATE: connection, read-only, resources, system, intervention by the operator, and who gave up waiting for others. */
const postgresCodes = /^(?:08|25006|53|57|58|55P03|40001|40P01)/

/** What Node and the driver of Postgres say of a connection that cannot be made, or is no more. */
const wireCodes = /^(?:ECONN|ENOTFOUND|EAI_AGAIN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)/
const wireWords =
  /^(?:Connection terminated|Client has encountered|timeout exceeded when trying|Query read timeout|terminating)/

export function isAway(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false
  if ('errcode' in error) return sqliteCodes.has(Number(error.errcode) & 0xff)
  const code = 'code' in error ? String(error.code) : ''
  if (postgresCodes.test(code) || wireCodes.test(code)) return true
  if ('message' in error && wireWords.test(String(error.message))) return true
  return error instanceof AggregateError && error.errors.some(isAway)
}
