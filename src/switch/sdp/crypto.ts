import { createSecretKey } from 'node:crypto'
import type { Encryption, MasterKey, Suite } from './agreed.ts'

/** The suites we speak; the one that we offer is the first. */
export const suites = [
  'AES_CM_128_HMAC_SHA1_80',
  'AES_CM_128_HMAC_SHA1_32',
] as const satisfies readonly Suite[]

/** One `a=crypto` that we can speak. */
export type Crypto = {
  readonly tag: number
  readonly suite: Suite
  readonly key: MasterKey
  /** What names the key in each packet (MKI), as it stands in `Encryption`. */
  readonly named: Pick<Encryption, 'theirKeyName'>
}

const masterBytes = 30
const tagMax = 999_999_999
/** Lines of `a=crypto` in one media line that are looked at. */
const cryptoLinesMax = 16
/** A key must last for the longest call: four hours of 50 packets a second are 720,000. */
const lifetimePacketsMin = 2 ** 20

/**
 * Reads the value of `a=crypto` (RFC 4568 §4, §6.1).
 *
 *   1 AES_CM_128_HMAC_SHA1_80 inline:PS1uQCVeeCFCanVmcjkpPywjNWhcYD0mXXtxaVBR|2^48|1:4
 *   │ suite                          key and salt, 30 bytes in base64 ───────┘ │    └ its name in packets: 1, in 4 bytes
 *   └ tag                                     how many packets it is good for ─┘      (MKI)
 *
 * Undefined for what we cannot do as the line asks: other suites, several keys, a short lifetime, session parameters that
 * must be understood.
 */
export function readCrypto(value: string): Crypto | undefined {
  const [tagText = '', suiteText, parameters = '', ...session] = value.trim().split(/ +/)
  const suite = suites.find((one) => one === suiteText)
  const tag = /^\d{1,9}$/.test(tagText) ? Number(tagText) : tagMax + 1
  if (suite === undefined || tag > tagMax || session.some(mandatory)) return undefined
  const [, base64 = '', ...more] =
    /^inline:([A-Za-z0-9+/]{40})((?:\|[^|;]*)*)$/.exec(parameters) ?? []
  const details = (more[0] ?? '').split('|').slice(1)
  const name = details.at(-1)?.includes(':') === true ? details.pop() : undefined
  const named = readKeyName(name)
  const [lifetime, ...rest] = details
  if (base64 === '' || rest.length > 0 || !lastsLongEnough(lifetime)) return undefined
  return named && { tag, suite, key: createSecretKey(Buffer.from(base64, 'base64')), named }
}

/** Our `a=crypto`, in its parts. Here alone a key becomes text: it must go into a message and nowhere else. */
export function writeCrypto({ tag, suite, key }: Omit<Crypto, 'named'>): {
  id: number
  suite: string
  config: string
} {
  return { id: tag, suite, config: `inline:${key.export().toString('base64')}` }
}

/** A key that nobody could have guessed, for one direction of one call. */
export function newMasterKey(random: (bytes: number) => Buffer): MasterKey {
  return createSecretKey(random(masterBytes))
}

/** The `a=crypto` of one media line, of those that we can speak the one that the offer likes best (RFC 4568 §5.1.2). */
export function firstUsable(lines: readonly string[]): Crypto | undefined {
  for (const line of lines.slice(0, cryptoLinesMax)) {
    const crypto = readCrypto(line)
    if (crypto) return crypto
  }
  return undefined
}

/** Session parameters with a hyphen may be ignored; all others ask for what we do not do (RFC 4568 §6.3). */
function mandatory(parameter: string): boolean {
  return !parameter.startsWith('-')
}

/** `value:length`, the length in bytes. */
function readKeyName(name: string | undefined): Crypto['named'] | undefined {
  if (name === undefined) return {}
  const [, value, lengthText] = /^(\d{1,15}):([1-6])$/.exec(name) ?? []
  const length = Number(lengthText)
  if (value === undefined || Number(value) >= 256 ** length) return undefined
  const bytes = Buffer.alloc(length)
  bytes.writeUIntBE(Number(value), 0, length)
  return { theirKeyName: bytes }
}

/** `2^20` or `1048576`; absent means the most there can be. */
function lastsLongEnough(lifetime: string | undefined): boolean {
  if (lifetime === undefined) return true
  const [, power, count] = /^(?:2\^(\d{1,2})|(\d{1,15}))$/.exec(lifetime) ?? []
  const packets = power === undefined ? Number(count ?? 0) : 2 ** Number(power)
  return packets >= lifetimePacketsMin
}
