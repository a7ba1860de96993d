import VoiceResponse from 'twilio/lib/twiml/VoiceResponse.js'
import type { Locale } from '../conference/room/room.ts'
import type { Writing } from './parts.ts'
import { languageOf } from './speech.ts'
import type { Sound } from './spoken.ts'

/*
 * The documents we answer with (Twilio, TwiML). Every prompt stands inside a Gather where there is one,
 * because only there a key interrupts it.
 */

/** Before the first key and between keys. */
const patienceSeconds = 10
/** A Pause that comes first rings on (Twilio, Pause): an answer without a ring startles. */
const ringSeconds = 1
/** After the answer the receiver is still on its way to the ear. */
const liftSeconds = 1
/** A human is called for so long, and talks for so long. */
const humanRingSeconds = 40
const humanSecondsMax = 30 * 60
const callbackEvents = [
  'start',
  'end',
  'join',
  'leave',
  'mute',
  'hold',
  'modify',
  'speaker',
  'announcement',
] as const

/** Whose voice, and where the addresses in a document lead. */
export type Voices = Pick<Writing, 'speech' | 'addresses' | 'locale'>

export type Asking = {
  readonly action: string
  readonly keys: number
  /** A menu takes every key as it comes; at the very first question `*` answers at once, because no `#` can be late. */
  readonly manner: 'number' | 'first-number' | 'menu'
  /** The first words of a call: it rings for a second, and after the answer there is a second of silence. */
  readonly opening: boolean
}

export type Joining = {
  readonly action: string
  readonly conferenceName: string
  /** Whoever comes first decides where it is mixed, so everybody says the same (Twilio, Conference: region). */
  readonly region: string | undefined
  readonly waiting: string
  readonly callersMax: number
  readonly muted: boolean
  /** Whether the others hear a soft tone. */
  readonly tone: boolean
  readonly timeLimitSeconds: number
}

type Region = NonNullable<VoiceResponse.ConferenceAttributes['region']>

const finishOnKey = { number: '#', 'first-number': '*', menu: '' } as const

/** Asks and waits for keys. Silence comes to the same address, without digits. */
export function askDocument(
  voices: Voices,
  locale: Locale,
  sounds: readonly Sound[],
  asking: Asking,
): string {
  const document = new VoiceResponse()
  if (asking.opening) document.pause({ length: ringSeconds })
  const gather = document.gather({
    input: ['dtmf'],
    action: asking.action,
    method: 'POST',
    numDigits: asking.keys,
    finishOnKey: finishOnKey[asking.manner],
    timeout: patienceSeconds,
    actionOnEmptyResult: true,
  })
  if (asking.opening) gather.pause({ length: liftSeconds })
  speak(gather, voices, locale, sounds)
  // For a carrier that does not know actionOnEmptyResult.
  document.redirect({ method: 'POST' }, asking.action)
  return document.toString()
}

/** Says something and takes the caller into the conference. */
export function joinDocument(
  voices: Voices,
  locale: Locale,
  sounds: readonly Sound[],
  joining: Joining,
): string {
  const document = new VoiceResponse()
  speak(document, voices, locale, sounds)
  document
    .dial({
      action: joining.action,
      method: 'POST',
      hangupOnStar: true,
      timeLimit: joining.timeLimitSeconds,
    })
    .conference(
      {
        beep: joining.tone ? 'onEnter' : 'false',
        ...(joining.muted && { muted: true }),
        startConferenceOnEnter: true,
        endConferenceOnExit: false,
        maxParticipants: joining.callersMax,
        record: 'do-not-record',
        ...(joining.region !== undefined && { region: joining.region as Region }),
        waitUrl: joining.waiting,
        waitMethod: 'POST',
        statusCallback: voices.addresses.conference(),
        statusCallbackMethod: 'POST',
        statusCallbackEvent: [...callbackEvents],
      },
      joining.conferenceName,
    )
  return document.toString()
}

/** Says something and ends the call. */
export function goodbyeDocument(voices: Voices, locale: Locale, sounds: readonly Sound[]): string {
  const document = new VoiceResponse()
  speak(document, voices, locale, sounds)
  document.hangup()
  return document.toString()
}

/** What somebody hears who is alone: words, music, and then the next document of the same kind. */
export function waitingDocument(
  voices: Voices,
  locale: Locale,
  sounds: readonly Sound[],
  next: string,
): string {
  const document = new VoiceResponse()
  speak(document, voices, locale, sounds)
  document.redirect({ method: 'POST' }, next)
  return document.toString()
}

/** Says something, stays silent for these seconds, and asks for the next document. */
export function pauseDocument(
  voices: Voices,
  locale: Locale,
  sounds: readonly Sound[],
  { next, seconds }: { readonly next: string; readonly seconds: number },
): string {
  const document = new VoiceResponse()
  speak(document, voices, locale, sounds)
  document.pause({ length: Math.max(1, Math.ceil(seconds)) })
  document.redirect({ method: 'POST' }, next)
  return document.toString()
}

/** The one number that is ever dialled (S-40), shown with our own number: the caller's stays with us. */
export type Human = { readonly number: string; readonly callerId: string }

/** Connects with the human who helps, and asks for the next document when that is over. */
export function humanDocument(
  voices: Voices,
  locale: Locale,
  sounds: readonly Sound[],
  { action, number, callerId }: Human & { readonly action: string },
): string {
  const document = new VoiceResponse()
  speak(document, voices, locale, sounds)
  document
    .dial({
      action,
      method: 'POST',
      callerId,
      timeout: humanRingSeconds,
      timeLimit: humanSecondsMax,
      record: 'do-not-record',
    })
    .number(number)
  return document.toString()
}

/** Nothing more to do: the call is over. */
export function emptyDocument(): string {
  return new VoiceResponse().toString()
}

type Speaker = Pick<VoiceResponse, 'play' | 'pause'> & {
  say(attributes: VoiceResponse.SayAttributes, text: string): unknown
}

/** Says all of it with this voice, wherever in a document words may stand. */
export function speak(
  on: Speaker,
  { speech, addresses, locale: voiceLocale }: Voices,
  locale: Locale,
  sounds: readonly Sound[],
) {
  const { sayLanguage } = languageOf(speech, locale)
  const named = speech.voice !== 'files' && locale === voiceLocale
  const language = sayLanguage as NonNullable<VoiceResponse.SayAttributes['language']>
  const voice = speech.voice as NonNullable<VoiceResponse.SayAttributes['voice']>
  for (const sound of sounds) {
    if (sound.is === 'play') on.play(addresses.sound(sound.file))
    else if (sound.is === 'pause') on.pause({ length: sound.seconds })
    else on.say(named ? { language, voice } : { language }, sound.text)
  }
}
