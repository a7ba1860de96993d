import { acceptHeader, sdpType, supported } from './extensions.ts'
import { headerOf, joinedHeader } from '../message/message.ts'
import type { Header, ReceivedRequest } from '../message/message.ts'
import { readUntil, splitList } from '../message/scan.ts'
import { minSeHeader, negotiateTimer } from './session-timer.ts'

/** An answer that says no, before any call exists. */
export type Refusal = { readonly status: number; readonly headers?: readonly Header[] }

type Check = (request: ReceivedRequest) => Refusal | undefined

/** Asked of every request but ACK and CANCEL (RFC 3261 §8.2.2). */
const generalChecks: readonly Check[] = [unknownScheme, unknownExtension]

/** Asked of INVITE and UPDATE besides (RFC 3261 §8.2.3, §13.3.1; RFC 4028 §9). */
const offerChecks: readonly Check[] = [foreignBody, foreignEncoding, sdpUnwelcome, timerTooSmall]

const schemes = new Set(['sip', 'sips'])

export function generalRefusal(request: ReceivedRequest): Refusal | undefined {
  return firstOf(generalChecks, request)
}

export function offerRefusal(request: ReceivedRequest): Refusal | undefined {
  return firstOf(offerChecks, request)
}

/** What a caller is told to wait who found every line taken. */
export const fullRetrySeconds = 30

/** Says no for now: too many calls, or too many new ones from one address. */
export function busyRefusal(retryAfterSeconds: number): Refusal {
  return { status: 503, headers: [{ name: 'retry-after', value: String(retryAfterSeconds) }] }
}

/** The media type of a body, without its parameters, lower-case; empty when none is given. */
export function contentTypeOf(request: ReceivedRequest): string {
  const value = headerOf(request.headers, 'content-type') ?? ''
  return readUntil({ text: value, at: 0 }, ';').toLowerCase()
}

function firstOf(checks: readonly Check[], request: ReceivedRequest): Refusal | undefined {
  for (const check of checks) {
    const refusal = check(request)
    if (refusal !== undefined) return refusal
  }
  return undefined
}

function unknownScheme({ requestUri }: ReceivedRequest): Refusal | undefined {
  return schemes.has(requestUri.scheme) ? undefined : { status: 416 }
}

function unknownExtension({ headers }: ReceivedRequest): Refusal | undefined {
  const required = joinedHeader(headers, 'require')
  if (required === undefined) return undefined
  const unknown = splitList(required).filter((tag) => tag.toLowerCase() !== supported)
  if (unknown.length === 0) return undefined
  return { status: 420, headers: [{ name: 'unsupported', value: unknown.join(', ') }] }
}

function foreignBody(request: ReceivedRequest): Refusal | undefined {
  if (request.body.length === 0 || contentTypeOf(request) === sdpType) return undefined
  return { status: 415, headers: [acceptHeader] }
}

function foreignEncoding({ headers, body }: ReceivedRequest): Refusal | undefined {
  const encoding = headerOf(headers, 'content-encoding') ?? 'identity'
  if (body.length === 0 || encoding.toLowerCase() === 'identity') return undefined
  return { status: 415, headers: [{ name: 'accept-encoding', value: 'identity' }] }
}

/** A caller who takes no session description could not be told where to send sound. */
function sdpUnwelcome({ headers }: ReceivedRequest): Refusal | undefined {
  const accept = joinedHeader(headers, 'accept')
  if (accept === undefined) return undefined
  for (const range of splitList(accept)) {
    const type = readUntil({ text: range, at: 0 }, ';').toLowerCase()
    if (type === sdpType || type === 'application/*' || type === '*/*') return undefined
  }
  return { status: 406, headers: [acceptHeader] }
}

function timerTooSmall({ headers }: ReceivedRequest): Refusal | undefined {
  if (negotiateTimer(headers).is !== 'too-small') return undefined
  return { status: 422, headers: [minSeHeader] }
}
