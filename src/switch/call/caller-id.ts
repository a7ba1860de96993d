import { readNameAddress } from '../sip/message/name-address.ts'
import { splitList } from '../sip/message/scan.ts'
import { readUri } from '../sip/message/uri.ts'

/** What an INVITE says about who calls whom. */
export type Invitation = {
  readonly requestUri: string
  header(name: string): string | undefined
}

/** `From` of a caller who does not want to be known (Twilio, "caller number values"). */
export const anonymous = 'anonymous'

/** Words that stand for "withheld" in the user part (TS.24 and what trunks send). */
const withheldUsers = /^(anonymous|unknown|restricted|private|unavailable|blocked|)$/i
/** What a FRITZ!Box and many trunks send without saying `user=phone`; a telephone of the house has a shorter number. */
const looksDialled = /^(\+\d|0\d{6})/
/** Countries that dial a 0 before the area at home, and leave it out from abroad (E.164). */
const countriesWithTrunkZero = ['31', '32', '33', '41', '43', '44', '46', '49', '61']
/** Names and numbers longer than this are nobody's. */
const partyMax = 255

/**
 * Who calls, as Twilio says it: `+49…`, else `sip:user@host`, else `anonymous`.
 * The number the network vouches for goes first (P-Asserted-Identity, RFC 3325 §9.1), but a caller who withheld theirs
 * stays withheld, whatever the trunk delivers beside it (S-41; `Privacy`, RFC 3323 §4.2). A telephone's own word about
 * whom the network vouches for is worth nothing (S-69).
 */
export function callerOf(invitation: Invitation, ourNumber: string, isTrunk: boolean): string {
  if (wantsPrivacy(invitation.header('privacy'))) return anonymous
  const from = partyIn(invitation.header('from'))
  if (from && isWithheld(from)) return anonymous
  const vouched = isTrunk ? invitation.header('p-asserted-identity') : undefined
  const asserted = splitList(vouched ?? '')
    .map((value) => partyIn(value))
    .filter((party) => party !== undefined)
  const known = asserted.find((party) => party.telephone) ?? asserted[0] ?? from
  return known && !isWithheld(known) ? nameOf(known, ourNumber) : anonymous
}

/**
 * Whom they dialled: our number if any of the places that may name it does, else the address of the call.
 * Trunks differ in where it stands: P-Called-Party-ID (RFC 7315 §4.2), To, or the request line.
 */
export function calledOf(invitation: Invitation, numbers: readonly string[]): string {
  const dialled = partyIn(invitation.requestUri)
  const places = [
    partyIn(invitation.header('p-called-party-id')),
    partyIn(invitation.header('to')),
    dialled,
  ]
  for (const party of places) {
    const ours = party && numbers.find((number) => isSameNumber(party.user, number))
    if (ours !== undefined) return ours
  }
  return dialled ? nameOf(dialled, numbers[0] ?? '') : ''
}

/** The same for a trunk. Whatever it delivers is for us: what names none of its numbers is for the first of them. */
export function calledOnTrunk(invitation: Invitation, numbers: readonly string[]): string {
  const called = calledOf(invitation, numbers)
  return numbers.includes(called) ? called : (numbers[0] ?? called)
}

/** Host of the address that was called: Twilio's SipDomain. */
export function domainOf(invitation: Invitation): string {
  return partyIn(invitation.requestUri)?.host ?? ''
}

type Party = {
  readonly user: string
  readonly host: string
  /** Said to be a telephone number: `tel:`, `user=phone`, or by its look: `+49…`, `030…`. */
  readonly telephone: boolean
}

function partyIn(value: string | undefined): Party | undefined {
  if (value === undefined || value.length > partyMax) return undefined
  const uri = readNameAddress(value)?.uri ?? readUri(value)
  if (!uri) return undefined
  if (uri.scheme === 'tel')
    return { user: bare(uri.text.slice('tel:'.length)), host: '', telephone: true }
  if (!uri.scheme.startsWith('sip')) return undefined
  const user = bare(unescaped(uri.user))
  const telephone = looksDialled.test(user) || `${uri.parameters};`.includes(';user=phone;')
  return { user, host: uri.host, telephone }
}

/** Without parameters (`;cpc=…`) and password. */
function bare(user: string): string {
  return user.split(/[;:]/)[0] ?? ''
}

function unescaped(user: string): string {
  try {
    return decodeURIComponent(user)
  } catch {
    return user
  }
}

function wantsPrivacy(privacy: string | undefined): boolean {
  return /(^|[;,\s])(id|user|header)([;,\s]|$)/i.test(privacy ?? '')
}

function isWithheld({ user, host }: Party): boolean {
  return withheldUsers.test(user) || /(^|\.)anonymous\.invalid$/i.test(host)
}

function nameOf({ user, host, telephone }: Party, ourNumber: string): string {
  const digits = user.replace(/[-.() ]/g, '')
  if (/^\+\d{3,15}$/.test(digits)) return digits
  if (telephone && /^\d{2,18}$/.test(digits)) return fromHome(digits, ourNumber)
  const place = host.includes(':') ? `[${host}]` : host
  return user === '' ? `sip:${place}` : `sip:${user}@${place}`
}

/** `0049 30 …` and, in the country of our own number, `030 …`. Anything else stays as it came, like at Twilio. */
function fromHome(digits: string, ourNumber: string): string {
  if (/^00[1-9]/.test(digits)) return `+${digits.slice(2)}`
  const country = countriesWithTrunkZero.find((code) => ourNumber.startsWith(`+${code}`))
  return country !== undefined && /^0[1-9]/.test(digits) ? `+${country}${digits.slice(1)}` : digits
}

/** Longest country code is three digits (E.164); `0` and the rest is how the same number is dialled at home. */
const countryCodeDigitsMax = 3

function isSameNumber(user: string, ours: string): boolean {
  const own = ours.replace(/\D/g, '')
  const dialled = user.replace(/[-.() ]/g, '')
  if (own === '' || !/^\+?\d+$/.test(dialled)) return false
  const international = dialled.replace(/^(\+|00)/, '')
  if (international === own) return true
  const atHome = /^0([1-9]\d+)$/.exec(dialled)?.[1]
  if (atHome === undefined || !own.endsWith(atHome)) return false
  const country = own.length - atHome.length
  return country >= 1 && country <= countryCodeDigitsMax
}
