import type { ClockTime, SpokenMoment } from './spoken-time.ts'

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
  /** Die PIN hat sich geändert. Bitte fragen Sie den Menschen, der Sie eingeladen hat. Wir versuchen es noch einmal. (the PIN of an old sheet) */
  'pin-changed': [],
  /** Das hat leider nicht geklappt. Bitte fragen Sie den Menschen, der Sie eingeladen hat. Rufen Sie gern noch einmal an. Auf Wiederhören. (after five tries) */
  'goodbye-after-tries': [],
  /** Wir haben keine Tasten gehört. Ihr Telefon muss Töne senden. Hilfe bekommen Sie von dem Menschen, der Sie eingeladen hat. Rufen Sie gern noch einmal an. Auf Wiederhören. */
  'goodbye-after-silence': [],
  /** Ich habe diese Raum-Nummer verstanden: 4 7 1 <pause> 1 0 8. (after a mistake; never the PIN) */
  'room-number-was': ['roomNumber'],
  /** Haben Sie eine PIN? Dann geben Sie sie jetzt ein. Sonst warten Sie bitte einen Moment. (rooms without a PIN) */
  'ask-pin-if-any': [],
  /** Bitte warten Sie einen Moment. (very many try numbers) */
  'one-moment': [],
  /** Wir verbinden Sie jetzt mit einem Menschen. Bitte bleiben Sie am Telefon. */
  'connecting-help': [],
  /** Gerade ist niemand da. Bitte rufen Sie später noch einmal an. (the human did not answer; a question follows) */
  'help-not-there': [],
  /** Willkommen zurück. Wir machen weiter. (after talking to the human; a question follows) */
  'help-over': [],
  /** Hilfe bekommen Sie unter dieser Nummer: 0 3 0 <pause> 1 2 3 … (where we cannot connect; a question follows) */
  'help-number-is': ['helpNumber'],
  /** Hilfe bekommen Sie von dem Menschen, der Sie eingeladen hat. (no help number; a question follows) */
  'help-from-inviter': [],
  /** Gerade ist kein Mensch am Telefon. Vielleicht ruft Sie jemand zurück. (after `help-number-is` or `help-from-inviter`) */
  'callback-offer': [],
  /** Bitte geben Sie Ihre Telefon-Nummer ein, mit Vorwahl. Am Ende <pause> drücken Sie die Raute-Taste. … Sie wollen keinen Anruf? Dann warten Sie einen Moment. */
  'callback-number': [],
  /** Bitte geben Sie die ganze Telefon-Nummer ein, mit Vorwahl. Am Ende <pause> drücken Sie die Raute-Taste. (after `*`, or a number that was too short) */
  'callback-number-again': [],
  /** Ich habe diese Telefon-Nummer verstanden: 0 3 0 <pause> 1 2 3 … */
  'callback-number-was': ['callbackNumber'],
  /** Wenn das Ihre Nummer ist <pause> drücken Sie die Eins. Wenn nicht <pause> drücken Sie die Zwei. */
  'callback-right': [],
  /** Danke. Wir geben Ihre Nummer weiter. Nach einem Tag löschen wir die Nummer. (the call goes on) */
  'callback-noted': [],
  /** Gut. Wir machen ohne Anruf weiter. */
  'callback-without': [],
  /** Das hat leider nicht geklappt. Hilfe bekommen Sie unter dieser Nummer: 0 3 0 … Auf Wiederhören. */
  'goodbye-with-help-number': ['helpNumber'],

  /** Die nächste Runde ist am Dienstag, 24. November, um 18 Uhr. Rufen Sie dann gern wieder an. Auf Wiederhören. (right PIN, too early or too late) */
  'closed-until': ['when'],
  /** Für diese Runde gibt es gerade keinen Termin. Bitte fragen Sie den Menschen, der Sie eingeladen hat. Auf Wiederhören. */
  'closed-for-now': [],

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
  /** Sie leiten diese Runde. (host PIN) */
  'you-are-host': [],
  /** Außer Ihnen ist noch niemand da. */
  'nobody-else-here': [],
  /** Willkommen zurück. Sie sind gleich wieder in der Runde. (redialled within ten minutes) */
  'welcome-back': [],

  /** Sie sind im Warte-Raum. Die Leitung lässt Sie gleich herein. */
  'waiting-room': [],
  /** Die Runde ist gerade abgeschlossen. Sie sind im Warte-Raum. Die Leitung lässt Sie gleich herein. */
  'waiting-locked': [],
  /** Die Runde beginnt mit der Leitung. Bitte bleiben Sie am Telefon. (wait for the host) */
  'waiting-for-host': [],
  /** Die Runde beginnt um 18 Uhr. Bitte bleiben Sie am Telefon. (too early, but near) */
  'waiting-early': ['time'],
  /** Wir bringen Sie in den Warte-Raum Ihrer Runde. (staff did, for somebody who was stuck) */
  'brought-to-waiting-room': [],
  /** Sie sind weiter im Warte-Raum. Bitte bleiben Sie am Telefon. (every half minute) */
  'waiting-room-still': [],
  /** Vor Ihnen wartet niemand. */
  'waiting-next': [],
  /** Vor Ihnen warten 3. */
  'waiting-behind': ['count'],
  /** Vor Ihnen wartet eine Person. */
  'waiting-behind-one': [],
  /** Insgesamt warten 4. */
  'waiting-all': ['count'],
  /** Wenn Sie gehen wollen, legen Sie einfach auf. */
  'waiting-leave': [],
  /** Die Leitung lässt Sie jetzt herein. */
  'let-in': [],
  /** Diese Runde ist heute nicht für Sie offen. Bitte fragen Sie den Menschen, der Sie eingeladen hat. Auf Wiederhören. */
  'turned-away': [],
  /** Niemand hat Sie hereingelassen. Bitte rufen Sie später noch einmal an. Auf Wiederhören. */
  'waited-too-long': [],

  /** Ihr Mikrofon ist aus. */
  'microphone-off': [],
  /** Ihr Mikrofon ist an. */
  'microphone-on': [],
  /** Für Mikrofon an <pause> drücken Sie Stern und dann Sechs. (after `microphone-off` where no menu follows) */
  'microphone-how-on': [],
  /** Ihre Hand ist oben. Die anderen wissen, dass Sie sprechen wollen. */
  'hand-up': [],
  /** Ihre Hand ist unten. */
  'hand-down': [],
  /** Für Mikrofon aus <pause> drücken Sie die Sechs. */
  'menu-microphone-off': [],
  /** Für Mikrofon an <pause> drücken Sie die Sechs. */
  'menu-microphone-on': [],
  /** Für Hand heben <pause> drücken Sie die Neun. */
  'menu-hand-up': [],
  /** Für Hand senken <pause> drücken Sie die Neun. */
  'menu-hand-down': [],
  /** Für die Zahl der Menschen hier <pause> drücken Sie die Drei. */
  'menu-count': [],
  /** Für Hilfe <pause> drücken Sie die Null. (the keys, then a human) */
  'menu-help': [],
  /** Für zurück in die Runde <pause> drücken Sie die Raute-Taste. Sie ist unten rechts. */
  'menu-back': [],
  /** Für Hereinlassen <pause> drücken Sie die Eins. (host; somebody waits) */
  'menu-let-in': [],
  /** Für Abschließen <pause> drücken Sie die Fünf. (host) */
  'menu-lock': [],
  /** Für Aufschließen <pause> drücken Sie die Fünf. (host) */
  'menu-unlock': [],
  /** Für alle stumm <pause> drücken Sie die Sieben. (host) */
  'menu-mute-all': [],
  /** Für Beenden <pause> drücken Sie die Acht. (host) */
  'menu-end': [],
  /** Für diese Taste gibt es nichts. */
  'menu-nothing': [],
  /** Das kann nur die Leitung. */
  'menu-host-only': [],
  /** Nach der Stern-Taste: Sechs ist für das Mikrofon. Neun ist für die Hand. Drei ist für die Zahl der Menschen hier. (`*0`) */
  'keys-help': [],
  /** Dazu für Sie als Leitung: Eins lässt Menschen herein. Fünf schließt ab. Sieben macht alle anderen stumm. Acht beendet die Runde. */
  'keys-help-host': [],
  /** Niemand wartet. */
  'nobody-waits': [],
  /** Eine Person wartet. */
  'one-waits': [],
  /** Es warten 3. */
  'some-wait': ['count'],
  /** Für eine Person <pause> drücken Sie die Eins. Für alle <pause> drücken Sie die Zwei. */
  'let-in-question': [],
  /** Eine Person kommt herein. */
  'let-in-one': [],
  /** Alle kommen herein. */
  'let-in-all': [],
  /** Die Runde ist jetzt abgeschlossen. (to the host who did it, and to all) */
  locked: [],
  /** Die Runde ist jetzt wieder offen. */
  unlocked: [],
  /** Alle anderen sind jetzt stumm. */
  'all-muted': [],
  /** Für Beenden für alle <pause> drücken Sie die Eins. */
  'end-question': [],
  /** Sie leiten jetzt diese Runde. (made host while in the meeting) */
  'you-are-host-now': [],

  /** Im Warte-Raum wartet jemand. Für Hereinlassen <pause> drücken Sie Stern und dann Eins. (to the host alone, after a tone) */
  'someone-waits': [],
  /** In fünf Minuten ist die Zeit um. Dann fragen wir, ob Sie bleiben. (to all) */
  'five-minutes-left': [],
  /** Die Zeit ist um. Für Bleiben <pause> drücken Sie die Eins. */
  'stay-question': [],
  /** Die Leitung bittet Sie: Machen Sie Ihr Mikrofon aus. Dafür drücken Sie Stern und dann Sechs. (to one) */
  'please-mute': [],
  /** Die Leitung bittet Sie: Machen Sie Ihr Mikrofon an. Dafür drücken Sie Stern und dann Sechs. (to one) */
  'please-unmute': [],
  /** Die Leitung hat Ihr Mikrofon ausgemacht. (to one; `microphone-how-on` follows) */
  'muted-by-host': [],
  /** Von Ihrem Telefon kam lange Lärm. Ihr Mikrofon ist jetzt aus. (to one; `microphone-how-on` follows) */
  'muted-for-noise': [],

  /** Sie sind an der Reihe. Bitte sprechen Sie jetzt. (speaking round, to one) */
  'your-turn': [],
  /** Nach dieser Person sind Sie an der Reihe. (speaking round, to one) */
  'you-are-next': [],
  /** The piece `<tone>`: the time of the one who speaks is over; nothing else is said, and nobody is cut off. */
  tone: [],
  /** Noch fünf Minuten. Dann ist die Runde zu Ende. (the organiser lets it be said to all) */
  'say-five-minutes-left': [],
  /** Bitte schalten Sie Ihr Mikrofon aus, wenn Sie nicht sprechen. Dafür drücken Sie Stern und dann Sechs. (to all) */
  'say-please-mute': [],
  /** Bitte sprechen Sie nacheinander. So hören sich alle gut. (to all) */
  'say-one-at-a-time': [],
  /** Jetzt ist Pause. Bitte bleiben Sie am Telefon. (to all) */
  'say-break-now': [],
  /** Die Pause ist vorbei. Es geht weiter. (to all) */
  'say-break-over': [],

  /** Willkommen beim Üben. Hier kann nichts falsch gehen. */
  'practice-welcome': [],
  /** Drücken Sie eine Taste. Wir sagen Ihnen, welche es war. */
  'practice-keys': [],
  /** Sie haben gedrückt: */
  'practice-you-pressed': ['keys'],
  /** Wir haben keine Taste gehört. Ihr Telefon muss Töne senden. */
  'practice-no-key': [],
  /** In der Runde ist Stern und dann Sechs für das Mikrofon. Probieren Sie das jetzt. */
  'practice-star-six': [],
  /** Das war richtig. */
  'practice-right': [],
  /** Sprechen Sie jetzt. Sie hören sich nach zwei Sekunden selbst. Nichts wird gespeichert. */
  'practice-echo': [],
  /** Das Mikrofon können Sie in Ihrer Runde prüfen. (a carrier without the echo) */
  'practice-without-echo': [],
  /** Das war die Übung. Rufen Sie gern noch einmal an. Auf Wiederhören. */
  'practice-goodbye': [],

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

  /** Dieser Anruf ist jetzt zu Ende. Auf Wiederhören. (staff ended it) */
  'call-ended': [],
  /** <pause> Gerade nehmen wir keine neuen Anrufe an. Bitte rufen Sie später noch einmal an. Auf Wiederhören. */
  'no-new-calls': [],
  /** <pause> Von diesem Telefon können Sie gerade nicht teilnehmen. Bitte fragen Sie den Menschen, der Sie eingeladen hat. Auf Wiederhören. */
  blocked: [],

  /** Gerade gibt es eine Störung. Bitte rufen Sie in fünf Minuten wieder an. */
  trouble: [],
} as const satisfies Record<string, readonly Placeholder[]>

/** `organisation` may stand inside a piece; the others stand alone as `{digits}`, `{count}`. */
export type Placeholder = 'organisation' | keyof Values

export type PromptName = keyof typeof prompts

/** What fills the places of a sentence. */
export type Values = {
  /** How many digits a number has, spoken as a number. */
  readonly digits?: number
  /** How many people, spoken as a number. */
  readonly count?: number
  /** Digits, spoken one by one in groups of three. */
  readonly roomNumber?: string
  /** Digits as people write them, `030 123 456`; spoken one by one, a pause at each space. */
  readonly helpNumber?: string
  /** Digits that the caller has keyed, in groups; spoken one by one. */
  readonly callbackNumber?: string
  /** Keys that were pressed in the practice line, spoken one by one with their names. */
  readonly keys?: string
  /** A time of today in the room's zone, last in its sentence: "um 18 Uhr." (`clockTime`) */
  readonly time?: ClockTime
  /** A day and its time, last in its sentence: "am Dienstag, dem 24. November, um 18 Uhr." (`spokenMoment`) */
  readonly when?: SpokenMoment
}

/** One thing to say, with the values it needs. */
export type Prompt = { readonly name: PromptName; readonly values?: Values }
