import { longName } from './header-names.ts'
import { headerOf, noBody } from './message.ts'
import type { BadRequest, Essentials, Header, Reading } from './message.ts'
import { readNameAddress } from './name-address.ts'
import { isBlank, isToken, readNumber, trimBlanks } from './scan.ts'
import { readUri } from './uri.ts'
import { readVia } from './via.ts'

export const datagramBytesMax = 8 * 1024
export const streamMessageBytesMax = 64 * 1024
const headersMax = 100
const headerBytesMax = 2 * 1024
const cseqMax = 2 ** 31 - 1
const maxForwardsMax = 255

/** The start line, cut up but not yet judged. */
type Start =
  | {
      readonly is: 'request'
      readonly method: string
      readonly uri: string
      readonly version: string
    }
  | { readonly is: 'response'; readonly status: number; readonly reason: string }
  | { readonly is: 'neither' }

/** Everything before the empty line. `fault` is the first thing wrong with it. */
export type Head = {
  readonly start: Start
  readonly headers: readonly Header[]
  readonly fault: string | undefined
  /** Content-Length; absent when there is none, `bad` when it is no length or there are two. */
  readonly bodyLength: number | undefined | 'bad'
}

/**
 * Reads the octets of one UDP datagram. What is behind Content-Length is ignored, and without
 * Content-Length the body is the rest (RFC 3261 §18.3).
 */
export function readDatagram(datagram: Buffer): Reading {
  if (datagram.length > datagramBytesMax) return unreadable('datagram too large')
  let first = 0
  while (datagram[first] === 13 && datagram[first + 1] === 10) first += 2
  if (first === datagram.length) return unreadable('empty')
  const gap = datagram.indexOf('\r\n\r\n', first)
  const headEnd = gap < 0 ? datagram.length : gap
  const head = readHead(datagram.toString('latin1', first, headEnd))
  const rest = gap < 0 ? noBody : datagram.subarray(gap + 4)
  const { bodyLength } = head
  if (bodyLength === 'bad') return finish({ ...head, fault: 'Content-Length' }, noBody)
  if (bodyLength === undefined) return finish(head, rest)
  if (bodyLength > rest.length) return finish({ ...head, fault: 'body cut short' }, noBody)
  return finish(head, rest.subarray(0, bodyLength))
}

/** Cuts a head, given as latin1 and without its empty line, into start line and header fields: one pass. */
export function readHead(text: string): Head {
  const headers: Header[] = []
  let fault: string | undefined
  let at = lineEnd(text, 0)
  const start = readStart(text.slice(0, at))
  at += 2
  while (at < text.length) {
    const begin = at
    at = lineEnd(text, at)
    let line = text.slice(begin, at)
    while (isBlank(text.charCodeAt(at + 2)) && at - begin <= headerBytesMax) {
      const next = at + 2
      at = lineEnd(text, next)
      line += ` ${trimBlanks(text.slice(next, at))}`
    }
    at += 2
    if (line.length > headerBytesMax || headers.length === headersMax) {
      fault ??= 'too many or too long header fields'
      break
    }
    const header = readHeader(line)
    if (header === undefined) fault ??= 'malformed header field'
    else headers.push(header)
  }
  return { start, headers, fault, bodyLength: readBodyLength(headers) }
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\r\n', from)
  return end < 0 ? text.length : end
}

function readHeader(line: string): Header | undefined {
  const colon = line.indexOf(':')
  const name = trimBlanks(line.slice(0, Math.max(colon, 0)))
  if (!isToken(name) || line.includes('\n') || line.includes('\r')) return undefined
  return { name: longName(name), value: trimBlanks(line.slice(colon + 1)) }
}

function readStart(line: string): Start {
  const first = line.indexOf(' ')
  const second = line.indexOf(' ', first + 1)
  if (first <= 0) return { is: 'neither' }
  const head = line.slice(0, first)
  if (head.toUpperCase() === 'SIP/2.0') {
    const status = readNumber(line.slice(first + 1, second < 0 ? undefined : second), 699)
    if (status === undefined || status < 100) return { is: 'neither' }
    return { is: 'response', status, reason: second < 0 ? '' : line.slice(second + 1) }
  }
  if (second < 0 || !isToken(head)) return { is: 'neither' }
  const version = trimBlanks(line.slice(second + 1))
  return { is: 'request', method: head, uri: line.slice(first + 1, second), version }
}

function readBodyLength(headers: readonly Header[]): number | undefined | 'bad' {
  let length: number | undefined
  for (const { name, value } of headers) {
    if (name !== 'content-length') continue
    const read = readNumber(value, streamMessageBytesMax)
    if (read === undefined || (length !== undefined && length !== read)) return 'bad'
    length = read
  }
  return length
}

/** Judges a head and gives it its body. */
export function finish(head: Head, body: Buffer): Reading {
  const { start, headers } = head
  if (start.is === 'neither') return unreadable('no start line')
  if (start.is === 'response') {
    const essentials = head.fault === undefined ? readEssentials(headers) : head.fault
    if (typeof essentials === 'string') return unreadable(essentials)
    const { status, reason } = start
    return { is: 'response', status, reason, headers, body, ...essentials }
  }
  const { method, uri, version } = start
  const bad = (status: 400 | 505, why: string): BadRequest => {
    return { is: 'bad-request', status, why, method, headers }
  }
  if (!version.startsWith('SIP/') && !version.startsWith('sip/')) {
    return version.toUpperCase().includes('SIP/') ? bad(400, 'request line') : unreadable('version')
  }
  if (version.includes(' ')) return bad(400, 'request line')
  if (version.slice(4) !== '2.0') return bad(505, 'version')
  if (head.fault !== undefined) return bad(400, head.fault)
  const requestUri = readUri(uri)
  if (requestUri === undefined || requestUri.hasHeaders) return bad(400, 'Request-URI')
  const essentials = readEssentials(headers)
  if (typeof essentials === 'string') return bad(400, essentials)
  if (essentials.cseq.method !== method) return bad(400, 'CSeq method')
  return { is: 'request', method, uri, requestUri, headers, body, ...essentials }
}

const once = new Set(['from', 'to', 'call-id', 'cseq', 'max-forwards'])

/** Reads what every message must have; a text says what is wrong instead. */
function readEssentials(headers: readonly Header[]): Essentials | string {
  const seen = new Set<string>()
  for (const { name } of headers) {
    if (!once.has(name)) continue
    if (seen.has(name)) return `two of ${name}`
    seen.add(name)
  }
  const via = readVia(headerOf(headers, 'via') ?? '')
  if (via === undefined) return 'Via'
  const from = readNameAddress(headerOf(headers, 'from') ?? '')
  if (from === undefined) return 'From'
  const to = readNameAddress(headerOf(headers, 'to') ?? '')
  if (to === undefined) return 'To'
  const callId = headerOf(headers, 'call-id') ?? ''
  if (callId === '') return 'Call-ID'
  const cseq = readCseq(headerOf(headers, 'cseq') ?? '')
  if (cseq === undefined) return 'CSeq'
  const maxForwards = headerOf(headers, 'max-forwards') ?? '70'
  if (readNumber(maxForwards, maxForwardsMax) === undefined) return 'Max-Forwards'
  return { via, from, to, callId, cseq }
}

function readCseq(value: string): Essentials['cseq'] | undefined {
  let end = 0
  while (end < value.length && !isBlank(value.charCodeAt(end))) end++
  const number = readNumber(value.slice(0, end), cseqMax)
  const method = trimBlanks(value.slice(end))
  return number === undefined || !isToken(method) ? undefined : { number, method }
}

function unreadable(why: string): Reading {
  return { is: 'unreadable', why }
}
