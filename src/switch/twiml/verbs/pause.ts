import type { Warn } from '../errors.ts'
import { attributesOf } from '../attributes.ts'
import { sound } from '../prompt.ts'
import { nextVerb, type Next, type SoundStage } from '../stage.ts'
import type { Element } from '../xml.ts'

export type Pause = { readonly verb: 'pause'; readonly seconds: number }

const pauseSecondsMax = 4 * 60 * 60

export function readPause(node: Element, at: string, warn: Warn): Pause {
  const attributes = attributesOf(node, at, warn)
  const seconds = attributes.whole('length', 1, pauseSecondsMax, 13910) ?? 1
  attributes.rest()
  return { verb: 'pause', seconds }
}

/** Waits. Does not answer: as the first verb it lets the telephone ring on (Twilio, Pause). */
export async function pause(verb: Pause, stage: SoundStage): Promise<Next> {
  await sound({ prompt: verb, sound: undefined }, stage)
  return nextVerb
}
