/**
 * The words we do not say to callers, and what we say instead: one word for one thing, the word on the
 * invitation. On a mistake nobody is told what they did wrong.
 */

/** A sentence that matches `not` breaks the rule; `say` is what to write, for whoever wrote it. */
export type Unwanted = { readonly rule: string; readonly not: RegExp; readonly say: string }

const german: readonly Unwanted[] = [
  { rule: 'A-14', not: /Raumnummer|Konferenz-?nummer|Zimmer/, say: 'say Raum-Nummer' },
  {
    rule: 'A-14',
    not: /Rautetaste|Sterntaste|\b(?:Raute|Stern)\b(?!-Taste)|Hash|[#*]/,
    say: 'say Raute-Taste, Stern-Taste',
  },
  {
    rule: 'A-14',
    not: /\b(?:tippen|wählen|eintippen)\b|(?:Nummer|PIN) drücken/,
    say: 'numbers are entered: "geben Sie … ein"',
  },
  { rule: 'A-14', not: /Taste ein\b|Null ein\b/, say: 'a key is pressed: "drücken Sie …"' },
  { rule: 'A-14', not: /Code|Kennwort|Passwort|Geheimzahl/, say: 'say PIN' },
  { rule: 'A-23', not: /Hörer|beenden Sie/, say: 'people hang up: "legen Sie auf"' },
  { rule: 'A-23', not: /Konferenz|Meeting|Sitzung|Besprechung/, say: 'say Runde' },
  { rule: 'A-23', not: /Moderator|Gastgeber|Host\b/, say: 'say who leads: "die Leitung"' },
  { rule: 'A-23', not: /stummgeschaltet|stumm\b|Mikro\b/, say: 'say "Ihr Mikrofon ist aus"' },
  {
    rule: 'A-23',
    not: /\b(?:würde\w*|könnte\w*|sollte\w*|möchte\w*|hätte\w*|wäre\w*)\b/,
    say: 'say what is, without the subjunctive',
  },
  { rule: 'A-23', not: /\b(?:des|wegen|eines|trotz)\b/, say: 'write it without the genitive' },
  { rule: 'A-23', not: /\b(?:z\.|d\.|bzw|usw|ca|Nr|Tel|etc)\b/, say: 'write the whole word' },
  {
    rule: 'A-08',
    not: /falsch|ungültig|Fehler|fehlerhaft|unbekannt|nicht korrekt|stimmt nicht|existier|verboten/,
    say: 'say what to do, not what was wrong',
  },
]

const english: readonly Unwanted[] = [
  { rule: 'A-14', not: /conference (?:number|ID)|meeting (?:number|ID)/i, say: 'say room number' },
  {
    rule: 'A-14',
    not: /\b(?:star|hash)\b(?! key)|pound|asterisk|[#*]/i,
    say: 'say star key, hash key',
  },
  { rule: 'A-14', not: /\b(?:type|dial|key in)\b|press your/i, say: 'numbers are entered' },
  { rule: 'A-14', not: /passcode|password|security code/i, say: 'say PIN' },
  { rule: 'A-23', not: /conference|\bsession\b/i, say: 'say meeting' },
  { rule: 'A-23', not: /\bmoderator\b/i, say: 'say host' },
  { rule: 'A-23', not: /\b(?:would|could|might)\b/i, say: 'say what is' },
  { rule: 'A-23', not: /\b(?:e\.g|i\.e|etc|No\.)/, say: 'write the whole word' },
  {
    rule: 'A-08',
    not: /\b(?:wrong|invalid|incorrect|error|unknown|failed|forbidden)\b|not exist/i,
    say: 'say what to do, not what was wrong',
  },
]

/** By language; a language without a line here has only the rules that know no words. */
export const vocabularies: Readonly<Record<string, readonly Unwanted[]>> = {
  de: german,
  en: english,
}
