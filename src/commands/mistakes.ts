import { SecretsUnusable } from '../secrets.ts'
import { SettingsMistaken } from '../settings.ts'

/**
 * Whether the operator can put this right, and the sentences that say how. Undefined for a fault of the program:
 * that one keeps its stack.
 */
export function sentencesFor(error: unknown): readonly string[] | undefined {
  if (error instanceof SettingsMistaken) {
    const mistakes = error.mistakes.map((mistake) => `  ${mistake}`)
    return ['Rundruf cannot start with these settings:', ...mistakes]
  }
  if (isPromptsMistaken(error)) {
    const mistakes = error.message.split('\n').map((mistake) => `  ${mistake}`)
    return ['Rundruf cannot start with these prompts:', ...mistakes]
  }
  if (isBackupUnusable(error)) return [error.message]
  if (error instanceof SecretsUnusable || isWrongDatabase(error)) {
    return [`Rundruf cannot start: ${error.message}`]
  }
  if (!isSystemError(error)) return undefined
  const reason = systemReasons[error.code]
  return reason === undefined ? undefined : [`Rundruf cannot start: ${subject(error)} ${reason}`]
}

/** By its name, too. */
const isBackupUnusable = (error: unknown): error is Error =>
  error instanceof Error && error.name === 'BackupUnusable'

/** By its name, so that `rundruf help` need not load a database. */
const isWrongDatabase = (error: unknown): error is Error =>
  error instanceof Error && error.name === 'WrongDatabase'

/** By its name, too: the sentences callers hear are the telephone side's, and not every command has one. */
const isPromptsMistaken = (error: unknown): error is Error =>
  error instanceof Error && error.name === 'PromptsMistaken'

/** What the system refused, for whoever has to put it right. */
const systemReasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is used by another program. Stop that one, or choose another port in the settings.',
  EADDRNOTAVAIL: 'is not an address of this machine.',
  EACCES: 'is not allowed for this user.',
  ENOTFOUND: 'is not known.',
}

type SystemError = Error & { code: string; syscall?: string; address?: string; port?: number }

const isSystemError = (error: unknown): error is SystemError =>
  error instanceof Error && 'code' in error && typeof error.code === 'string'

function subject({ address, port, message }: SystemError): string {
  if (address === undefined) return message
  return port === undefined ? address : `port ${port} of ${address}`
}
