import {
  subscriptionWords,
  type Beep,
  type ConferenceCallback,
  type JoinWish,
  type SubscriptionWord,
} from '../../call/seat.ts'
import { TwimlError, type Warn } from '../errors.ts'
import { attributesOf, type Attributes } from '../attributes.ts'
import { echoSecondsMax } from '../../media/sound/echo.ts'
import { textIn, type Element } from '../xml.ts'

/** Twilio, Conference noun. */
const participantsMost = 250
const nameMax = 128
const labelMax = 128
const beeps = ['true', 'false', 'onEnter', 'onExit'] as const satisfies readonly Beep[]

/** Of Twilio's own sound path; nothing here depends on them. */
const meaningless = ['jitterBufferSize', 'region', 'record', 'trim']

/**
 * The noun of <Dial>; undefined, with a warning, for a label that cannot be (Twilio, error 16023: not added).
 * @throws TwimlError 13237 no name · 13231 bad `endConferenceOnExit`, which guesses wrong at everybody's cost
 */
export function readConference(node: Element, at: string, warn: Warn): JoinWish | undefined {
  const attributes = attributesOf(node, at, warn)
  const name = textIn(node).trim()
  if (name === '' || name.length > nameMax)
    throw new TwimlError(13237, `<Conference> needs a name of 1 to ${nameMax} characters`)
  const label = attributes.text('participantLabel')
  const wait = readWait(attributes)
  const callback = readCallback(attributes, warn)
  // Ours: Twilio warns of an attribute it does not know (12200) and goes on without it.
  const echoSeconds = attributes.whole('echoSeconds', 1, echoSecondsMax, 12200)
  const wish: JoinWish = {
    name,
    muted: attributes.yesNo('muted', false, 13230),
    beep: attributes.choice('beep', beeps, 'true', 13235),
    startConferenceOnEnter: attributes.yesNo('startConferenceOnEnter', true, 13232),
    endConferenceOnExit: readEndConferenceOnExit(attributes),
    participantsMax:
      attributes.whole('maxParticipants', 1, participantsMost, 12200) ?? participantsMost,
    ...(label !== undefined && { participantLabel: label }),
    ...(echoSeconds !== undefined && { echoSeconds }),
    ...(wait && { wait }),
    ...(callback && { callback }),
  }
  attributes.skip(...meaningless)
  attributes.rest()
  if (label === undefined || isLabel(label)) return wish
  warn(
    16023,
    `<Conference participantLabel> needs 1 to ${labelMax} characters without "/", and is no CallSid`,
  )
  return undefined
}

function isLabel(label: string): boolean {
  return /^[^/]+$/.test(label) && label.length <= labelMax && !/^CA[0-9a-f]{32}$/.test(label)
}

function readEndConferenceOnExit(attributes: Attributes): boolean {
  const value = attributes.text('endConferenceOnExit')?.trim() ?? 'false'
  if (value !== 'true' && value !== 'false')
    throw new TwimlError(13231, '<Conference endConferenceOnExit> is "true" or "false"')
  return value === 'true'
}

function readWait(attributes: Attributes): JoinWish['wait'] {
  const method = attributes.method('waitMethod', 'POST', 13234)
  const text = attributes.text('waitUrl')
  if (text === undefined) return undefined
  return { url: text.trim() === '' ? '' : attributes.resolve(text, 'waitUrl'), method }
}

function readCallback(attributes: Attributes, warn: Warn): ConferenceCallback | undefined {
  const method = attributes.method('statusCallbackMethod', 'POST', 12200)
  const words = new Set<SubscriptionWord>()
  for (const word of attributes.text('statusCallbackEvent')?.trim().split(/\s+/) ?? []) {
    const known = subscriptionWords.find((known) => known === word)
    if (known) words.add(known)
    else if (word)
      warn(12200, `<Conference statusCallbackEvent> does not know "${word.slice(0, 40)}"`)
  }
  const text = attributes.text('statusCallback')?.trim()
  if (!text) return undefined
  return { url: attributes.resolve(text, 'statusCallback'), method, words }
}
