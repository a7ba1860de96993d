/** How loud one heard another, or themselves. */
export type Heard = { readonly listener: string; readonly speaker: string; readonly dbfs: number }

/** A hum of −15 dBFS arrives well above the one, and its echo would lie well above the other. */
export const heardFromDbfs = -25
export const unheardUntilDbfs = -45

/**
 * Who heard whom, as a table for people, and whether all is as it should be: everybody hears everybody else and
 * nobody themselves.
 *
 *            Ada        Bob        Cy
 *   Ada   −98 dB ✓   −15 dB ✓   −15 dB ✓
 */
export function tableOf(
  people: readonly { readonly name: string }[],
  heard: readonly Heard[],
): { readonly text: string; readonly good: boolean } {
  const cell = (listener: string, speaker: string): { text: string; good: boolean } => {
    const one = heard.find((found) => found.listener === listener && found.speaker === speaker)
    if (!one) return { text: 'unknown ✗', good: false }
    const good = listener === speaker ? one.dbfs <= unheardUntilDbfs : one.dbfs >= heardFromDbfs
    return { text: `${one.dbfs.toFixed(0)} dBFS ${good ? '✓' : '✗'}`, good }
  }
  const width = { name: 8, cell: 13 }
  const row = (first: string, cells: readonly string[]): string =>
    `  ${first.padEnd(width.name)}${cells.map((text) => text.padStart(width.cell)).join('')}`
  const names = people.map(({ name }) => name)
  const cells = names.map((listener) => names.map((speaker) => cell(listener, speaker)))
  return {
    text: [
      row('heard', names),
      ...names.map((name, n) =>
        row(
          name,
          (cells[n] ?? []).map(({ text }) => text),
        ),
      ),
    ].join('\n'),
    good: cells.flat().every(({ good }) => good),
  }
}
