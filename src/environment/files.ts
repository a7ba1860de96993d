import { readFileSync } from 'node:fs'
import { trunkFileNames } from './trunks.ts'

/**
 * Drops empty values, as compose files leave them, and reads what is given as files.
 * @param fileNames settings that may come from files, beside those of trunks
 */
export function withFiles(
  given: Readonly<Record<string, string | undefined>>,
  fileNames: readonly string[],
  mistakes: string[],
): Record<string, string> {
  const present = Object.fromEntries(
    Object.entries(given).filter((entry): entry is [string, string] => (entry[1] ?? '') !== ''),
  )
  for (const name of [...fileNames, ...trunkFileNames(present)]) {
    const file = present[`${name}_FILE`]
    if (file === undefined) continue
    if (present[name] !== undefined)
      mistakes.push(`${name} and ${name}_FILE are both set: use one of them.`)
    try {
      present[name] ??= readFileSync(file, 'utf8').trim()
    } catch (error) {
      mistakes.push(`${name}_FILE names ${file}, which cannot be read (${reason(error)}).`)
    }
  }
  return present
}

const reason = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error)
