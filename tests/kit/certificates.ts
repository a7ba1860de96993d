import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '../fixtures/certificates')

/** One of the certificates for tests, or `key`, the key of all of them. */
export const certificate = (name: string): string => readFileSync(certificateFile(name), 'utf8')

/** The same for programs that read files. */
export const certificateFile = (name: string): string => join(folder, `${name}.pem`)
