import type { RequestHandler } from 'express'
import { z } from 'zod'
import type { PromptName } from '../conference/prompts.ts'
import { localePattern } from '../conference/room.ts'
import { goodbyeDocument, type Voices } from './documents.ts'
import { spoken } from './spoken.ts'

/**
 * The last sentence of a call that was sent out of whatever it was doing. Its address holds no token: it changes
 * nothing, so a carrier may ask for it twice, and it cannot cross with the step that the call was about to take.
 */
const farewells = ['removed', 'meeting-over'] as const satisfies readonly PromptName[]
export type Farewell = (typeof farewells)[number]

const asked = z.object({
  name: z.enum(farewells),
  locale: z.string().regex(localePattern),
})

/** POST /voice/farewell/:name?locale=…; mount it behind the signature check. */
export function farewell(voices: Voices): RequestHandler {
  return (request, response) => {
    const read = asked.safeParse({ ...request.query, name: request.params['name'] })
    if (!read.success) {
      response.sendStatus(404)
      return
    }
    const { name, locale } = read.data
    const sounds = spoken(voices.speech, locale, [{ name }])
    response.type('text/xml').send(goodbyeDocument(voices, locale, sounds))
  }
}
