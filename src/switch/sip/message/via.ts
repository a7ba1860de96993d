import { readParameters } from './parameters.ts'
import { readNumber, readToken, readUntil, skipBlanks, takeSeparator } from './scan.ts'
import type { Cursor } from './scan.ts'
import { isStream } from '../call/call.ts'
import type { Source } from '../call/call.ts'
import { readHostPort } from './uri.ts'

/** The topmost Via: who sent the message and how its answer finds back (RFC 3261 §20.42, RFC 3581). */
export type Via = {
  readonly host: string
  readonly port: number | undefined
  readonly branch: string | undefined
  /** Where `rport` without a value ends in the header's value; absent when the peer did not ask for it. */
  readonly rportEnd: number | undefined
  /** Where the peer saw us, in the answer to a request of ours; an address without brackets. */
  readonly received: string | undefined
  readonly rport: number | undefined
  /** Where this Via ends in the header's value; others may follow after a comma. */
  readonly end: number
}

const sipPort = 5060
const portMax = 65_535

/** Reads the first Via of a value; undefined when malformed. */
export function readVia(value: string): Via | undefined {
  const cursor: Cursor = { text: value, at: 0 }
  skipBlanks(cursor)
  if (readToken(cursor).toUpperCase() !== 'SIP' || !takeSeparator(cursor, '/')) return undefined
  if (readToken(cursor) === '' || !takeSeparator(cursor, '/')) return undefined
  if (readToken(cursor) === '') return undefined
  skipBlanks(cursor)
  const place = readHostPort(readPlace(cursor))
  if (place === undefined) return undefined
  const parameters = readParameters(cursor)
  if (parameters === undefined) return undefined
  if (cursor.at < value.length && value[cursor.at] !== ',') return undefined
  let branch: string | undefined
  let rportEnd: number | undefined
  let received: string | undefined
  let rport: number | undefined
  for (const parameter of parameters) {
    if (parameter.name === 'branch') branch = parameter.value
    if (parameter.name === 'received') received = parameter.value.replace(/^\[|\]$/g, '')
    if (parameter.name !== 'rport') continue
    if (parameter.value === '') rportEnd = parameter.end
    else rport = readNumber(parameter.value, portMax)
  }
  return { ...place, branch, rportEnd, received, rport, end: cursor.at }
}

/** sent-by, in which blanks may stand around the colon. */
function readPlace(cursor: Cursor): string {
  const host = readUntil(cursor, ';,')
  skipBlanks(cursor)
  const portFollows = host.endsWith(':') || cursor.text[cursor.at] === ':'
  if (!portFollows) return host
  if (!takeSeparator(cursor, ':')) skipBlanks(cursor)
  return `${host.endsWith(':') ? host : `${host}:`}${readUntil(cursor, ';,')}`
}

/** The header's value with what we saw of the sender (RFC 3261 §18.2.1, RFC 3581 §4). */
export function stampVia(value: string, via: Via, source: Source): string {
  const asked = via.rportEnd !== undefined
  if (!asked && via.host === source.address) return value
  const own = value.slice(0, via.end).trimEnd()
  const stamped = asked
    ? `${own.slice(0, via.rportEnd)}=${source.port}${own.slice(via.rportEnd)}`
    : own
  return `${stamped};received=${source.address}${value.slice(via.end)}`
}

/** Where an answer goes: always to the address the request came from, whatever the Via claims. */
export function answerPlace(via: Via | undefined, source: Source): Source {
  if (isStream(source) || via === undefined || via.rportEnd !== undefined) return source
  return { ...source, port: via.port ?? sipPort }
}
