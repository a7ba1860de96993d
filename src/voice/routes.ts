import { Router } from 'express'
import type { Announce, Clock, Randomness, Store } from '../conference/ports.ts'
import type { Speech } from './speech.ts'
import type { VoiceSettings } from './settings.ts'

export type VoiceParts = {
  readonly settings: VoiceSettings
  readonly store: Store
  readonly speech: Speech
  readonly clock: Clock
  readonly randomness: Randomness
  readonly announce: Announce
}

/** Every address a carrier asks. Mount it at the root: the paths begin with /voice. */
export function voiceRoutes(_parts: VoiceParts): Router {
  return Router()
}
