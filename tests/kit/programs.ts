import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * The full name of a program from Debian.
 * @throws Error saying which package brings it, so that a suite without it fails with something to do
 */
export function program(name: string, debianPackage: string): string {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    try {
      const file = join(folder, name)
      accessSync(file, constants.X_OK)
      return file
    } catch {
      continue
    }
  }
  throw new Error(`${name} is missing: apt-get install -y --no-install-recommends ${debianPackage}`)
}
