import type { Log } from '../../log.ts'
import type { Source } from '../call/call.ts'
import type { Reading } from '../message/message.ts'

/** One way messages come and go. */
export type Transport = {
  readonly address: string
  readonly port: number
  /** Sends, or forgets it when the peer cannot be reached: a transaction that minds sends again. */
  send(octets: Buffer, to: Source): void
  /** Whether a connection to that peer is open; on UDP there is none. */
  isConnected(peer: Source): boolean
  close(): Promise<void>
}

export type TransportSettings = {
  readonly host: string
  readonly port: number
  /** Whoever may not is not even read. */
  readonly mayTalk: (address: string) => boolean
  readonly arrived: (reading: Reading, source: Source) => void
  readonly log: Log
}

/** IPv4 as a socket for both versions shows it, without the disguise. */
export function plainAddress(address: string): string {
  return address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address
}
