import { randomBytes } from 'node:crypto'
import { isIP } from 'node:net'
import { isStream } from './call.ts'
import type { Source } from './call.ts'
import { userAgentHeader } from './extensions.ts'
import { headerOf, joinedHeader, noBody } from '../message/message.ts'
import type { Header, ReceivedRequest, SipRequest } from '../message/message.ts'
import { readNameAddress } from '../message/name-address.ts'
import { splitList } from '../message/scan.ts'
import { hasUriParameter, readUri } from '../message/uri.ts'
import type { Uri } from '../message/uri.ts'

/** What two user agents have to remember about their call (RFC 3261 §12). */
export type Dialog = {
  readonly callId: string
  readonly localTag: string
  readonly remoteTag: string
  /** From and To of our requests, tags included. */
  readonly local: string
  readonly remote: string
  /** Proxies that stay on the way, as name-addr, nearest first. */
  readonly routeSet: readonly string[]
  /** URI of the peer's Contact; a re-INVITE may change it. */
  remoteTarget: string
  localSequence: number
  remoteSequence: number
  /** Where the call came from; nobody else may speak in it (S-70). */
  readonly source: Source
}

const sipPort = 5060
const firstSequence = 1

/** A tag that nobody can guess: 128 bits. */
export function newTag(): string {
  return randomBytes(16).toString('hex')
}

/** The dialog that an INVITE to us begins (RFC 3261 §12.1.1). */
export function dialogOf(invite: ReceivedRequest, source: Source): Dialog {
  const localTag = newTag()
  return {
    callId: invite.callId,
    localTag,
    remoteTag: invite.from.tag ?? '',
    local: `${headerOf(invite.headers, 'to') ?? ''};tag=${localTag}`,
    remote: headerOf(invite.headers, 'from') ?? '',
    routeSet: splitList(joinedHeader(invite.headers, 'record-route') ?? ''),
    remoteTarget: contactOf(invite) ?? invite.from.uri.text,
    localSequence: firstSequence,
    remoteSequence: invite.cseq.number,
    source,
  }
}

/** URI of the first Contact; undefined when there is none that can be read. */
export function contactOf(message: { readonly headers: readonly Header[] }): string | undefined {
  const first = splitList(headerOf(message.headers, 'contact') ?? '')[0]
  const contact = first === undefined ? undefined : readNameAddress(first)
  return contact?.uri.host === '' ? undefined : contact?.uri.text
}

/**
 * Whether two places are one and the same peer. On a stream it may have connected anew, from another port. A trunk is one
 * peer whatever machine of the provider speaks: only it is on its connection and among its addresses.
 */
export function samePeer(a: Source, b: Source): boolean {
  if (a.trunk !== undefined || b.trunk !== undefined) return a.trunk === b.trunk
  if (a.address !== b.address || a.transport !== b.transport) return false
  return isStream(a) || a.port === b.port
}

/**
 * A request within the dialog, with the next CSeq, along the route set (RFC 3261 §12.2.1.1).
 * A first route without `lr` is a strict router of RFC 2543: it goes into the request line.
 */
export function requestIn(
  dialog: Dialog,
  method: string,
  more: {
    readonly headers?: readonly Header[]
    readonly body?: Buffer
    readonly sequence?: number
  } = {},
): SipRequest {
  const sequence = more.sequence ?? dialog.localSequence++
  const first = routeUri(dialog)
  const strict = first !== undefined && !hasUriParameter(first, 'lr')
  const routes = strict
    ? [...dialog.routeSet.slice(1), `<${dialog.remoteTarget}>`]
    : dialog.routeSet
  const headers: Header[] = [
    { name: 'max-forwards', value: '70' },
    { name: 'from', value: dialog.local },
    { name: 'to', value: dialog.remote },
    { name: 'call-id', value: dialog.callId },
    { name: 'cseq', value: `${sequence} ${method}` },
    userAgentHeader,
  ]
  for (const route of routes) headers.push({ name: 'route', value: route })
  if (more.headers !== undefined) headers.push(...more.headers)
  const uri = strict ? first.text : dialog.remoteTarget
  return { is: 'request', method, uri, headers, body: more.body ?? noBody }
}

/**
 * Where a request within the dialog goes: to the first route or the peer's Contact if that is an
 * address we may talk to, else back to where the call came from. Nothing is looked up: names in a
 * call's headers must not send us anywhere, and behind NAT they are wrong. A TCP connection that is
 * still open is always right.
 */
export function nextHop(
  dialog: Dialog,
  mayTalk: (address: string) => boolean,
  isConnected: (peer: Source) => boolean,
): Source {
  const { source } = dialog
  const uri = routeUri(dialog) ?? readUri(dialog.remoteTarget)
  if (uri === undefined || (isStream(source) && isConnected(source))) return source
  if (isIP(uri.host) === 0 || !mayTalk(uri.host)) return source
  return { ...source, address: uri.host, port: uri.port ?? sipPort }
}

function routeUri(dialog: Dialog): Uri | undefined {
  const first = dialog.routeSet[0]
  return first === undefined ? undefined : readNameAddress(first)?.uri
}
