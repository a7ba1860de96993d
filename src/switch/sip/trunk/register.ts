import type { Source } from '../call/call.ts'
import type { ClientTransactions } from '../transaction/client-transactions.ts'
import type { DigestSession } from './digest-session.ts'
import { newTag } from '../call/dialog.ts'
import { allowHeader, userAgentHeader } from '../call/extensions.ts'
import { headerOf, joinedHeader, noBody } from '../message/message.ts'
import type { Header, ReceivedResponse, SipRequest } from '../message/message.ts'
import { readNameAddress } from '../message/name-address.ts'
import { readNumber, splitList } from '../message/scan.ts'
import { expiresMaxSeconds } from './registration.ts'
import type { RegistrationEvent } from './registration.ts'
import type { Account } from './trunk.ts'

/** How long a machine may take to answer before the next one is asked; shorter than timer F, so that staff know in time. */
export const answerMs = 16_000
/** The first answer to a challenge, and one more when the nonce had become too old. */
const challengesMax = 2
const retryAfterSecondsMax = 24 * 60 * 60

/** What all REGISTERs of one trunk have in common (RFC 3261 §10.2). */
export type Registering = {
  readonly account: Account
  readonly session: DigestSession
  readonly callId: string
  readonly localTag: string
  sequence: number
  /** The Contact that the registrar has accepted last; nothing is to be taken back when it has refused since. */
  bound: string | undefined
  /** Where later requests go through, as the registrar wants it (RFC 3608 §6.1). */
  serviceRoute: readonly string[]
}

export function registering(account: Account, session: DigestSession): Registering {
  return {
    ...{ account, session, callId: newTag(), localTag: newTag() },
    ...{ sequence: 0, bound: undefined, serviceRoute: [] },
  }
}

/** Sends a request and resolves with its final answer; undefined when there was none in time, or `given up` came first. */
export function transact(
  clients: ClientTransactions,
  request: SipRequest,
  to: Source,
  limitMs: number,
  givenUp: AbortSignal,
): Promise<ReceivedResponse | undefined> {
  return new Promise((resolve) => {
    const none = () => {
      done(undefined)
    }
    const timer = setTimeout(none, limitMs)
    const done = (response: ReceivedResponse | undefined) => {
      clearTimeout(timer)
      givenUp.removeEventListener('abort', none)
      resolve(response)
    }
    givenUp.addEventListener('abort', none)
    clients.open(request, to, {
      answered(response) {
        if (response.status >= 200) done(response)
      },
      gaveUp: none,
    })
  })
}

type Send = (request: SipRequest) => Promise<ReceivedResponse | undefined>
type Registered = Extract<RegistrationEvent, { readonly is: 'accepted' | 'too-brief' | 'failed' }>

/**
 * Registers at one machine. When its answer shows that our Contact is another one, it is told that at once, and the Contact of
 * before is taken back in the same request; a registrar that refuses this is asked without it. Once, since a router may show
 * another port each time.
 *
 * @param contact our Contact, as far as we know it by then; with `expiresSeconds` 0 it is taken back
 */
export async function register(
  registering: Registering,
  contact: () => string,
  expiresSeconds: number,
  send: Send,
): Promise<Registered> {
  const first = await registerAs(registering, contact, expiresSeconds, send)
  const { bound } = registering
  if (first.is !== 'accepted' || expiresSeconds === 0 || bound === contact()) return first
  const moved = await registerAs(registering, contact, expiresSeconds, send)
  if (moved.is !== 'failed' || moved.trouble.why !== 'refused') return moved
  return registerAs(registering, contact, expiresSeconds, send)
}

/**
 * REGISTER, the answer to its challenge, and what became of it.
 *
 *   REGISTER ─▶ 401 nonce ─▶ REGISTER + response ─▶ 200 expires
 *                               └─▶ 401 stale=true ─▶ once more ─▶ …
 */
async function registerAs(
  registering: Registering,
  contact: () => string,
  expiresSeconds: number,
  send: Send,
): Promise<Registered> {
  const { session } = registering
  for (let challenges = 0; ; challenges++) {
    const asked = contact()
    const response = await send(registerRequest(registering, asked, expiresSeconds))
    if (response === undefined) return { is: 'failed', trouble: { why: 'no-answer' } }
    const { status } = response
    if (status !== 401 && status !== 407)
      return outcome(registering, response, asked, expiresSeconds)
    const challenge = session.challenged(response)
    if (typeof challenge === 'string') return { is: 'failed', trouble: { why: challenge, status } }
    const again = challenges === 0 || (challenge.stale && challenges < challengesMax)
    if (!again) return { is: 'failed', trouble: { why: 'password', status } }
  }
}

function registerRequest(
  registering: Registering,
  contact: string,
  expiresSeconds: number,
): SipRequest {
  const { account, session, callId, localTag, bound } = registering
  const us = `<sip:${account.user}@${account.domain}>`
  const uri = `sip:${account.domain}`
  const method = 'REGISTER'
  const headers: Header[] = [
    { name: 'max-forwards', value: '70' },
    { name: 'from', value: `${us};tag=${localTag}` },
    { name: 'to', value: us },
    { name: 'call-id', value: callId },
    { name: 'cseq', value: `${++registering.sequence} ${method}` },
    { name: 'contact', value: contact },
    ...(bound === undefined || bound === contact
      ? []
      : [{ name: 'contact', value: `${bound};expires=0` }]),
    { name: 'expires', value: String(expiresSeconds) },
    allowHeader,
    userAgentHeader,
  ]
  const proof = session.header({ method, uri })
  if (proof !== undefined) headers.push(proof)
  return { is: 'request', method, uri, headers, body: noBody }
}

function outcome(
  registering: Registering,
  { status, headers }: ReceivedResponse,
  contact: string,
  expiresSeconds: number,
): Registered {
  if (status < 300) {
    registering.session.accepted()
    registering.bound = contact
    registering.serviceRoute = splitList(joinedHeader(headers, 'service-route') ?? '')
    return { is: 'accepted', expiresSeconds: grantedSeconds(headers, contact) ?? expiresSeconds }
  }
  registering.bound = undefined
  const minSeconds = readNumber(headerOf(headers, 'min-expires') ?? '', expiresMaxSeconds)
  if (status === 423 && minSeconds !== undefined) return { is: 'too-brief', minSeconds }
  const [after = ''] = (headerOf(headers, 'retry-after') ?? '').split(/[\s;(]/)
  const retryAfterSeconds = readNumber(after, retryAfterSecondsMax)
  const trouble = {
    ...({ why: 'refused', status } as const),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  }
  return { is: 'failed', trouble }
}

/** `expires` of our Contact among those that the registrar knows, else its Expires (RFC 3261 §10.2.4). */
function grantedSeconds(headers: readonly Header[], contact: string): number | undefined {
  const ours = readNameAddress(contact)?.uri
  const all = splitList(joinedHeader(headers, 'contact') ?? '')
  const mine =
    all.find((one) => {
      const uri = readNameAddress(one)?.uri
      return uri !== undefined && uri.host === ours?.host && uri.port === ours.port
    }) ?? (all.length === 1 ? all[0] : undefined)
  const own = /;\s*expires\s*=\s*(\d{1,9})/i.exec(mine?.slice(mine.lastIndexOf('>') + 1) ?? '')?.[1]
  const seconds = own ?? headerOf(headers, 'expires') ?? ''
  return readNumber(seconds, 2 ** 31)
}

/** An OPTIONS that only asks whether somebody is there; any answer says yes (RFC 3261 §11). */
export function optionsRequest(registering: Registering): SipRequest {
  const { account, localTag, serviceRoute } = registering
  const us = `<sip:${account.user}@${account.domain}>`
  const headers: Header[] = [
    { name: 'max-forwards', value: '70' },
    { name: 'from', value: `${us};tag=${localTag}` },
    { name: 'to', value: `<sip:${account.domain}>` },
    { name: 'call-id', value: newTag() },
    { name: 'cseq', value: '1 OPTIONS' },
    userAgentHeader,
    ...serviceRoute.map((value) => ({ name: 'route', value })),
  ]
  return { is: 'request', method: 'OPTIONS', uri: `sip:${account.domain}`, headers, body: noBody }
}
