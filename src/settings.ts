import { resolve } from 'node:path'
import { hundredthsOfCent, type Tariff } from './conference/figures/costs.ts'
import { environment, fileNames, secretNames } from './environment.ts'
import type { Environment } from './environment.ts'
import { withFiles } from './environment/files.ts'
import { readTrunks, trunksOutOfPlace } from './environment/trunks.ts'
import type { Trunk } from './environment/trunks.ts'
import { rules, soundPorts } from './settings-rules.ts'

const centsPerEuro = 100

/** Environment variables as Node gives them. */
export type Variables = Readonly<Record<string, string | undefined>>

/** All that the program is told from outside, decided once: nothing further down asks again. */
export type Settings = {
  readonly http: { readonly host: string; readonly port: number; readonly publicUrl: URL }
  /** Networks of proxies that say where a visitor really comes from (S-19). */
  readonly trustedProxies: readonly string[]
  /** The console of staff, on a listener of its own (S-20). */
  readonly staff: { readonly host: string; readonly port: number; readonly url: URL }
  readonly dataDir: string
  readonly store: StorePlace
  readonly backupPassphrase: string | undefined
  readonly phone: TwilioPhone | BuiltInPhone
  /** Numbers beside the one people dial, E.164; each may belong to one room. */
  readonly furtherNumbers: readonly string[]
  /** The human who helps, E.164: the only number that may ever be dialled. */
  readonly helpNumber: string | undefined
  readonly mail:
    | { readonly kind: 'smtp'; readonly url: string; readonly from: string }
    | { readonly kind: 'outbox'; readonly folder: string }
  /** Who is responsible for the pages, line by line; undefined until the operator says it. */
  readonly imprint: string | undefined
  readonly contactMail: string | undefined
  /** The number of the practice line, if one was given. */
  readonly practiceRoom?: string
  /** What the telephone costs; without it statements name no costs. */
  readonly tariff?: Tariff
  /** For a month, in hundredths of a cent. */
  readonly budget?: number
  readonly organisation: string
  readonly locale: Environment['LOCALE']
  readonly timeZone: string
  /** `files`, or a voice of the carrier. */
  readonly voice: string
  readonly log: { readonly level: Environment['LOG_LEVEL']; readonly format: 'json' | 'pretty' }
  readonly watching: Watching
}

/** Who watches over it. */
export type Watching = {
  /** Opens /metrics of the staff listener; without it only this machine may read them. */
  readonly metricsToken: string | undefined
  /** Whom alarms are written to. */
  readonly alarmMail: string | undefined
  /** Fetched every minute while all is well. */
  readonly heartbeatUrl: URL | undefined
}

/** Where everything is kept. */
export type StorePlace =
  | { readonly kind: 'sqlite'; readonly file: string }
  | { readonly kind: 'postgres'; readonly url: string }

export type TwilioPhone = {
  readonly kind: 'twilio'
  /** The number people dial, E.164. */
  readonly number: string
  readonly accountSid: string
  /** One, or two during a rotation: both sign valid webhooks. */
  readonly authTokens: readonly string[]
  readonly apiKey?: { readonly sid: string; readonly secret: string }
  /** Where conferences are mixed; another carrier may know no regions. */
  readonly region?: string
  readonly apiUrl: URL
  /** Whether what Twilio keeps of a call is deleted there when it is over. */
  readonly deletesCalls: boolean
}

export type BuiltInPhone = {
  readonly kind: 'built-in'
  readonly number?: string
  /** Given by the operator; otherwise the generated ones of secrets.ts. */
  readonly accountSid?: string
  readonly authTokens?: readonly string[]
  readonly sip: {
    readonly host: string
    readonly port: number
    readonly allow: readonly string[]
    readonly keysInClear: boolean
    readonly tls?: {
      readonly port: number
      readonly certificate: string
      readonly key: string
      /** Where both were read, and may be renewed; absent when one was given as a value. */
      readonly files?: { readonly certificate: string; readonly key: string }
    }
  }
  /** Lines of providers. */
  readonly trunks: readonly Trunk[]
  readonly rtpPorts: { readonly first: number; readonly last: number }
  readonly switchPort: number
  readonly mediaThreads: number | undefined // for sound; undefined: as there are cores
}

/** The settings cannot be used. `mistakes` names each of them in a sentence for the operator. */
export class SettingsMistaken extends Error {
  override readonly name = 'SettingsMistaken'
  readonly mistakes: readonly string[]
  constructor(mistakes: readonly string[]) {
    super(mistakes.join('\n'))
    this.mistakes = mistakes
  }
}

/** The one place where the environment of this process is read. */
export const variables = (): Variables => process.env

/**
 * Environment → settings.
 * @throws SettingsMistaken naming every mistake at once
 */
export function readSettings(given: Variables): Settings {
  const mistakes: string[] = []
  const present = withFiles(given, fileNames, mistakes)
  const checked = environment.safeParse(present)
  if (!checked.success) mistakes.push(...sentences(checked.error.issues, present))
  // Rules between settings are judged even when a single one is wrong, with that one at its usual value.
  const wrong = new Set(checked.error?.issues.map((issue) => String(issue.path[0])))
  const rest = Object.fromEntries(Object.entries(present).filter(([name]) => !wrong.has(name)))
  const sane = environment.parse(rest)
  for (const rule of rules) {
    if (!rule.about.some((name) => wrong.has(name)) && rule.broken(sane)) mistakes.push(rule.say)
  }
  const trunks = readTrunks(present, mistakes)
  mistakes.push(...trunksOutOfPlace(trunks, sane))
  if (mistakes.length > 0) throw new SettingsMistaken(mistakes)
  return decide(sane, trunks, present)
}

function decide(given: Environment, trunks: readonly Trunk[], present: Variables): Settings {
  const publicUrl = new URL(given.PUBLIC_URL ?? addressOf(given.HOST, given.PORT))
  const dataDir = resolve(given.DATA_DIR)
  return {
    http: { host: given.HOST, port: Number(given.PORT), publicUrl },
    trustedProxies: given.TRUSTED_PROXIES,
    staff: {
      host: given.STAFF_HOST,
      port: Number(given.STAFF_PORT),
      url: new URL(given.STAFF_URL ?? addressOf(given.STAFF_HOST, given.STAFF_PORT)),
    },
    dataDir,
    store: databaseAt(given.DATABASE_URL ?? `file:${resolve(dataDir, 'rundruf.db')}`),
    backupPassphrase: given.BACKUP_PASSPHRASE,
    phone: given.PHONE === 'twilio' ? twilioPhone(given) : builtInPhone(given, trunks, present),
    furtherNumbers: given.PHONE_NUMBERS,
    helpNumber: given.HELP_NUMBER,
    mail:
      given.SMTP_URL !== undefined && given.MAIL_FROM !== undefined
        ? { kind: 'smtp', url: given.SMTP_URL, from: given.MAIL_FROM }
        : { kind: 'outbox', folder: resolve(dataDir, 'outbox') },
    imprint: given.IMPRINT,
    contactMail: given.CONTACT_MAIL,
    ...(given.PRACTICE_ROOM !== undefined && { practiceRoom: given.PRACTICE_ROOM }),
    ...tariffOf(given),
    ...budgetOf(given),
    organisation: given.ORGANISATION,
    locale: given.LOCALE,
    timeZone: given.TIME_ZONE,
    voice: given.VOICE ?? (given.PHONE === 'twilio' ? 'Polly.Vicki-Neural' : 'files'),
    log: {
      level: given.LOG_LEVEL,
      format: given.LOG_FORMAT ?? (process.stdout.isTTY ? 'pretty' : 'json'),
    },
    watching: watchingOf(given),
  }
}

function tariffOf(given: Environment): Pick<Settings, 'tariff'> {
  const { TARIFF_CENTS_PER_MINUTE: minute, TARIFF_EUROS_PER_MONTH: month } = given
  if (minute === undefined && month === undefined) return {}
  const perMonth = (hundredthsOfCent(month ?? '0') ?? 0) * centsPerEuro
  return { tariff: { perCallerMinute: hundredthsOfCent(minute ?? '0') ?? 0, perMonth } }
}

function budgetOf({ MONTHLY_BUDGET_EUROS: euros }: Environment): Pick<Settings, 'budget'> {
  if (euros === undefined) return {}
  return { budget: (hundredthsOfCent(euros) ?? 0) * centsPerEuro }
}

function watchingOf(given: Environment): Watching {
  const { METRICS_TOKEN: metricsToken, ALARM_MAIL: alarmMail, HEARTBEAT_URL: heartbeat } = given
  const heartbeatUrl = heartbeat === undefined ? undefined : new URL(heartbeat)
  return { metricsToken, alarmMail, heartbeatUrl }
}

function addressOf(host: string, port: string): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

function twilioPhone(given: Environment): TwilioPhone {
  return {
    kind: 'twilio',
    number: given.PHONE_NUMBER ?? '',
    accountSid: given.TWILIO_ACCOUNT_SID ?? '',
    authTokens: given.TWILIO_AUTH_TOKEN?.split(',') ?? [],
    ...(given.TWILIO_API_KEY_SID !== undefined &&
      given.TWILIO_API_KEY_SECRET !== undefined && {
        apiKey: { sid: given.TWILIO_API_KEY_SID, secret: given.TWILIO_API_KEY_SECRET },
      }),
    deletesCalls: given.TWILIO_DELETE_CALLS === 'yes',
    ...(given.TWILIO_API_URL === undefined
      ? { region: given.TWILIO_REGION, apiUrl: twilioUrl(given) }
      : { apiUrl: new URL(given.TWILIO_API_URL) }),
  }
}

/** The edge of Twilio's network beside each region (Twilio, Regions and Edge Locations). */
const edgeOfRegion: Readonly<Record<string, string>> = {
  us1: 'ashburn',
  ie1: 'dublin',
  de1: 'frankfurt',
  au1: 'sydney',
  br1: 'sao-paulo',
  jp1: 'tokyo',
  sg1: 'singapore',
}

function twilioUrl({ TWILIO_REGION: region, TWILIO_EDGE }: Environment): URL {
  const edge = TWILIO_EDGE ?? edgeOfRegion[region]
  const host = ['api', edge, region, 'twilio', 'com'].filter((part) => part !== undefined)
  return new URL(`https://${host.join('.')}`)
}

function builtInPhone(
  given: Environment,
  trunks: readonly Trunk[],
  present: Variables,
): BuiltInPhone {
  return {
    kind: 'built-in',
    ...(given.PHONE_NUMBER !== undefined && { number: given.PHONE_NUMBER }),
    ...(given.TWILIO_ACCOUNT_SID !== undefined && { accountSid: given.TWILIO_ACCOUNT_SID }),
    ...(given.TWILIO_AUTH_TOKEN !== undefined && {
      authTokens: given.TWILIO_AUTH_TOKEN.split(','),
    }),
    sip: {
      host: given.SIP_HOST,
      port: Number(given.SIP_PORT),
      allow: given.SIP_ALLOW,
      keysInClear: given.SRTP_WITHOUT_TLS === 'yes',
      ...tlsOf(given, present),
    },
    trunks,
    rtpPorts: soundPorts(given.RTP_PORTS) ?? { first: 0, last: 0 },
    switchPort: Number(given.SWITCH_PORT),
    mediaThreads: given.SWITCH_MEDIA_THREADS,
  }
}

function tlsOf(given: Environment, present: Variables): Pick<BuiltInPhone['sip'], 'tls'> {
  const { SIP_TLS_CERTIFICATE: certificate, SIP_TLS_KEY: key } = given
  if (certificate === undefined || key === undefined) return {}
  const { SIP_TLS_CERTIFICATE_FILE: certificateFile, SIP_TLS_KEY_FILE: keyFile } = present
  const inFiles = certificateFile !== undefined && keyFile !== undefined
  const files = inFiles
    ? { certificate: resolve(certificateFile), key: resolve(keyFile) }
    : undefined
  return { tls: { port: Number(given.SIP_TLS_PORT), certificate, key, ...(files && { files }) } }
}

/** Where an address of a database leads, once it is known to be one. */
export function databaseAt(address: string): StorePlace {
  if (/^postgres/.test(address)) return { kind: 'postgres', url: address }
  return { kind: 'sqlite', file: resolve(address.replace(/^file:(\/\/)?/, '')) }
}

type Issue = { readonly path: readonly PropertyKey[]; readonly message: string }

/** One sentence for each wrong setting, whatever the number of checks it failed. */
function sentences(issues: readonly Issue[], given: Readonly<Record<string, string>>): string[] {
  const first = new Map<string, string>()
  for (const { path, message } of issues) {
    const name = String(path[0])
    const secret = secretNames.some((one) => one === name)
    const sentence = secret
      ? `${name} ${message}.`
      : `${name} is "${given[name] ?? ''}", but ${message}.`
    if (!first.has(name)) first.set(name, sentence)
  }
  return [...first.values()]
}
