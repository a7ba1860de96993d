import type { KeyObject } from 'node:crypto'

/**
 * What we speak, with its static payload type (RFC 3551 §4.5.2, §4.5.14, §6), the best first. All three count 8000 ticks a second
 * in their packets; for G.722, which has 16 000 samples, that is a mistake of 1996 that has to be kept.
 */
export const codecs = { G722: 9, PCMA: 8, PCMU: 0 } as const
export type Codec = keyof typeof codecs
export const codecsByQuality = Object.keys(codecs) as readonly Codec[]

/** Seen from us: `recvonly` means we only listen, i.e. the caller put us on hold with `sendonly` (RFC 3264 §8.4). */
export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive'

/** The ways to encrypt sound that we speak, with AES-CM and HMAC-SHA1 (RFC 4568 §6.2). */
export type Suite = 'AES_CM_128_HMAC_SHA1_80' | 'AES_CM_128_HMAC_SHA1_32'
/** Key and salt of one direction, 30 bytes. A KeyObject, so that whatever logs it shows no key. */
export type MasterKey = KeyObject

/** What encrypts a call's sound (RFC 3711): a key for what we send, theirs for what comes. */
export type Encryption = {
  readonly suite: Suite
  readonly ours: MasterKey
  readonly theirs: MasterKey
  /** What they put into each packet to name their key (MKI, RFC 3711 §3.1). */
  readonly theirKeyName?: Uint8Array
}

/** What offer and answer agreed on: where to send sound, and how both sides pack it. */
export type Agreed = {
  /** The caller's address and port for RTP, from their `c=` and `m=` lines. */
  readonly address: string
  readonly port: number
  readonly codec: Codec
  /** The payload type of keys as packets (RFC 4733); absent when the caller cannot send them. */
  readonly telephoneEventPayloadType?: number
  readonly direction: Direction
  /** Where reports about the sound go (RTCP): to this port, or where the sound goes (`mux`). Absent: none are sent. */
  readonly rtcp?: { readonly mux: boolean; readonly port: number }
  /** Suite and keys when both sides encrypt their sound (SRTP). */
  readonly encryption?: Encryption
}

/** Our own side of every session description. */
export type LocalSound = {
  readonly address: string
  readonly port: number
  /** Numeric id of `o=`; stays for the life of a call (RFC 4566 §5.2). */
  readonly sessionId: number
  /** Version of `o=`; grows by one each time what we say changes (RFC 3264 §8). */
  readonly version: number
  /** Whether sound may be sent to this address at all: never become somebody's reflector. */
  readonly mayReach: (address: string) => boolean
  /** What an address that the caller names stands for; itself when this is absent. Asked before `mayReach`. */
  readonly standsFor?: (address: string) => string
  /** How our side stands to encryption (RFC 4568); absent: it can do none. */
  readonly encryption?: {
    readonly key: MasterKey
    /** Whether keys may be told here: in SIP that others can read they are worth nothing. */
    readonly may: boolean
    /** Whether our own offers ask for it. */
    readonly offered: boolean
  }
}

export type NotAcceptable = { readonly status: 488; readonly why: string }
