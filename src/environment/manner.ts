import { z } from 'zod'
import { localePattern } from '../conference/room/room.ts'
import { text, timeZone } from './checks.ts'

/** How we call ourselves, speak, and log. */

export const manner = {
  ORGANISATION: text(/^[^\p{Cc}]{1,60}$/u, 'must have 1 to 60 characters')
    .default('Telefon-Runde')
    .describe('The name that callers hear and pages show.'),
  LOCALE: z
    .string()
    .regex(localePattern, 'must be two letters such as de or en')
    .default('de')
    .describe('Language of prompts and pages.'),
  TIME_ZONE: z
    .string()
    .refine(timeZone, 'must be a time zone such as Europe/Berlin')
    .default('Europe/Berlin')
    .describe('Time zone of the meetings.'),
  VOICE: text(/^[A-Za-z][A-Za-z0-9.-]*$/, 'must be files or the name of a voice of the carrier')
    .optional()
    .describe(
      'files plays our recordings, else a voice of Twilio. Usual there: Polly.Vicki-Neural',
    ),
}

export const log = {
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error'], { error: 'must be debug, info, warn or error' })
    .default('info')
    .describe('The least important lines that are logged.'),
  LOG_FORMAT: z
    .enum(['json', 'pretty'], { error: 'must be json or pretty' })
    .optional()
    .describe('json for machines, pretty for people. Usual: pretty in a terminal, else json'),
}
