import { hash, randomBytes } from 'node:crypto'
import { readQuoted, readToken, readUntil, skipBlanks, takeSeparator } from '../message/scan.ts'
import type { Cursor } from '../message/scan.ts'

/** Hashes of RFC 7616 §6.1 and RFC 8760 §2.1 by strength, the best first. */
const algorithms = { 'SHA-512-256': 'sha512-256', 'SHA-256': 'sha256', MD5: 'md5' } as const
export type Algorithm = keyof typeof algorithms
const byStrength = Object.keys(algorithms) as readonly Algorithm[]

/** What a server wants to know before it believes us. Values as written, without their quotes. */
export type Challenge = {
  readonly realm: string
  readonly nonce: string
  readonly opaque: string | undefined
  readonly algorithm: Algorithm
  /** Whether the server knows `qop=auth`; old ones (RFC 2069) do not. */
  readonly qop: boolean
  /** Our credentials were right, but the nonce was too old. */
  readonly stale: boolean
}

/** Who we are to the server. */
export type Credentials = { readonly user: string; readonly password: string }

/** Values longer than these are nobody's realm or nonce. */
const valueMax = 1_000

/** All challenges that we can answer, in the order of the server. Other schemes and hashes are left out. */
export function readChallenges(values: readonly string[]): readonly Challenge[] {
  return values.flatMap((value) => readSchemes(value).flatMap(challengeIn))
}

/** For sorting by strength: negative when the first hash is the stronger one. */
export function compareStrength(one: Algorithm, other: Algorithm): number {
  return byStrength.indexOf(one) - byStrength.indexOf(other)
}

/** The strongest hash, whatever comes first in the message: the list may have been reordered on the way (RFC 8760 §2.4). */
export function strongest(challenges: readonly Challenge[]): Challenge | undefined {
  return challenges.toSorted((a, b) => compareStrength(a.algorithm, b.algorithm))[0]
}

export function newCnonce(): string {
  return randomBytes(16).toString('hex')
}

/**
 * The value of Authorization (RFC 7616 §3.4):
 *
 *   HA1 = H(user:realm:password)   HA2 = H(method:uri)
 *   response = H(HA1:nonce:nc:cnonce:auth:HA2), without qop H(HA1:nonce:HA2)
 *
 * @param count how often this nonce has been used, this time included
 */
export function authorization(
  challenge: Challenge,
  { user, password }: Credentials,
  request: { readonly method: string; readonly uri: string },
  count: number,
  cnonce: string,
): string {
  const { realm, nonce, opaque, algorithm, qop } = challenge
  const h = (text: string) => hash(algorithms[algorithm], Buffer.from(text, 'latin1'), 'hex')
  const nc = count.toString(16).padStart(8, '0')
  const ha1 = h(`${octets(user)}:${realm}:${octets(password)}`)
  const ha2 = h(`${request.method}:${request.uri}`)
  const response = h(qop ? `${ha1}:${nonce}:${nc}:${cnonce}:auth:${ha2}` : `${ha1}:${nonce}:${ha2}`)
  const parts = [
    `username="${octets(user).replaceAll(/["\\]/g, '\\$&')}"`,
    `realm="${realm}"`,
    `nonce="${nonce}"`,
    `uri="${request.uri}"`,
    `response="${response}"`,
    `algorithm=${algorithm}`,
  ]
  if (opaque !== undefined) parts.push(`opaque="${opaque}"`)
  if (qop) parts.push('qop=auth', `nc=${nc}`, `cnonce="${cnonce}"`)
  return `Digest ${parts.join(', ')}`
}

/** UTF-8 as the characters that octets are in a message here (message.ts): what the server wrote is octets already. */
function octets(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}

type Scheme = { readonly name: string; readonly values: ReadonlyMap<string, string> }

/**
 * `Digest realm="a", nonce="b", Digest realm="a", …`: a word without `=` begins the next scheme. What cannot be read ends
 * the list.
 */
function readSchemes(value: string): readonly Scheme[] {
  const cursor: Cursor = { text: value, at: 0 }
  const schemes: Scheme[] = []
  let values = new Map<string, string>()
  for (;;) {
    while (takeSeparator(cursor, ',')) continue
    skipBlanks(cursor)
    const word = readToken(cursor)
    if (word === '') return schemes
    if (!takeSeparator(cursor, '=')) {
      values = new Map()
      schemes.push({ name: word.toLowerCase(), values })
      continue
    }
    const quoted = cursor.text[cursor.at] === '"'
    const read = quoted ? readQuoted(cursor)?.slice(1, -1) : readUntil(cursor, ',')
    if (read === undefined || read.length > valueMax) return schemes
    values.set(word.toLowerCase(), read)
  }
}

function challengeIn({ name, values }: Scheme): Challenge[] {
  const [realm, nonce] = [values.get('realm'), values.get('nonce')]
  const wanted = (values.get('algorithm') ?? 'MD5').toUpperCase()
  const algorithm = byStrength.find((one) => one === wanted)
  if (name !== 'digest' || algorithm === undefined) return []
  if (realm === undefined || nonce === undefined || nonce === '') return []
  const qops = values
    .get('qop')
    ?.toLowerCase()
    .split(/[\s,]+/)
  if (qops !== undefined && !qops.includes('auth')) return []
  const stale = values.get('stale')?.toLowerCase() === 'true'
  return [{ realm, nonce, opaque: values.get('opaque'), algorithm, qop: qops !== undefined, stale }]
}
