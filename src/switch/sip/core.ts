import type { Source, SipEndpointSettings } from './call.ts'
import type { Calls } from './calls.ts'
import type { ClientTransactions } from './client-transactions.ts'
import type { Header, SipMessage } from './message.ts'
import type { ServerTransactions } from './server-transactions.ts'

/** What the endpoint's calls and rules share. */
export type Core = {
  readonly settings: SipEndpointSettings
  readonly servers: ServerTransactions
  readonly clients: ClientTransactions
  readonly calls: Calls
  /** Our Contact towards that peer. */
  contact(peer: Source): Header
  /** Sends without a transaction. */
  send(message: SipMessage, to: Source): void
}
