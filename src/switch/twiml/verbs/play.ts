import type { Warn } from '../errors.ts'
import { addressIn, attributesOf } from '../attributes.ts'
import { load, sound } from '../prompt.ts'
import { nextVerb, type Next, type SoundStage } from '../stage.ts'
import { textIn, type Element } from '../xml.ts'
import { loopMax } from './say.ts'

export type Play = { readonly verb: 'play'; readonly url: string; readonly loop: number }

/** Nothing to play: undefined, with a warning. */
export function readPlay(node: Element, at: string, warn: Warn): Play | undefined {
  const attributes = attributesOf(node, at, warn)
  const loop = attributes.whole('loop', 0, loopMax, 13410) ?? 1
  if (attributes.text('digits') !== undefined)
    warn(13430, '<Play digits> is not played here: nobody at the other end listens for keys')
  attributes.rest()
  const address = textIn(node).trim()
  if (address === '') {
    warn(13420, '<Play> without an address; it is left out')
    return undefined
  }
  return { verb: 'play', url: addressIn(address, at, '<Play>'), loop: loop || loopMax }
}

/**
 * Plays a file to this caller alone, and answers the call if it still rings.
 * @throws WebhookFailed | TwimlError when the file cannot be had
 */
export async function play(verb: Play, stage: SoundStage): Promise<Next> {
  stage.leg.answer()
  await sound(await load(verb, stage.sounds, stage.signal), stage)
  return nextVerb
}
