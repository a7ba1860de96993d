/**
 * Everything we can say, by name. The sentences are in config/prompts.<locale>.json, the sound in
 * config/audio/<locale>/; at start-up every name must have its sentence in every language.
 *
 * The right side lists the places in the sentence that are filled in while it is spoken.
 */
export const prompts = {
  /** Guten Tag. Das ist die {organisation}. */
  greeting: ['organisation'],

  /** Bitte geben Sie Ihre Raum-Nummer ein. Sie hat 6 Ziffern. */
  'ask-room-number': ['digits'],
  /** Gut. Bitte beginnen Sie die Raum-Nummer von vorne. (after `*`, or a number that was too short) */
  'ask-room-number-again': [],
  /** Lassen Sie sich Zeit. Bitte geben Sie Ihre Raum-Nummer ein. (first silence) */
  'ask-room-number-patiently': [],
  /** Auf Ihrem Zettel steht eine Raum-Nummer. Sie hat 6 Ziffern. Bitte geben Sie sie ein. Für Hilfe <pause> drücken Sie die Null. (from the second silence or mistake on) */
  'ask-room-number-simply': ['digits'],
  /** Hier kommen Sie in Ihre Telefon-Runde. Dafür brauchen Sie Ihre Einladung. Dort stehen eine Raum-Nummer und eine PIN. Die Stern-Taste ist unten links. Mit ihr beginnen Sie von vorne. */
  'help-room-number': [],

  /** Danke. Bitte geben Sie jetzt Ihre PIN ein. */
  'ask-pin': [],
  /** Gut. Bitte beginnen Sie die PIN von vorne. */
  'ask-pin-again': [],
  /** Lassen Sie sich Zeit. Bitte geben Sie Ihre PIN ein. */
  'ask-pin-patiently': [],
  /** Auf Ihrem Zettel steht auch eine PIN. Sie hat 6 Ziffern. Bitte geben Sie sie ein. Für Hilfe <pause> drücken Sie die Null. */
  'ask-pin-simply': ['digits'],
  /** Die PIN steht in Ihrer Einladung, unter der Raum-Nummer. Wer Sie eingeladen hat, kennt sie auch. Die Stern-Taste ist unten links. Mit ihr beginnen Sie von vorne. */
  'help-pin': [],

  /** Diese Angaben passen zu keiner offenen Runde. Bitte prüfen Sie Nummer, PIN und Uhrzeit. Wir versuchen es noch einmal. (every reason sounds the same) */
  'not-found': [],
  /** Das hat leider nicht geklappt. Bitte fragen Sie den Menschen, der Sie eingeladen hat. Rufen Sie gern noch einmal an. Auf Wiederhören. (after five tries) */
  'goodbye-after-tries': [],
  /** Wir haben keine Tasten gehört. Ihr Telefon muss Töne senden. Hilfe bekommen Sie von dem Menschen, der Sie eingeladen hat. Rufen Sie gern noch einmal an. Auf Wiederhören. */
  'goodbye-after-silence': [],

  /** Diese Runde wird nicht aufgezeichnet. */
  'not-recorded': [],
  /** Sie sind jetzt in der Runde. */
  'you-are-in': [],
  /** Außer Ihnen ist eine Person da. */
  'one-other-here': [],
  /** Außer Ihnen sind 4 da. */
  'others-here': ['count'],
  /** Die Runde ist schon voll. Bitte rufen Sie später noch einmal an. Auf Wiederhören. */
  'room-full': [],

  /** Sie sind die erste Person. Die anderen kommen noch. Bitte bleiben Sie am Telefon. */
  'waiting-first': [],
  /** Sie sind noch allein in der Runde. Bitte bleiben Sie am Telefon. */
  'waiting-still': [],
  /** The piece `<music>`: about 25 s of quiet music (a sound file, no words). */
  'waiting-music': [],

  /** Sie sind gleich wieder in der Runde. Zum Verlassen legen Sie einfach auf. (after `*`) */
  'back-in': [],
  /** Die Runde ist zu Ende. Danke, dass Sie da waren. Auf Wiederhören. */
  'meeting-over': [],
  /** Sie sind nicht mehr in der Runde. Auf Wiederhören. */
  removed: [],

  /** Gerade gibt es eine Störung. Bitte rufen Sie in fünf Minuten wieder an. */
  trouble: [],
} as const satisfies Record<string, readonly Placeholder[]>

/** `organisation` may stand inside a piece; the others are numbers and stand alone as `{digits}`, `{count}`. */
export type Placeholder = 'organisation' | 'digits' | 'count'

export type PromptName = keyof typeof prompts

/** One thing to say, with the numbers it needs. */
export type Prompt = {
  readonly name: PromptName
  readonly values?: Readonly<Partial<Record<'digits' | 'count', number>>>
}
