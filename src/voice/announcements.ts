import type { RequestHandler } from 'express'
import VoiceResponse from 'twilio/lib/twiml/VoiceResponse.js'
import { z } from 'zod'
import type { PromptName } from '../conference/call/prompts.ts'
import { localePattern } from '../conference/room/room.ts'
import { speak, type Voices } from './documents.ts'
import { spoken } from './spoken.ts'
import { sendDocument } from './send.ts'

/**
 * What can be said into a running meeting, to all or to one (Twilio, AnnounceUrl). The carrier asks for the
 * document by this name and a language: neither meeting nor caller is in the address (S-55).
 */
const announcements = {
  'five-minutes-left': ['five-minutes-left'],
  locked: ['locked'],
  unlocked: ['unlocked'],
  'meeting-over': ['meeting-over'],
  'please-mute': ['please-mute'],
  'muted-by-host': ['muted-by-host', 'microphone-how-on'],
  'muted-for-noise': ['muted-for-noise', 'microphone-how-on'],
  'someone-waits': ['someone-waits'],
  'you-are-host-now': ['you-are-host-now'],
  'please-unmute': ['please-unmute'],
  'your-turn': ['your-turn'],
  'your-turn-muted': ['your-turn', 'microphone-how-on'],
  'you-are-next': ['you-are-next'],
  tone: ['tone'],
  'say-five-minutes-left': ['say-five-minutes-left'],
  'say-please-mute': ['say-please-mute'],
  'say-one-at-a-time': ['say-one-at-a-time'],
  'say-break-now': ['say-break-now'],
  'say-break-over': ['say-break-over'],
} as const satisfies Record<string, readonly PromptName[]>

/** Its address is `addresses.announcement(name, locale)`, for `Phone.announceToAll` and `Phone.announceTo`. */
export type Announcement = keyof typeof announcements
export const announcementNames = Object.keys(announcements) as readonly Announcement[]

const asked = z.object({
  name: z.enum(announcementNames),
  locale: z.string().regex(localePattern),
})

/**
 * GET or POST /voice/announcement/:name?locale=…; mount it behind the signature check. Changes nothing, so it
 * may be asked again and again.
 */
export function announcement(voices: Voices): RequestHandler {
  return (request, response) => {
    const read = asked.safeParse({ ...request.query, name: request.params['name'] })
    if (!read.success) response.sendStatus(404)
    else sendDocument(response, announcementDocument(voices, read.data))
  }
}

/** Words alone: anything else is not allowed there (Twilio, error 13238). */
function announcementDocument(voices: Voices, { name, locale }: z.infer<typeof asked>): string {
  const document = new VoiceResponse()
  const said = announcements[name].map((prompt) => ({ name: prompt }))
  speak(document, voices, locale, spoken(voices.speech, locale, said))
  return document.toString()
}
