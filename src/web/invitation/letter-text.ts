import type { Letter } from './letter.ts'

/** The invitation as a mail: plain text with the numbers first, to be read aloud, printed, or shown in Braille (P-15). */
export function mailText(letter: Letter): string {
  const { texts } = letter
  return sections([
    [texts.mail.greeting],
    numbers(letter),
    steps(letter),
    dates(letter),
    [letter.cost.title, letter.cost.text],
    [texts.trouble.title, ...letter.tips],
    practice(letter),
    tap(letter),
    [texts.notRecorded],
    [texts.mail.goodbye.replace('{organisation}', letter.organisation)],
  ])
}

/** The same in a few lines, for a messenger. */
export function messageText(letter: Letter): string {
  return sections([
    [letter.organisation, ...(letter.rule === undefined ? [] : [letter.rule])],
    numbers(letter),
    tap(letter),
  ])
}

/** The numbers alone, for a calendar that only the owner sees. */
export function calendarText(letter: Letter): string {
  return sections([numbers(letter), tap(letter)]).trimEnd()
}

function numbers({ texts, call, roomNumber, pin }: Letter): string[] {
  return [
    `${call.label}: ${call.written}`,
    ...(roomNumber === undefined ? [] : [`${texts.number}: ${roomNumber}`]),
    ...(pin === undefined ? [] : [`${texts.pin}: ${pin}`]),
  ]
}

function steps({ texts, steps: all }: Letter): string[] {
  return [texts.stepsTitle, ...all.map((step, before) => `${before + 1}. ${step}`)]
}

function dates({ texts, rule, dates: all }: Letter): string[] {
  if (rule === undefined) return [texts.datesTitle, texts.alwaysOpen]
  return [texts.datesTitle, rule, ...all]
}

function practice({ texts, practice: text }: Letter): string[] {
  return text === undefined ? [] : [texts.practice.title, text]
}

function tap({ texts, tap: all }: Letter): string[] {
  return all === undefined ? [] : [texts.tap, all.link]
}

const sections = (all: readonly (readonly string[])[]): string =>
  `${all
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
