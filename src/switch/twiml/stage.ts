import type { Leg } from '../call/leg.ts'
import type { Sound } from '../media/frame.ts'
import type { ConferenceRooms } from '../call/seat.ts'
import type { Method } from '../webhook/webhook.ts'
import type { Warn } from './errors.ts'

/** Which document to run, and what to say with the asking beside the standard parameters. */
export type DocumentRequest = {
  readonly url: string
  readonly method: Method
  readonly parameters?: Readonly<Record<string, string>>
}

/** Where the call goes after a verb. */
export type Next =
  | { readonly then: 'next-verb' }
  | { readonly then: 'document'; readonly request: DocumentRequest }
  | { readonly then: 'hang-up' }

export const nextVerb: Next = { then: 'next-verb' }

/**
 * Sound for `<Play>` and `<Say>`.
 * @throws WebhookFailed | TwimlError from `file` when the sound cannot be had
 */
export type Sounds = {
  file(url: string, signal: AbortSignal): Promise<Sound>
  /** Never throws for want of a voice: a short tone then. */
  speech(text: string, language: string, signal: AbortSignal): Promise<Sound>
}

/** What Say, Play and Pause need of the world. */
export type SoundStage = {
  readonly leg: Leg
  readonly sounds: Sounds
  /** Aborted when the caller is gone or the call goes on elsewhere: the verb returns at once. */
  readonly signal: AbortSignal
}

/** What every verb needs of the world. */
export type Stage = SoundStage & {
  readonly conferences: ConferenceRooms
  readonly warn: Warn
  /** One more request whose answer nobody reads. Never throws. */
  tell(request: DocumentRequest): Promise<void>
}
