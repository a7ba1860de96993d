import parsePhoneNumber from 'libphonenumber-js/min'

/**
 * A number as people read and dial it: `+493012345678` → `030 123 456 78`, from abroad in international form. The area
 * code comes from the numbering plan; the rest is in groups of three, because that is how numbers are read from paper.
 */
export function readable(number: string): string {
  const known = parsePhoneNumber(number)
  if (!known) return number
  const written = known.country === 'DE' ? known.formatNational() : known.formatInternational()
  const [area = '', ...rest] = written.split(' ')
  return rest.length === 0 ? written : `${area} ${inThrees(rest.join('').replaceAll(/\D/g, ''))}`
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
