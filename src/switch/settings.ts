import type { TrunkLine } from './trunks.ts'
import type { LastCallsPlace } from './last-calls.ts'
import type { TlsSettings } from './sip/transport/open-transports.ts'

/** All the switch is told at its start; main.ts derives it from the environment. */
export type SwitchSettings = {
  readonly sip: {
    readonly host: string
    readonly port: number
    readonly allow: readonly string[]
    /** Where TLS is heard, and with which certificate and key (PEM); without it nowhere. */
    readonly tls?: TlsSettings
    /** Keys for encrypted sound are taken from SIP without TLS too, where whoever is on the way can read them. */
    readonly keysInClear?: boolean
  }
  /** Lines of providers; none in a house that has telephones alone. */
  readonly trunks?: readonly TrunkLine[]
  /** UDP ports for sound, both ends included; only even ones carry it (RFC 3550 §11). */
  readonly rtpPorts: { readonly first: number; readonly last: number }
  /** Where the Twilio-shaped REST interface listens; always loopback. */
  readonly restPort: number
  readonly account: { readonly sid: string; readonly authToken: string }
  /** The one number of the switch, as an IncomingPhoneNumber: who answers its calls. */
  readonly number: {
    readonly phoneNumber: string
    /** Further numbers that lead here and are answered alike, E.164. */
    readonly others?: readonly string[]
    readonly voiceUrl: string
    readonly voiceFallbackUrl: string
    readonly statusCallback: string
  }
  /** Where the calls that are up are written down for a switch that comes back after a crash; absent: nowhere. */
  readonly lastCalls?: LastCallsPlace
  /** A WAV file for "there is a fault, please call again", played when no document can be had. */
  readonly troubleSoundFile?: string
  /** A WAV file for "please wait a moment", played while the application is away. */
  readonly pleaseWaitSoundFile?: string
  /** Calls at once; one more hears 503. */
  readonly callsMax: number
  /** Threads for the sound of calls. Absent or 0: it has none of its own. */
  readonly mediaThreads?: number
  /** A line that sounds for longer without a pause is muted for the others. Absent: 20; 0: never. */
  readonly noiseGuardSeconds?: number
}
