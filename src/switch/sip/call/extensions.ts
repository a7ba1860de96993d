import type { Header } from '../message/message.ts'

/** Methods that mean something to us, for Allow (RFC 3261 §20.5). */
export const allowed = 'INVITE, ACK, BYE, CANCEL, OPTIONS, INFO, UPDATE'
/** Methods that exist, but not here: 405. Whatever is in neither list does not exist: 501. */
export const notAllowed: ReadonlySet<string> = new Set([
  'REGISTER',
  'SUBSCRIBE',
  'NOTIFY',
  'REFER',
  'MESSAGE',
  'PUBLISH',
])
/**
 * Extensions that we understand (RFC 4028 §7). 100rel is not among them: we never send 1xx that
 * must be acknowledged, so a caller who requires it hears 420 (RFC 3262 §3).
 */
export const supported = 'timer'
export const sdpType = 'application/sdp'

export const allowHeader: Header = { name: 'allow', value: allowed }
export const acceptHeader: Header = { name: 'accept', value: sdpType }
export const supportedHeader: Header = { name: 'supported', value: supported }
/** No version: it would tell a scanner which holes to try. */
export const serverHeader: Header = { name: 'server', value: 'Rundruf' }
export const userAgentHeader: Header = { name: 'user-agent', value: 'Rundruf' }
