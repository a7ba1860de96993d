import type {
  CallEnd,
  CallListener,
  SipCall,
  SipEndpointSettings,
  Source,
} from '../../../src/switch/sip/call/call.ts'
import { sipCore } from '../../../src/switch/sip/core.ts'
import type { Core } from '../../../src/switch/sip/core.ts'
import { headerOf } from '../../../src/switch/sip/message/message.ts'
import type { ReceivedRequest, ReceivedResponse } from '../../../src/switch/sip/message/message.ts'
import { readDatagram } from '../../../src/switch/sip/message/read.ts'
import { receiver } from '../../../src/switch/sip/receive.ts'

/** An endpoint without sockets: what is said to it, and what it sends, are plain texts. */
export type Wire = {
  readonly core: Core
  /** Every call that came in, with what happened on it. */
  readonly calls: Heard[]
  /** Everything sent so far and not yet taken. */
  readonly sent: { readonly text: string; readonly to: Source }[]
  readonly errors: unknown[]
  say(text: string, from?: Source): void
  /** Takes the oldest message sent; fails when there is none. */
  next(): ReceivedResponse | ReceivedRequest
  /** Status of each answer, or method of each request, sent since the last look. */
  statuses(): (number | string)[]
}

export type Heard = {
  readonly call: SipCall
  readonly acknowledged: (string | undefined)[]
  readonly keys: string[]
  readonly offers: (string | undefined)[]
  readonly ended: CallEnd[]
}

export const peer: Source = { transport: 'UDP', address: '127.0.0.7', port: 5062 }
export const ourSdp = 'v=0\r\ns=ours\r\n'
export const theirSdp = 'v=0\r\ns=theirs\r\n'

export function wire(
  more: Partial<SipEndpointSettings> & {
    readonly onNew?: (call: SipCall) => void
    readonly reoffered?: CallListener['reoffered']
    readonly broke?: CallListener['broke']
  } = {},
): Wire {
  const sent: Wire['sent'] = []
  const calls: Heard[] = []
  const errors: unknown[] = []
  const log = {
    info: () => undefined,
    warn: () => undefined,
    error: (fields: unknown) => void errors.push(fields),
  }
  const settings: SipEndpointSettings = {
    host: '127.0.0.1',
    port: 5060,
    mayTalk: (address) => address.startsWith('127.'),
    callsMax: 100,
    log,
    onCall(call) {
      const heard: Heard = { call, acknowledged: [], keys: [], offers: [], ended: [] }
      calls.push(heard)
      call.listen({
        acknowledged: (answer) => void heard.acknowledged.push(answer),
        reoffered(offer) {
          heard.offers.push(offer)
          return more.reoffered === undefined ? ourSdp : more.reoffered(offer)
        },
        pressed: (key) => void heard.keys.push(key),
        ended: (why) => void heard.ended.push(why),
        ...(more.broke && { broke: more.broke }),
      })
      more.onNew?.(call)
    },
    ...more,
  }
  const core = sipCore(
    settings,
    (octets, to) => void sent.push({ text: octets.toString('latin1'), to }),
    () => ({ address: '127.0.0.1', port: 5060 }),
  )
  const receive = receiver(core)
  const next = () => {
    const message = sent.shift()
    if (message === undefined) throw new Error('nothing was sent')
    const reading = readDatagram(Buffer.from(message.text, 'latin1'))
    if (reading.is !== 'request' && reading.is !== 'response') throw new Error('we sent nonsense')
    return reading
  }
  return {
    core,
    calls,
    sent,
    errors,
    say(text, from = peer) {
      receive(readDatagram(Buffer.from(text, 'latin1')), from)
    },
    next,
    statuses() {
      return sent.splice(0).map(({ text }) => {
        const [first, second] = text.split(' ', 2)
        return first === 'SIP/2.0' ? Number(second) : (first ?? '')
      })
    },
  }
}

/** What a request says; the rest has values that fit. */
export type Words = {
  readonly method?: string
  readonly uri?: string
  readonly branch?: string
  readonly callId?: string
  readonly fromTag?: string
  readonly toTag?: string
  readonly cseq?: number
  readonly headers?: readonly string[]
  readonly body?: string
  readonly type?: string
}

let branches = 0

/** A request as text. Each has a branch of its own unless told otherwise. */
export function request(words: Words = {}): string {
  const method = words.method ?? 'INVITE'
  const body = words.body ?? (method === 'INVITE' ? theirSdp : '')
  const toTag = words.toTag === undefined ? '' : `;tag=${words.toTag}`
  return [
    `${method} ${words.uri ?? 'sip:konferenz@127.0.0.1'} SIP/2.0`,
    `Via: SIP/2.0/UDP 127.0.0.7:5062;branch=${words.branch ?? `z9hG4bK${++branches}`};rport`,
    'Max-Forwards: 70',
    `From: "Ada" <sip:ada@127.0.0.7>;tag=${words.fromTag ?? 'ada'}`,
    `To: <sip:konferenz@127.0.0.1>${toTag}`,
    `Call-ID: ${words.callId ?? 'call-1'}`,
    `CSeq: ${words.cseq ?? 1} ${method}`,
    'Contact: <sip:ada@127.0.0.7:5062>',
    ...(words.headers ?? []),
    ...(body === '' ? [] : [`Content-Type: ${words.type ?? 'application/sdp'}`]),
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n')
}

/** The answer to a request of ours, as text. */
export function answerOf(
  ours: ReceivedRequest | ReceivedResponse,
  status: number,
  headers: readonly string[] = [],
): string {
  const repeat = (name: string, spelt: string) => `${spelt}: ${headerOf(ours.headers, name) ?? ''}`
  return [
    `SIP/2.0 ${status} Whatever`,
    repeat('via', 'Via'),
    repeat('from', 'From'),
    repeat('to', 'To'),
    repeat('call-id', 'Call-ID'),
    repeat('cseq', 'CSeq'),
    ...headers,
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n')
}

/** Brings a call up: INVITE, our 200, ACK. Returns the tag of our side. */
export function establish(on: Wire, words: Words = {}): string {
  on.say(request(words))
  on.calls.at(-1)?.call.answer(ourSdp)
  const answers = on.sent.splice(0).map(({ text }) => text)
  const tag = /\r\nTo: .*;tag=(\w+)/.exec(answers.at(-1) ?? '')?.[1]
  if (tag === undefined) throw new Error('the call was not answered')
  on.say(request({ ...words, method: 'ACK', toTag: tag, body: '', headers: [] }))
  return tag
}
