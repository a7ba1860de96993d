import { hkdfSync, randomBytes } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** What this installation alone knows. Never logged; kept outside the database, so that a stolen copy of it holds no PINs. */
export type Secrets = {
  /** Of the account on the built-in switch, in Twilio's form. */
  readonly accountSid: string
  readonly authToken: string
  /**
   * A key of 32 bytes for one purpose (TRUST S-91). Keys of different labels tell nothing about one another.
   * A label never changes its meaning; a new purpose, or a new generation, takes a new label.
   */
  readonly key: (label: KeyLabel) => Buffer
}
export type KeyLabel =
  | 'pin 1'
  | 'webhook step 1'
  | 'outage meetings 1'
  | 'forms 1'
  | 'staff forms 1'
  | 'staff second factor 1'
  | 'staff board 1'
  | 'test call 1'
  | 'calls up 1'

/** The file of secrets cannot be used; the message tells the operator what to do. */
export class SecretsUnusable extends Error {
  override readonly name = 'SecretsUnusable'
}

const fileForm = z.strictObject({
  version: z.literal(1),
  accountSid: z.string().regex(/^AC[0-9a-f]{32}$/),
  authToken: z.string().regex(/^[0-9a-f]{32}$/),
  rootKey: z.string().regex(/^[0-9a-f]{64}$/),
})

/**
 * Reads `<dataDir>/secrets.json`, after making it if there is none. Two processes that start at the same time get the same secrets.
 * @throws SecretsUnusable when the file cannot be read, is broken, or is open to other users of the machine
 */
export function openSecrets(dataDir: string): Secrets {
  const file = join(dataDir, 'secrets.json')
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    if (statSync(file, { throwIfNoEntry: false }) === undefined) make(file)
  } catch (error) {
    throw new SecretsUnusable(`${file} cannot be made: ${reason(error)}.`)
  }
  return read(file)
}

function read(file: string): Secrets {
  return secretsOf(textOf(file), file)
}

/** The text of `<dataDir>/secrets.json`, for a backup; undefined when there is none. @throws SecretsUnusable */
export function secretsText(dataDir: string): string | undefined {
  const file = join(dataDir, 'secrets.json')
  return statSync(file, { throwIfNoEntry: false }) === undefined ? undefined : textOf(file)
}

/**
 * Puts secrets of a backup where they belong, if nothing is there; others are put aside first, when that is allowed.
 * @throws SecretsUnusable when there are others, or the text holds none
 */
export function putSecrets(dataDir: string, text: string, replace: boolean): void {
  const file = join(dataDir, 'secrets.json')
  secretsOf(text, file)
  const there = secretsText(dataDir)
  if (there === text) return
  if (there !== undefined) {
    if (!replace) {
      throw new SecretsUnusable(
        `${file} belongs to another installation. To put the backup in its place, add --replace.`,
      )
    }
    renameSync(file, `${file}.before-${new Date().toISOString().replace(/[:.]/g, '-')}`)
  }
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  makeFile(file, text)
}

function textOf(file: string): string {
  try {
    // Windows has no such modes; there the folder's own rights must do.
    const open = process.platform === 'win32' ? 0 : statSync(file).mode & 0o077
    if (open !== 0) {
      throw new SecretsUnusable(
        `${file} can be read by other users of this machine. Close it with: chmod 600 ${file}`,
      )
    }
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof SecretsUnusable) throw error
    throw new SecretsUnusable(`${file} cannot be read: ${reason(error)}.`)
  }
}

/** @throws SecretsUnusable when the text holds none */
export function secretsOf(text: string, file = 'secrets.json'): Secrets {
  const found = fileForm.safeParse(asJson(text))
  if (!found.success) {
    throw new SecretsUnusable(
      `${file} is damaged. Put it back from a backup: without it the stored PINs cannot be read.`,
    )
  }
  const { accountSid, authToken, rootKey } = found.data
  const root = Buffer.from(rootKey, 'hex')
  return {
    accountSid,
    authToken,
    key: (label) => Buffer.from(hkdfSync('sha256', root, '', `rundruf ${label}`, 32)),
  }
}

/**
 * Written whole under another name and then linked into place: nobody ever reads half a file, and the
 * first of two makers wins because a link, unlike a rename, does not replace.
 */
function make(file: string): void {
  const content: z.infer<typeof fileForm> = {
    version: 1,
    accountSid: `AC${randomBytes(16).toString('hex')}`,
    authToken: randomBytes(16).toString('hex'),
    rootKey: randomBytes(32).toString('hex'),
  }
  makeFile(file, `${JSON.stringify(content, undefined, 2)}\n`)
}

function makeFile(file: string, text: string): void {
  const draft = `${file}.${String(process.pid)}.${randomBytes(4).toString('hex')}`
  const opened = openSync(draft, 'wx', 0o600)
  try {
    writeSync(opened, text)
    fsyncSync(opened)
    linkSync(draft, file)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    closeSync(opened)
    rmSync(draft)
  }
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'this user may not',
  EPERM: 'this user may not',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of the path is not a folder',
  EISDIR: 'it is a folder',
}

function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
  return reasons[code] ?? code
}
