import type { Log } from '../../log.ts'
import type { TlsSettings } from '../transport/open-transports.ts'
import type { Names } from '../trunk/locate.ts'
import type { TrunkSettings, TrunkState } from '../trunk/trunk.ts'
import type { Dialog } from './dialog.ts'

/** Where a message came from and where its answer goes. */
export type Source = {
  readonly transport: 'UDP' | 'TCP' | 'TLS'
  readonly address: string
  readonly port: number
  /** The trunk whose own connection, socket or address it is, by name; absent for telephones. */
  readonly trunk?: string
}

/** On a stream nothing is lost, nothing comes twice, and answers go back the way the request came. */
export function isStream({ transport }: Pick<Source, 'transport'>): boolean {
  return transport !== 'UDP'
}

/** How our Contact says which transport leads to us (RFC 3261 §19.1.1). */
export function transportParameter({ transport }: Source): string {
  return transport === 'UDP' ? '' : `;transport=${transport.toLowerCase()}`
}

/** Why a call ended, seen from us. */
export type CallEnd =
  | 'caller-hung-up' // BYE
  | 'we-hung-up' // our BYE
  | 'cancelled' // CANCEL before we answered
  | 'refused' // our own 3xx–6xx
  | 'never-acknowledged' // 64*T1 without an ACK (RFC 3261 §13.3.1.4)
  | 'session-expired' // nobody refreshed (RFC 4028 §10)

/** What can happen on a call after its INVITE. Every listener is called at most once per happening. */
export type CallListener = {
  /**
   * The ACK of our 200 has come. `answer` is the caller's session description when the offer was ours: in the ACK (late
   * offer), or in the 200 to a refresh of ours.
   */
  acknowledged(answer: string | undefined): void
  /**
   * re-INVITE or UPDATE with the caller's new offer, or without one (then we offer).
   * Returns the session description to answer with, or the status to refuse with; the call goes on either way.
   */
  reoffered(offer: string | undefined): string | { readonly status: number }
  /** A key pressed by SIP INFO (application/dtmf-relay or application/dtmf). */
  pressed(key: string): void
  ended(why: CallEnd): void
  /**
   * A bug was met in the dialog, and sound still flows: whoever listens may say so to the caller, and ends the call soon. When
   * they do not, or there is nobody to tell, it ends by itself.
   */
  broke?(bug: unknown): void
}

/**
 * One incoming call as its user sees it: the dialog of RFC 3261 §12 without its messages.
 *
 *        ring()          answer(sdp)                 end() / BYE / no ACK / no refresh
 *   new ────────▶ ringing ─────────▶ answered ──ACK──▶ established ──────────────────▶ ended
 *    └──────────────┴── refuse(status) / CANCEL ──────────────────────────────────────▶ ended
 */
export type SipCall = {
  readonly callId: string
  readonly source: Source
  /** Our own address as the caller reaches it. */
  readonly localAddress: string
  /** URI of the request line: whom the caller dialled. */
  readonly requestUri: string
  /** Value of a header, several lines joined with a comma; compact and odd-case names found too. */
  header(name: string): string | undefined
  /** Session description of the INVITE; absent for a late offer. */
  readonly offer: string | undefined
  /** Who hears what happens. Set it before returning from the listener of new calls. */
  listen(listener: CallListener): void
  /** 180 Ringing. Does nothing once answered or ended. */
  ring(): void
  /** 200 OK with our session description, repeated until the ACK comes. Does nothing once answered or ended. */
  answer(sdp: string): void
  /** A final answer instead of the call: 486, 603, 488, 503 … Does nothing once answered or ended. */
  refuse(status: number, headers?: Readonly<Record<string, string>>): void
  /** Whether the caller's side answers and still knows this call; it takes up to 32 s to find out that it does not. */
  isThere(): Promise<boolean>
  /** Ends the call whatever its state: BYE when answered, 480 before. Does nothing once ended. */
  end(): void
}

/** The SIP side of the switch: one address, UDP and TCP on the same port, and each trunk's own way out. */
export type SipEndpoint = {
  readonly address: string
  readonly port: number
  /** Undefined without a certificate. */
  readonly tlsPort: number | undefined
  /** Calls that are up or being set up. */
  readonly callCount: number
  /** How each trunk is, in the order of the settings. */
  readonly trunks: () => readonly TrunkState[]
  /** Hangs up, takes our word back at the registrars, and frees the ports. */
  /** Ends a call of which nothing is left but its dialog, by BYE; calls `over` when that is answered or given up. */
  hangUp(dialog: Dialog, over: () => void): void
  close(): Promise<void>
}

export type SipEndpointSettings = {
  readonly host: string
  /** 0 takes a free one that UDP and TCP both have. */
  readonly port: number
  /** Networks that may talk to us; everybody else gets no answer at all. */
  readonly mayTalk: (address: string) => boolean
  /** Calls up at once; one more hears 503 with Retry-After. */
  readonly callsMax: number
  /** Whether new calls are taken at all; while not they hear 503 with Retry-After, and those that are up go on. */
  readonly isOpen?: () => boolean
  /** New calls that one address may begin, per second and at once; see token-bucket.ts for the defaults. */
  readonly newCallsPerSecondMax?: number
  readonly newCallsBurstMax?: number
  /** How long a second of a session timer is, in ms; 1000 but in tests, which have no hour to wait. */
  readonly sessionSecondMs?: number
  readonly onCall: (call: SipCall) => void
  /** Who remembers the dialogs of calls that are answered: kept again when the peer moves, forgotten when all is over. */
  readonly dialogs?: { keep(dialog: Dialog): void; forget(dialog: Dialog): void }
  readonly log: Log
  /** Where TLS is heard, and with which certificate; without it nowhere. */
  readonly tls?: TlsSettings
  readonly trunks?: readonly TrunkSettings[]
  /** Names → addresses; the system's own unless a test says otherwise. */
  readonly names?: Names
}
