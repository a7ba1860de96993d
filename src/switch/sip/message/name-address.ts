import { parameterOf, readParameters } from './parameters.ts'
import { readQuoted, readToken, readUntil, skipBlanks } from './scan.ts'
import type { Cursor } from './scan.ts'
import { readUri } from './uri.ts'
import type { Uri } from './uri.ts'

/** Value of From, To, Contact, Route: `"Ada" <sip:ada@example.org>;tag=7`. */
export type NameAddress = {
  readonly uri: Uri
  readonly tag: string | undefined
}

/** Reads one name-addr or addr-spec with its parameters (RFC 3261 §20.10); undefined when malformed. */
export function readNameAddress(value: string): NameAddress | undefined {
  const cursor: Cursor = { text: value, at: 0 }
  skipBlanks(cursor)
  const uriText = skipDisplayName(cursor) ? readBracketed(cursor) : readUntil(cursor, ';,?<>"')
  if (uriText === undefined) return undefined
  const uri = readUri(uriText)
  if (uri === undefined) return undefined
  const parameters = readParameters(cursor)
  if (parameters === undefined || cursor.at < value.length) return undefined
  return { uri, tag: parameterOf(parameters, 'tag') }
}

/** Moves to the `<` behind a display name; false, and not moved, when the value is a bare URI. */
function skipDisplayName(cursor: Cursor): boolean {
  const start = cursor.at
  if (cursor.text[cursor.at] === '"') {
    if (readQuoted(cursor) === undefined) return false
    skipBlanks(cursor)
  } else {
    while (readToken(cursor) !== '') skipBlanks(cursor)
  }
  if (cursor.text[cursor.at] === '<') return true
  cursor.at = start
  return false
}

function readBracketed(cursor: Cursor): string | undefined {
  const close = cursor.text.indexOf('>', cursor.at)
  if (close < 0) return undefined
  const inside = cursor.text.slice(cursor.at + 1, close)
  cursor.at = close + 1
  return inside
}
