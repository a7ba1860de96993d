import type { NameAddress } from './name-address.ts'
import type { Uri } from './uri.ts'
import type { Via } from './via.ts'

/**
 * One header field. The name is lower-case and never the compact form, the value is on one line.
 * Octets are characters (latin1), so that what we repeat to the peer is what the peer wrote.
 */
export type Header = { readonly name: string; readonly value: string }

export type SipRequest = {
  readonly is: 'request'
  readonly method: string
  readonly uri: string
  readonly headers: readonly Header[]
  readonly body: Buffer
}

export type SipResponse = {
  readonly is: 'response'
  readonly status: number
  readonly reason: string
  readonly headers: readonly Header[]
  readonly body: Buffer
}

export type SipMessage = SipRequest | SipResponse

/** What every message must have (RFC 3261 §8.1.1), read once. */
export type Essentials = {
  /** The topmost Via. */
  readonly via: Via
  readonly callId: string
  readonly from: NameAddress
  readonly to: NameAddress
  readonly cseq: { readonly number: number; readonly method: string }
}

export type ReceivedRequest = SipRequest & Essentials & { readonly requestUri: Uri }
export type ReceivedResponse = SipResponse & Essentials

/** A request that cannot be taken, with as much of it as an answer has to repeat. */
export type BadRequest = {
  readonly is: 'bad-request'
  readonly status: 400 | 505
  readonly why: string
  readonly method: string
  readonly headers: readonly Header[]
}

/** What became of some octets. The unreadable is dropped: there is nobody to answer. */
export type Reading =
  | ReceivedRequest
  | ReceivedResponse
  | BadRequest
  | { readonly is: 'unreadable'; readonly why: string }

export const noBody: Buffer = Buffer.alloc(0)

/** The first header field of that name; `name` is lower-case and long. */
export function headerOf(headers: readonly Header[], name: string): string | undefined {
  for (const header of headers) if (header.name === name) return header.value
  return undefined
}

/** Every header field of that name in one value, joined as RFC 3261 §7.3.1 allows. */
export function joinedHeader(headers: readonly Header[], name: string): string | undefined {
  let joined: string | undefined
  for (const header of headers) {
    if (header.name !== name) continue
    joined = joined === undefined ? header.value : `${joined}, ${header.value}`
  }
  return joined
}

/** Octets as characters back into the UTF-8 that they are. */
export function asUtf8(value: string): string {
  for (let i = 0; i < value.length; i++) {
    if (value.charCodeAt(i) > 127) return Buffer.from(value, 'latin1').toString('utf8')
  }
  return value
}
