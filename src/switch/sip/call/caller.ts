import { lookup } from 'node:dns/promises'
import type { Log } from '../../log.ts'
import type { Source } from './call.ts'
import { clientTransactions } from '../transaction/client-transactions.ts'
import { newTag } from './dialog.ts'
import { localAddressFor } from '../transport/local-address.ts'
import type { Reading } from '../message/message.ts'
import { cancelCall, endCall, invite, offerAgain, receiveForCaller } from './outgoing-call.ts'
import type { Outgoing } from './outgoing-call.ts'
import { openTcpClient } from '../transport/tcp.ts'
import type { TransportSettings } from '../transport/transport.ts'
import { openUdp } from '../transport/udp.ts'
import { hasUriParameter, readUri } from '../message/uri.ts'
import { writeMessage } from '../message/write.ts'

const sipPort = 5060

export type CallPlan = {
  /** URI of the caller, e.g. `sip:+493012345@127.0.0.1`. */
  readonly from: string
  /** Whom to call, e.g. `sip:rundruf@127.0.0.1:5060;transport=tcp`. */
  readonly to: string
  /** The address to call from; without it one that suits the callee. */
  readonly localAddress?: string
  /** Our offer, or how to make it once our own address is known. */
  readonly sdp: string | ((localAddress: string) => string)
  /** Hears each status below 200 as it comes: 180 when it rings. */
  readonly onProvisional?: (status: number) => void
  readonly log: Log
}

/** A final answer: 200 with the session description to use, or a refusal; 408 when nobody answered. */
export type FinalAnswer = { readonly status: number; readonly sdp: string | undefined }

/** A call that we placed. */
export type OutgoingCall = {
  readonly localAddress: string
  /** Statuses below 200 in the order they came. */
  readonly provisional: readonly number[]
  /** Resolves once, never rejects. The ACK is sent by itself, for a 200 as for a refusal. */
  readonly answered: Promise<FinalAnswer>
  /** Resolves when the call is over: refused, cancelled, hung up by either side. */
  readonly ended: Promise<'refused' | 'we-hung-up' | 'they-hung-up'>
  /** Gives up before the answer; hangs up if the answer was faster. */
  cancel(): void
  /** Hangs up. */
  bye(): void
  /** Changes the call by a new offer; resolves with the answer, the call goes on either way. */
  reinvite(sdp: string): Promise<FinalAnswer>
}

/**
 * Places one call, from a UDP or TCP port of its own. Only the telephone in the terminal and tests
 * import this, never the switch: a switch that cannot call cannot be made to call.
 *
 *   INVITE ─▶ … 100, 180 ─▶ 200 ─▶ ACK (ours) ═══ talk ═══ BYE (either side) ─▶ 200
 *                │            └ repeated 200 ─▶ ACK again
 *                └ cancel() ─▶ CANCEL ─▶ 487 ─▶ ACK
 *
 * Rejects when `to` is no SIP URI or its name is unknown.
 */
export async function placeCall(plan: CallPlan): Promise<OutgoingCall> {
  const peer = await placeOf(plan.to)
  const localAddress = plan.localAddress ?? localAddressFor('0.0.0.0', peer)
  let arrived: (reading: Reading, source: Source) => void = () => undefined
  const settings: TransportSettings = {
    host: localAddress,
    port: 0,
    mayTalk: (address) => address === peer.address,
    arrived: (reading, source) => {
      arrived(reading, source)
    },
    log: plan.log,
  }
  const transport = peer.transport === 'UDP' ? await openUdp(settings) : openTcpClient(settings)
  const send = (octets: Buffer, to: Source) => {
    transport.send(octets, to)
  }
  const place = { address: localAddress, port: transport.port }
  const answered = Promise.withResolvers<FinalAnswer>()
  const ended = Promise.withResolvers<'refused' | 'we-hung-up' | 'they-hung-up'>()
  const clients = clientTransactions(send, () => place, rethrow)
  const call: Outgoing = {
    plan,
    peer,
    place,
    clients,
    send: (message, to) => {
      send(writeMessage(message), to)
    },
    callId: newTag(),
    localTag: newTag(),
    state: 'calling',
    provisional: [],
    inviteVia: undefined,
    dialog: undefined,
    cancelling: 'no',
    acks: new Map(),
    answered: answered.resolve,
    ended: (how) => {
      ended.resolve(how)
      clients.close()
      void transport.close()
    },
  }
  arrived = (reading, source) => {
    receiveForCaller(call, reading, source)
  }
  invite(call, typeof plan.sdp === 'string' ? plan.sdp : plan.sdp(localAddress))
  return {
    localAddress,
    provisional: call.provisional,
    answered: answered.promise,
    ended: ended.promise,
    cancel() {
      cancelCall(call)
    },
    bye() {
      endCall(call)
    },
    reinvite: (sdp) => offerAgain(call, sdp),
  }
}

/** Where a SIP URI leads; its name, if it has one, is looked up as an address. */
async function placeOf(to: string): Promise<Source> {
  const uri = readUri(to)
  if (uri?.scheme !== 'sip') throw new Error('not a sip: address')
  const { address } = await lookup(uri.host)
  const transport = hasUriParameter(uri, 'transport=tcp') ? 'TCP' : 'UDP'
  return { transport, address, port: uri.port ?? sipPort }
}

/** A telephone has one call: its bug is the program's. */
function rethrow(bug: unknown): never {
  throw bug instanceof Error ? bug : new Error(String(bug))
}
