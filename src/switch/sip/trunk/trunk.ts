import type { Source } from '../call/call.ts'
import type { Credentials } from './digest.ts'
import type { Server } from './locate.ts'
import type { Trouble } from './registration.ts'

/** One line of a provider, as the switch is told of it. */
export type TrunkSettings = {
  /** What it is called in the log, the metrics and `Source.trunk`. */
  readonly name: string
  /** Whose requests are this trunk's though it has no connection of ours: a trunk without registration. */
  readonly isPeer: (address: string) => boolean
  /** Absent for a trunk whose provider simply calls us. */
  readonly account?: Account
}

/** With what we register, and where. */
export type Account = {
  /** `sip:user@domain` is who we are. */
  readonly user: string
  readonly domain: string
  readonly credentials: Credentials
  /** The only realm that may ask for the password; otherwise the first that accepts it. */
  readonly realm?: string
  /** Whom to send REGISTER to: the registrar, or the proxy before it. */
  readonly server: Server
  /** Certificates to believe instead of the system's, PEM. */
  readonly ca?: string
}

/** How a trunk is. Times are ms since the epoch. */
export type TrunkState = {
  readonly name: string
  readonly transport: Source['transport'] | undefined
  /** `open`: without registration, calls are taken as they come. */
  readonly is: 'open' | 'trying' | 'registered' | 'refused' | 'unreachable'
  readonly since: number
  /** Where the provider sees us, `address:port`; absent when that is where we are. */
  readonly seenAs?: string
  readonly trouble?: Trouble
  readonly tryAgainAt?: number
}
