import { deadline } from '../../after.ts'
import { keys, type Key } from '../../media/frame.ts'
import type { Method } from '../../webhook/webhook.ts'
import type { Warn } from '../errors.ts'
import { addressIn, attributesOf } from '../attributes.ts'
import { load, sound, type Prompt } from '../prompt.ts'
import { nextVerb, type Next, type SoundStage, type Stage } from '../stage.ts'
import { elementsIn, type Element } from '../xml.ts'
import { readPause } from './pause.ts'
import { readPlay } from './play.ts'
import { readSay } from './say.ts'

export type Gather = {
  readonly verb: 'gather'
  readonly action: string
  readonly method: Method
  readonly timeoutSeconds: number
  /** Empty: no key ends the digits, and `#` and `*` are digits like the others. */
  readonly finishOnKey: Key | ''
  readonly numDigits: number | undefined
  readonly actionOnEmptyResult: boolean
  readonly prompts: readonly Prompt[]
}

/** Digits in one Gather without `numDigits`: more is somebody's cheek. */
export const digitsMax = 128
const timeoutSecondsMax = 600

const speechOnly = [
  'speechTimeout',
  'language',
  'hints',
  'speechModel',
  'profanityFilter',
  'enhanced',
  'bargeIn',
  'maxSpeechTime',
  'debug',
]

export function readGather(node: Element, at: string, warn: Warn): Gather {
  const attributes = attributesOf(node, at, warn)
  const finishOnKey = attributes.choice('finishOnKey', [...keys, ''], '#', 13310)
  attributes.choice('input', ['dtmf'], 'dtmf', 13326)
  attributes.skip(...speechOnly)
  const gather: Gather = {
    verb: 'gather',
    action: attributes.address('action') ?? addressIn('', at, '<Gather> without action'),
    method: attributes.method('method', 'POST', 13312),
    timeoutSeconds: attributes.whole('timeout', 1, timeoutSecondsMax, 13313) ?? 5,
    finishOnKey,
    numDigits: attributes.whole('numDigits', 1, digitsMax, 13314),
    actionOnEmptyResult: attributes.yesNo('actionOnEmptyResult', false, 13338),
    prompts: readPrompts(node, at, warn),
  }
  attributes.rest()
  return gather
}

function readPrompts(node: Element, at: string, warn: Warn): Gather['prompts'] {
  const readers = { Say: readSay, Play: readPlay, Pause: readPause }
  return elementsIn(node).flatMap((child) => {
    const read = Object.entries(readers).find(([name]) => name === child.name)?.[1]
    if (!read) warn(13320, `<${child.name}> is not allowed within <Gather>; it is left out`)
    return read?.(child, at, warn) ?? []
  })
}

/**
 * Asks for keys. What was typed ahead counts; what is typed too much stays for the next document.
 *
 *   prompts ──first key──▶ digits ──numDigits, finishOnKey, or timeout after the last key──▶ action
 *      └──all played──▶ waiting ──timeout──▶ next verb (actionOnEmptyResult: action without digits)
 *
 * @throws WebhookFailed | TwimlError when a file of the prompts cannot be had
 */
export async function gather(verb: Gather, stage: Stage): Promise<Next> {
  const { leg, signal } = stage
  leg.answer()
  let key = await keyDuringPrompts(verb, stage)
  let digits = ''
  let finishedOnKey = ''
  for (;;) {
    key ??= await keyInTime(verb, stage)
    // A caller who hung up is not heard of again; the call's own status tells (Twilio, Gather).
    if (signal.aborted) return nextVerb
    if (key === undefined) break
    if (key === verb.finishOnKey) {
      finishedOnKey = key
      break
    }
    digits += key
    if (digits.length >= (verb.numDigits ?? digitsMax)) break
    key = undefined
  }
  if (digits === '' && !verb.actionOnEmptyResult) return nextVerb
  const parameters = { Digits: digits, FinishedOnKey: finishedOnKey, msg: 'Gather End' }
  return { then: 'document', request: { url: verb.action, method: verb.method, parameters } }
}

async function keyInTime(verb: Gather, { leg, signal }: Stage): Promise<Key | undefined> {
  using limit = deadline(verb.timeoutSeconds * 1000, signal)
  return await leg.keys.next(limit.signal)
}

/** The key that stopped the prompts, or undefined when they were heard to the end. */
async function keyDuringPrompts(verb: Gather, stage: Stage): Promise<Key | undefined> {
  if (verb.prompts.length === 0 || stage.leg.keys.waiting > 0) return undefined
  const stop = new AbortController()
  const signal = AbortSignal.any([stage.signal, stop.signal])
  const heard = playPrompts(verb.prompts, { ...stage, signal }).finally(() => {
    stop.abort()
  })
  const pressed = stage.leg.keys.next(signal).finally(() => {
    stop.abort()
  })
  const [key] = await Promise.all([pressed, heard])
  return key
}

/** All of it is fetched before the first sounds, so that a prompt never breaks in the middle (Twilio, Gather). */
async function playPrompts(prompts: Gather['prompts'], stage: SoundStage): Promise<void> {
  const { sounds, signal } = stage
  try {
    const loaded = await Promise.all(prompts.map((prompt) => load(prompt, sounds, signal)))
    for (const prompt of loaded) if (!signal.aborted) await sound(prompt, stage)
  } catch (error) {
    if (!signal.aborted) throw error
  }
}
