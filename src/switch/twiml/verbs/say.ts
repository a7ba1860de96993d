import type { Warn } from '../errors.ts'
import { attributesOf } from '../attributes.ts'
import { load, sound } from '../prompt.ts'
import { nextVerb, type Next, type SoundStage } from '../stage.ts'
import { textIn, type Element } from '../xml.ts'

export type Say = {
  readonly verb: 'say'
  readonly text: string
  /** Decides the voice; names of voices belong to a carrier. */
  readonly language: string
  readonly loop: number
}

/** Twilio, error 13521. */
const textMax = 4096
/** What `loop="0"`, "until the caller hangs up", means (Twilio, Say and Play). */
export const loopMax = 1000

/** Nothing to say: undefined, with a warning. */
export function readSay(node: Element, at: string, warn: Warn): Say | undefined {
  const attributes = attributesOf(node, at, warn)
  const language = attributes.text('language')?.trim() ?? 'en-US'
  const loop = attributes.whole('loop', 0, loopMax, 13510) ?? 1
  attributes.skip('voice')
  attributes.rest()
  const known = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/.test(language)
  if (!known) warn(13512, `<Say language> is not a language such as "de-DE"; en-US is used`)
  const text = textIn(node).replace(/\s+/g, ' ').trim()
  if (text === '' || text.length > textMax) {
    warn(text === '' ? 13520 : 13521, `<Say> needs 1 to ${textMax} characters; it is left out`)
    return undefined
  }
  return { verb: 'say', text, language: known ? language : 'en-US', loop: loop || loopMax }
}

/** Speaks to this caller alone, and answers the call if it still rings. */
export async function say(verb: Say, stage: SoundStage): Promise<Next> {
  stage.leg.answer()
  await sound(await load(verb, stage.sounds, stage.signal), stage)
  return nextVerb
}
