import { z } from 'zod'
import type { CallerNumber } from '../conference/call/caller-number.ts'
import type { Kept } from '../conference/ports.ts'
import type { PromptName } from '../conference/call/prompts.ts'
import { localePattern } from '../conference/room/room.ts'
import { goodbyeDocument, type Voices } from './documents.ts'
import { follow, wasRemoved } from './lines.ts'
import { spoken } from './spoken.ts'

/**
 * The last sentence of a call that was sent out of whatever it was doing. Its address holds no token, so a carrier may
 * ask for it twice, and it cannot cross with the step that the call was about to take.
 */
const farewells = [
  'removed',
  'meeting-over',
  'call-ended',
  'blocked',
] as const satisfies readonly PromptName[]
export type Farewell = (typeof farewells)[number]

/** POST /voice/farewell/:name?locale=… */
export const farewellAsked = z.object({
  name: z.enum(farewells),
  locale: z.string().regex(localePattern),
})

export function farewellDocument(
  voices: Voices,
  { name, locale }: z.infer<typeof farewellAsked>,
): string {
  return goodbyeDocument(voices, locale, spoken(voices.speech, locale, [{ name }]))
}

/** Whoever hears it is inside no more, and out for the evening if they were removed. */
export async function bidFarewell(
  kept: Kept,
  call: string,
  from: CallerNumber,
  at: number,
): Promise<void> {
  const caller = await kept.callers.find(call)
  if (caller === undefined) return
  await wasRemoved(kept, caller, from, at)
  const ended = { ...caller, state: { at: 'ended' } as const }
  if (await kept.callers.move(ended, caller.step)) await follow(kept, ended, at)
}
