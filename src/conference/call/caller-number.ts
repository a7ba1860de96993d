/**
 * Who calls, as far as we may know it. Relief, never proof: numbers can be forged, and whoever withheld theirs is an equal
 * caller (S-41). It lives in memory while one request is answered and is never written anywhere.
 */
export type CallerNumber =
  | { readonly is: 'telephone'; readonly number: string }
  /** A softphone or a telephone of the house: `sip:anna@192.168.1.5`, `client:anna`, `**610`. */
  | { readonly is: 'identity'; readonly name: string }
  | { readonly is: 'withheld' }

export const withheld: CallerNumber = { is: 'withheld' }

/** What carriers write instead of a number (Twilio, From; 3GPP TS 24.229 display names). */
const withheldWords = [
  'anonymous',
  'blocked',
  'private',
  'restricted',
  'unavailable',
  'unknown',
  'withheld',
]

/** The same words keyed on a telephone: `anonymous` arrives as `+266696687`, too. */
const withheldSpelled = withheldWords.map(spelled)

/** Names longer than this are nobody's. */
const nameMax = 255

/**
 * Reads what the carrier says about who calls (Twilio, From). The words for "withheld" and the numbers they spell are
 * withheld, and so is everything that is no number and no address: such callers are never taken for one and the same.
 *
 *   +49301234567          telephone            Anonymous, empty      withheld
 *   0301234567            telephone            +266696687            withheld
 *   sip:anna@host, **610  identity             sip:anonymous@host    withheld
 */
export function callerNumber(from: string | undefined): CallerNumber {
  const said = (from ?? '').trim()
  if (said.length > nameMax) return withheld
  const address = /^(sips?|client):([^;?]*)/i.exec(said)
  if (address !== null) return ofAddress(said, address[2] ?? '')
  const digits = said.replace(/[\s().-]/g, '')
  if (isWithheldWord(digits)) return withheld
  if (/^(?:\+[1-9]\d{6,14}|0\d{5,17})$/.test(digits)) return { is: 'telephone', number: digits }
  return /^[*\d]{2,18}$/.test(digits) ? { is: 'identity', name: digits } : withheld
}

/** `sip:+4930…@carrier` is a telephone, whatever carrier it came through. */
function ofAddress(said: string, rest: string): CallerNumber {
  const [user = '', host = ''] = rest.split('@')
  if (isWithheldWord(user) || /(?:^|\.)anonymous\.invalid$/i.test(host)) return withheld
  if (/^\+[1-9]\d{6,14}$/.test(user)) return { is: 'telephone', number: user }
  const scheme = said.slice(0, said.indexOf(':')).toLowerCase()
  const name = host === '' ? user : `${user}@${host.toLowerCase()}`
  return { is: 'identity', name: `${scheme === 'sips' ? 'sip' : scheme}:${name}` }
}

function isWithheldWord(said: string): boolean {
  const bare = said.replace(/^\+/, '').toLowerCase()
  return bare === '' || withheldWords.includes(bare) || withheldSpelled.includes(bare)
}

/** The keys under the letters (ITU-T E.161). */
function spelled(word: string): string {
  const letters = ['abc', 'def', 'ghi', 'jkl', 'mno', 'pqrs', 'tuv', 'wxyz']
  return Array.from(word, (letter) =>
    String(2 + letters.findIndex((key) => key.includes(letter))),
  ).join('')
}
