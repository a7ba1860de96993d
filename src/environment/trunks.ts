import { isIPv6 } from 'node:net'
import { z } from 'zod'
import { networks, text } from './checks.ts'
import { trunkProfileNames, trunkProfiles } from './trunk-profiles.ts'
import type { TrunkProfile, TrunkProfileName } from './trunk-profiles.ts'

/** Lines of providers: `SIP_TRUNK_1_PROFILE`, `SIP_TRUNK_1_USER` …, `SIP_TRUNK_2_PROFILE` … up to 9. */

const place = (mustBe: string) =>
  text(
    /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?(?::\d{1,5})?|[0-9a-fA-F:]*:[0-9a-fA-F:.]*)$/,
    mustBe,
  ).refine((value) => (placeOf(value).port ?? 0) <= 65_535, mustBe)

/** What a trunk is told, without the beginning of the names. */
export const trunk = {
  PROFILE: z
    .enum(trunkProfileNames, { error: `must be one of ${trunkProfileNames.join(', ')}` })
    .optional()
    .describe(
      `Who the provider is; the rest is usual there then. ${trunkProfileNames.join(', ')}. Step by step: docs/lines.md.`,
    ),
  USER: text(/^[^\s@:;<>"?]{1,64}$/, 'must be a user as the provider writes it, without @')
    .optional()
    .describe('Our name at the provider: a SIP-ID, a number, or a user of the FRITZ!Box.'),
  AUTH_USER: text(/^[^\s"\\]{1,128}$/, 'must be a name without blanks and quotes')
    .optional()
    .describe('The name beside the password, where it is another one. Usual: that of the profile.'),
  PASSWORD: text(/^[^\r\n]{1,128}$/, 'must have 1 to 128 characters on one line')
    .optional()
    .describe(
      'Password of the line. Sent to nobody; only a hash of it, and only to the registrar.',
    ),
  REGISTRAR: place('must be a name or an address, with or without :port')
    .optional()
    .describe('Whom we register with. Usual: that of the profile.'),
  PROXY: place('must be a name or an address, with or without :port')
    .optional()
    .describe('Whom we speak with instead of the registrar itself (“outbound proxy”).'),
  TRANSPORT: z
    .enum(['udp', 'tcp', 'tls'], { error: 'must be udp, tcp or tls' })
    .optional()
    .describe('How we speak with them. Usual: that of the profile.'),
  NUMBERS: text(
    /^\+[1-9]\d{6,14}(?:\s*,\s*\+[1-9]\d{6,14})*$/,
    'must be numbers in international form, such as +4930123456, with commas between them',
  )
    .optional()
    .describe('The numbers of the line, in international form. Usual: PHONE_NUMBER.'),
  PEERS: networks(1)
    .optional()
    .describe('Networks of the provider, for a line without registration: only they may call.'),
  MEDIA: networks(1)
    .optional()
    .describe('Networks that sound comes from and goes to. Usual: every public address.'),
  REALM: text(/^[^"\\\r\n]{1,255}$/, 'must be a realm without quotes')
    .optional()
    .describe('The only realm that may ask for the password. Usual: the first that accepts it.'),
  CA: text(/-----BEGIN CERTIFICATE-----/, 'must be certificates in PEM form')
    .optional()
    .describe(
      'With tls: certificates to believe instead of the system’s. Better as a file (_FILE).',
    ),
}

const form = z.object(trunk)
type Given = z.output<typeof form>
type Key = keyof typeof trunk
const keys = Object.keys(trunk) as readonly Key[]
/** Never shown, and may come from files. */
const secretKeys: readonly Key[] = ['PASSWORD', 'CA']

export const trunkName = /^SIP_TRUNK_([1-9])_([A-Z_]+)$/

/** A line as the settings mean it, with what is usual at its provider. */
export type Trunk = {
  /** The number in the names of its settings. */
  readonly name: string
  readonly profile: TrunkProfileName
  /** The provider, for people. */
  readonly title: string
  readonly account?: {
    readonly user: string
    readonly domain: string
    readonly credentials: { readonly user: string; readonly password: string }
    readonly realm?: string
    readonly server: {
      readonly transport: 'UDP' | 'TCP' | 'TLS'
      readonly host: string
      readonly port: number | undefined
    }
    readonly ca?: string
  }
  readonly peers: readonly string[]
  readonly media: readonly string[]
  readonly numbers: readonly string[]
}

type Present = Readonly<Record<string, string>>

/** Which settings of trunks may come from files, of those that are there. */
export function trunkFileNames(present: Present): readonly string[] {
  return Object.keys(present).flatMap((name) => {
    const [, number, key] = trunkName.exec(name) ?? []
    const secret = secretKeys.find((one) => key === `${one}_FILE`)
    return secret === undefined ? [] : [`SIP_TRUNK_${number ?? ''}_${secret}`]
  })
}

/** Every trunk there is; what is wrong is added to the mistakes. */
export function readTrunks(present: Present, mistakes: string[]): readonly Trunk[] {
  const given = new Map<string, Record<string, string>>()
  for (const [name, value] of Object.entries(present)) {
    if (!name.startsWith('SIP_TRUNK_')) continue
    const [, number, key = ''] = trunkName.exec(name) ?? []
    const known = keys.some((one) => one === key)
    const file = secretKeys.some((one) => `${one}_FILE` === key)
    if (number === undefined || !(known || file)) {
      mistakes.push(`${name} is no setting. A line has ${keys.join(', ')}, after SIP_TRUNK_1_.`)
    } else given.set(number, { ...given.get(number), ...(known && { [key]: value }) })
  }
  return [...given.keys()].sort().flatMap((number) => {
    const found: string[] = []
    const one = readTrunk(number, given.get(number) ?? {}, present['PHONE_NUMBER'], found)
    mistakes.push(...found)
    return one !== undefined && found.length === 0 ? [one] : []
  })
}

/** What is wrong with lines beside the other settings. */
export function trunksOutOfPlace(
  trunks: readonly Trunk[],
  { PHONE, SIP_HOST }: { readonly PHONE: string; readonly SIP_HOST: string },
): readonly string[] {
  return trunks.flatMap(({ name, account, peers }) => {
    if (PHONE !== 'built-in') return [`SIP_TRUNK_${name}_PROFILE is for PHONE=built-in.`]
    const called = account === undefined && !peers.every(isLoopback)
    if (!called || !isLoopback(SIP_HOST)) return []
    return [`SIP_HOST must be an address that the provider of SIP_TRUNK_${name} reaches.`]
  })
}

const isLoopback = (address: string): boolean => /^(127\.|::1)/.test(address)

function readTrunk(
  number: string,
  values: Record<string, string>,
  phoneNumber: string | undefined,
  mistakes: string[],
): Trunk | undefined {
  const name = (key: Key) => `SIP_TRUNK_${number}_${key}`
  const checked = form.safeParse(values)
  const issues = checked.error?.issues.toReversed() ?? []
  const wrong = new Map(issues.map(({ path, message }) => [path[0] as Key, message]))
  for (const [key, message] of wrong) {
    const shown = secretKeys.includes(key) ? '' : ` is "${values[key] ?? ''}", but`
    mistakes.push(`${name(key)}${shown} ${message}.`)
  }
  const right = Object.entries(values).filter(([key]) => !wrong.has(key as Key))
  const given = form.parse(Object.fromEntries(right))
  if (given.PROFILE === undefined) {
    if (!wrong.has('PROFILE')) mistakes.push(`${name('PROFILE')} is missing: who is the provider?`)
    return undefined
  }
  const profile: TrunkProfile = trunkProfiles[given.PROFILE]
  const needed: readonly Key[] = profile.registers
    ? ['USER', 'PASSWORD', ...profile.needs]
    : profile.needs
  for (const key of needed) {
    if (given[key] === undefined && !wrong.has(key))
      mistakes.push(`${name(key)} is missing: ${profile.title} needs it.`)
  }
  return meant(number, given.PROFILE, profile, given, phoneNumber)
}

function meant(
  name: string,
  profileName: TrunkProfileName,
  profile: TrunkProfile,
  given: Given,
  phoneNumber: string | undefined,
): Trunk {
  const numbers =
    given.NUMBERS?.split(/\s*,\s*/) ?? [phoneNumber].filter((one) => one !== undefined)
  return {
    ...{ name, profile: profileName, title: profile.title, numbers },
    peers: given.PEERS ?? [],
    media: given.MEDIA ?? [],
    ...(profile.registers && { account: accountOf(profile, given) }),
  }
}

function accountOf(profile: TrunkProfile, given: Given): NonNullable<Trunk['account']> {
  const { USER: user = '', PASSWORD: password = '', REALM: realm, CA: ca } = given
  const registrar = given.REGISTRAR ?? profile.registrar ?? ''
  const domain = bracketed(placeOf(registrar).host)
  // A registrar of one's own is asked itself, whatever proxy the profile has for the usual one.
  const proxy = given.PROXY ?? (given.REGISTRAR === undefined ? profile.proxy : undefined)
  const usual = profile.authUser === 'user' ? user : `${user}@${domain}`
  const transport = (given.TRANSPORT ?? profile.transport).toUpperCase() as 'UDP' | 'TCP' | 'TLS'
  return {
    ...{ user, domain, credentials: { user: given.AUTH_USER ?? usual, password } },
    ...(realm !== undefined && { realm }),
    server: { transport, ...placeOf(proxy ?? registrar) },
    ...(ca !== undefined && { ca }),
  }
}

/** `name`, `name:port` or an address; IPv6 has no port here. */
function placeOf(text: string): { readonly host: string; readonly port: number | undefined } {
  if (isIPv6(text)) return { host: text, port: undefined }
  const [host = '', port] = text.split(':')
  return { host, port: port === undefined ? undefined : Number(port) }
}

function bracketed(host: string): string {
  return isIPv6(host) ? `[${host}]` : host
}
