import { randomBytes } from 'node:crypto'
import type { Source } from '../call/call.ts'
import { inviteClient, reinviteClient } from './invite-client.ts'
import type { InviteClientEvent, InviteClientState } from './invite-client.ts'
import { headerOf, noBody } from '../message/message.ts'
import type { Header, ReceivedResponse, SipRequest } from '../message/message.ts'
import { readNameAddress } from '../message/name-address.ts'
import { otherClient } from './other-client.ts'
import type { OtherClientEvent, OtherClientState } from './other-client.ts'
import { runTable, type Ends } from './run-table.ts'
import { transactionsMax } from './server-transactions.ts'
import { inUriWithPort } from '../message/uri.ts'
import { writeMessage } from '../message/write.ts'

/** Who hears what became of a request of ours. */
export type ClientListener = {
  answered(response: ReceivedResponse): void
  /** 64*T1 without a final answer: as good as a 408 (RFC 3261 §8.1.3.1). */
  gaveUp(): void
}

export type ClientTransactions = {
  readonly count: number
  /**
   * Sends a request, again and again as its transaction says. The Via is put on top here.
   * Returns the Via, which a CANCEL has to repeat.
   */
  open(request: SipRequest, to: Source, listener: ClientListener): string
  /** An answer has come; one that belongs to nothing of ours is dropped. */
  absorb(response: ReceivedResponse): void
  close(): void
}

type Entry = { happen(response: ReceivedResponse): void; stop(): void }

/** Feeds answers and timers to the tables of invite-client.ts and other-client.ts. */
export function clientTransactions(
  send: (octets: Buffer, to: Source) => void,
  ourPlace: (peer: Source) => { readonly address: string; readonly port: number },
  broke: Ends['broke'],
): ClientTransactions {
  const entries = new Map<string, Entry>()
  return {
    get count() {
      return entries.size
    },
    open(request, to, listener) {
      const via = headerOf(request.headers, 'via') ?? newVia(to.transport, ourPlace(to))
      const key = `${request.method} ${branchOf(via)}`
      const sent = withVia(request, via)
      if (entries.size >= transactionsMax) {
        listener.gaveUp()
        return via
      }
      const sendThere = (message: SipRequest) => {
        send(writeMessage(message), to)
      }
      const over = () => {
        entries.delete(key)
      }
      const start = request.method === 'INVITE' ? startInvite : startOther
      entries.set(key, start(sent, to.transport, sendThere, listener, { over, broke }))
      sendThere(sent)
      return via
    },
    absorb(response) {
      entries.get(`${response.cseq.method} ${response.via.branch ?? ''}`)?.happen(response)
    },
    close() {
      for (const entry of entries.values()) entry.stop()
      entries.clear()
    },
  }
}

/** A Via of our own with a branch that nobody can guess. */
export function newVia(
  transport: Source['transport'],
  place: { readonly address: string; readonly port: number },
): string {
  const branch = `z9hG4bK${randomBytes(16).toString('hex')}`
  return `SIP/2.0/${transport} ${inUriWithPort(place)};branch=${branch};rport`
}

/** The request with that Via and no other. */
export function withVia(request: SipRequest, via: string): SipRequest {
  const others = request.headers.filter(({ name }) => name !== 'via')
  return { ...request, headers: [{ name: 'via', value: via }, ...others] }
}

function branchOf(via: string): string {
  const start = via.indexOf('branch=') + 'branch='.length
  const end = via.indexOf(';', start)
  return via.slice(start, end < 0 ? undefined : end)
}

type Start = (
  request: SipRequest,
  transport: Source['transport'],
  send: (message: SipRequest) => void,
  listener: ClientListener,
  ends: Ends,
) => Entry

const startInvite: Start = (request, transport, send, listener, ends) => {
  let response: ReceivedResponse | undefined
  const run = runTable<
    InviteClientState,
    InviteClientEvent,
    'send-last' | 'pass-up' | 'send-ack' | 'give-up'
  >(isWithinCall(request) ? reinviteClient : inviteClient, 'calling', transport, {
    act(act) {
      if (act === 'send-last') send(request)
      if (act === 'give-up') listener.gaveUp()
      if (response === undefined) return
      if (act === 'send-ack') send(ackOfRefusal(request, response))
      if (act === 'pass-up') listener.answered(response)
    },
    ...ends,
  })
  return {
    happen(arrived) {
      response = arrived
      run.happen(arrived.status < 200 ? '1xx' : arrived.status < 300 ? '2xx' : '3xx-6xx')
      response = undefined
    },
    stop: run.stop,
  }
}

function isWithinCall({ headers }: SipRequest): boolean {
  return readNameAddress(headerOf(headers, 'to') ?? '')?.tag !== undefined
}

/** ACK of a refusal: the transaction's own, with the INVITE's Via (RFC 3261 §17.1.1.3). */
function ackOfRefusal(invite: SipRequest, response: ReceivedResponse): SipRequest {
  const headers: Header[] = []
  for (const header of invite.headers) {
    if (['via', 'from', 'call-id', 'max-forwards', 'route'].includes(header.name))
      headers.push(header)
  }
  headers.push({ name: 'to', value: headerOf(response.headers, 'to') ?? '' })
  headers.push({ name: 'cseq', value: `${response.cseq.number} ACK` })
  return { is: 'request', method: 'ACK', uri: invite.uri, headers, body: noBody }
}

const startOther: Start = (request, transport, send, listener, ends) => {
  let response: ReceivedResponse | undefined
  const run = runTable<OtherClientState, OtherClientEvent, 'send-last' | 'pass-up' | 'give-up'>(
    otherClient,
    'trying',
    transport,
    {
      act(act) {
        if (act === 'send-last') send(request)
        if (act === 'give-up') listener.gaveUp()
        if (act === 'pass-up' && response !== undefined) listener.answered(response)
      },
      ...ends,
    },
  )
  return {
    happen(arrived) {
      response = arrived
      run.happen(arrived.status < 200 ? '1xx' : '2xx-6xx')
      response = undefined
    },
    stop: run.stop,
  }
}
