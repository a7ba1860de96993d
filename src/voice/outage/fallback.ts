import type { RequestHandler } from 'express'
import { goodbyeDocument, type Voices } from '../documents.ts'
import { spoken } from '../spoken.ts'
import { sendDocument } from '../send.ts'

/** "There is a fault, please call again": written once, so that it needs neither database nor rules. */
export function trouble(voices: Voices): string {
  const sounds = spoken(voices.speech, voices.locale, [{ name: 'trouble' }])
  return goodbyeDocument(voices, voices.locale, sounds)
}

/** POST /voice/fallback: the carrier could not get a document from us (Twilio, VoiceFallbackUrl). */
export function fallback(sorry: string): RequestHandler {
  return (_request, response) => {
    sendDocument(response, sorry)
  }
}
