import { transportParameter } from './call/call.ts'
import { stackOf } from '../log.ts'
import type { Source, SipEndpointSettings } from './call/call.ts'
import { callTable } from './call/calls.ts'
import type { Calls } from './call/calls.ts'
import { clientTransactions } from './transaction/client-transactions.ts'
import type { ClientTransactions } from './transaction/client-transactions.ts'
import { nextHop } from './call/dialog.ts'
import type { Dialog } from './call/dialog.ts'
import type { Header, SipMessage } from './message/message.ts'
import { serverTransactions } from './transaction/server-transactions.ts'
import type { ServerTransactions } from './transaction/server-transactions.ts'
import { inUriWithPort } from './message/uri.ts'
import { writeMessage } from './message/write.ts'

/** What the endpoint's calls and rules share. */
export type Core = {
  readonly settings: SipEndpointSettings
  readonly servers: ServerTransactions
  readonly clients: ClientTransactions
  readonly calls: Calls
  /** Our own address and port as that peer sees them. */
  readonly place: Place
  /** Our Contact towards that peer. */
  contact(peer: Source): Header
  /** Where a request within that dialog goes. */
  nextHop(dialog: Dialog): Source
  /** Sends without a transaction. */
  send(message: SipMessage, to: Source): void
}

/** Our own address and port as that peer sees them. */
export type Place = (peer: Source) => { readonly address: string; readonly port: number }

/**
 * The inside of an endpoint, without its sockets: `send` is where messages leave.
 * @param reachedAt where the peer finds us, for our Contact: behind a router not where we are
 */
export function sipCore(
  settings: SipEndpointSettings,
  send: (octets: Buffer, to: Source) => void,
  place: Place,
  isConnected: (peer: Source) => boolean = () => true,
  reachedAt: Place = place,
): Core {
  const broke = (bug: unknown) => {
    settings.log.error({ stack: stackOf(bug) }, 'sip: a bug ends a transaction')
  }
  return {
    settings,
    place,
    servers: serverTransactions(send, broke),
    clients: clientTransactions(send, place, broke),
    calls: callTable(({ dialog }) => settings.dialogs?.forget(dialog)),
    contact(peer) {
      const us = `rundruf@${inUriWithPort(reachedAt(peer))}`
      return { name: 'contact', value: `<sip:${us}${transportParameter(peer)}>` }
    },
    nextHop: (dialog) => nextHop(dialog, settings.mayTalk, isConnected),
    send(message, to) {
      send(writeMessage(message), to)
    },
  }
}
