import VoiceResponse from 'twilio/lib/twiml/VoiceResponse.js'
import { practiceEcho, type PracticeMoved } from '../conference/call/practice.ts'
import type { Locale } from '../conference/room/room.ts'
import { askDocument, goodbyeDocument, speak, type Voices } from './documents.ts'
import { spoken } from './spoken.ts'

export type Practising = {
  /** Where keys, silence and the end of the echo are told: one address for all of the practice line. */
  readonly action: string
  /** Random, as for a meeting: callers who practise never meet. */
  readonly conferenceName: string
}

/** What the practice line says next, as a document for the carrier. */
export function practiceDocument(
  voices: Voices,
  locale: Locale,
  { prompts, then }: PracticeMoved,
  { action, conferenceName }: Practising,
): string {
  const sounds = spoken(voices.speech, locale, prompts)
  switch (then.do) {
    case 'ask':
      return askDocument(voices, locale, sounds, {
        action,
        keys: then.keys,
        manner: 'number',
        opening: false,
      })
    case 'hang-up':
      return goodbyeDocument(voices, locale, sounds)
    case 'echo': {
      const document = new VoiceResponse()
      speak(document, voices, locale, sounds)
      hearOneself(document, action, conferenceName)
      return document.toString()
    }
  }
}

/**
 * A conference for one, whose echo lives in the switch's memory. `echoSeconds` is the switch's own; where it is
 * unknown this would be silence, so there the line goes without (`PracticeMeans`).
 */
function hearOneself(document: VoiceResponse, action: string, conferenceName: string): void {
  const { delaySeconds, secondsMax } = practiceEcho
  const echo = { echoSeconds: delaySeconds }
  document.dial({ action, method: 'POST', hangupOnStar: true, timeLimit: secondsMax }).conference(
    {
      ...echo,
      beep: 'false',
      startConferenceOnEnter: true,
      endConferenceOnExit: true,
      maxParticipants: 2,
      record: 'do-not-record',
      waitUrl: '',
    },
    conferenceName,
  )
}
