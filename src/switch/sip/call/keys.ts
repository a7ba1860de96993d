/** Signals with a number of their own in application/dtmf-relay, as some gateways write them. */
const numbered: ReadonlyMap<string, string> = new Map([
  ['10', '*'],
  ['11', '#'],
])
const keyCharacters = '0123456789*#ABCD'

/** Bodies of INFO in which a key can be. */
export const keyTypes: ReadonlySet<string> = new Set(['application/dtmf-relay', 'application/dtmf'])

/**
 * The key in the body of an INFO: `Signal=5` with `Duration=160` below, or the bare `5`.
 * Undefined for signals that are no keys, like the hook flash.
 */
export function readKey(contentType: string, body: string): string | undefined {
  const signal =
    contentType === 'application/dtmf' ? body.split('\n', 1)[0]!.trim() : readSignal(body)
  const key = numbered.get(signal) ?? signal.toUpperCase()
  return key.length === 1 && keyCharacters.includes(key) ? key : undefined
}

function readSignal(body: string): string {
  for (const line of body.split('\n')) {
    const equals = line.indexOf('=')
    const name = line.slice(0, Math.max(0, equals)).trim().toLowerCase()
    if (name === 'signal') return line.slice(equals + 1).trim()
  }
  return ''
}
