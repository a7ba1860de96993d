import type { Sound } from '../media/frame.ts'
import type { LineQuality } from '../media/quality.ts'
import type { CallStatus } from './leg.ts'
import type { Method } from '../webhook/webhook.ts'

/** A call as the REST interface shows it. Dates in ms since the epoch. */
export type CallRecord = {
  readonly sid: string
  readonly from: string
  readonly to: string
  readonly status: CallStatus
  readonly dateCreated: number
  readonly dateUpdated: number
  readonly startTime: number | undefined
  readonly endTime: number | undefined
}

/** How the line of a running call sounds, as far as is known. */
export type CallQuality = LineQuality & { readonly sid: string }

/** Where a running call shall go on: another document, a document given as text, or a last sentence before it ends. */
export type Detour =
  | { readonly url: string; readonly method: Method }
  | { readonly twiml: string }
  | { readonly lastWords: Sound }

/** The calls that are up, and the ended ones for a while (`endedCallsKeptMax`, newest kept). Made by calls.ts. */
export type CallRecords = {
  find(sid: string): CallRecord | undefined
  /** Newest first. */
  list(): readonly CallRecord[]
  /** Of every call that is up and has been heard for a while. */
  qualities(): readonly CallQuality[]
  /** Leaves what the call is doing (verb, conference) and goes on there. False when the call is over or unknown. */
  detour(sid: string, to: Detour): boolean
  /** Ends the call. False when it is over or unknown. */
  complete(sid: string): boolean
  /** Forgets an ended call. False when it is still going on or unknown. */
  forget(sid: string): boolean
}
