/** German area codes of two digits; the others have three to five, and where they end only a large table knows. */
const shortAreas = new Set(['30', '40', '69', '89'])

/**
 * A number as people read and dial it: `+493012345678` → `030 123 456 78`, others in international form.
 * In groups of three, because that is how numbers are read from paper.
 */
export function readable(number: string): string {
  if (!number.startsWith('+49')) return `${number.slice(0, 3)} ${inThrees(number.slice(3))}`
  const rest = number.slice(3)
  const area = rest.slice(0, 2)
  return shortAreas.has(area) ? `0${area} ${inThrees(rest.slice(2))}` : inThrees(`0${rest}`)
}

function inThrees(digits: string): string {
  const groups = digits.match(/\d{1,3}/g) ?? []
  const last = groups.at(-1)
  // Nobody reads a single digit alone: 123 456 7 → 123 4567.
  if (groups.length > 1 && last?.length === 1) {
    return [...groups.slice(0, -2), `${groups.at(-2) ?? ''}${last}`].join(' ')
  }
  return groups.join(' ')
}
