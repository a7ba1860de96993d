import { isIP } from 'node:net'
import { z } from 'zod'
import { isTrivial, lengths } from './conference/numbers.ts'
import { practiceNumberUsual } from './conference/practice.ts'
import { localePattern } from './conference/room.ts'

/**
 * Every setting there is: its check, its usual value and its meaning, once. What people read about settings
 * (`config/example.env`, the sentences about mistakes) is printed from here.
 */

const portMax = 65_535

const text = (pattern: RegExp, mustBe: string) => z.string().regex(pattern, mustBe)

const port = (usual: number) =>
  text(/^\d{1,5}$/, `must be a port, a whole number from 0 to ${portMax}; 0 takes a free one`)
    .refine((value) => Number(value) <= portMax, `must be a port, at most ${portMax}`)
    .default(String(usual))

const host = (usual: string) =>
  text(
    /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|[0-9a-fA-F:]+)$/,
    'must be a host name or an address, without port',
  ).default(usual)

const url = (protocols: RegExp, mustBe: string) =>
  z
    .string()
    .refine((value) => URL.canParse(value) && protocols.test(new URL(value).protocol), mustBe)

const network = (value: string): boolean => {
  const [address = '', bits = '', ...more] = value.split('/')
  const bitsMax = isIP(address) === 4 ? 32 : isIP(address) === 6 ? 128 : -1
  return more.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= bitsMax
}

const timeZone = (value: string): boolean => {
  try {
    return new Intl.DateTimeFormat('de', { timeZone: value }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

const pages = {
  HOST: host('127.0.0.1').describe('Address on which pages and webhooks are served.'),
  PORT: port(3000).describe('Port of pages and webhooks.'),
  PUBLIC_URL: url(/^https?:$/, 'must be a whole address such as https://runde.example.org')
    .optional()
    .describe(
      'How the outside reaches us; signatures are checked against it. Usual: http://HOST:PORT',
    ),
  STAFF_HOST: host('127.0.0.1').describe(
    'Address of the staff console, which a later version brings.',
  ),
  STAFF_PORT: port(3001).describe('Port of the staff console.'),
}

const storage = {
  DATA_DIR: z
    .string()
    .default('data')
    .describe('Folder of the database and the generated secrets.'),
  DATABASE_URL: z
    .string()
    .optional()
    .describe('Where rooms are kept: file:<path>. Usual: file:<DATA_DIR>/rundruf.db'),
}

const phone = {
  PHONE: z
    .enum(['built-in', 'twilio'], { error: 'must be built-in or twilio' })
    .default('built-in')
    .describe('Who brings the calls: our own switch, or Twilio.'),
  PHONE_NUMBER: text(/^\+[1-9]\d{6,14}$/, 'must be in international form, such as +4930123456')
    .optional()
    .describe('The number people dial, in international form.'),
  HELP_NUMBER: text(/^\+[1-9]\d{6,14}$/, 'must be in international form, such as +4930123456')
    .optional()
    .describe(
      'A human who helps callers: Twilio connects with this number and no other; our switch only says it.',
    ),
}

const twilio = {
  TWILIO_ACCOUNT_SID: text(/^AC[0-9a-f]{32}$/, 'must be AC and 32 hexadecimal digits')
    .optional()
    .describe('Account at Twilio. Made at first start for PHONE=built-in.'),
  TWILIO_AUTH_TOKEN: text(
    /^[0-9a-zA-Z]{32,}(?:,[0-9a-zA-Z]{32,})?$/,
    'must have at least 32 letters and digits, or be two such tokens with a comma between them',
  )
    .optional()
    .describe('Signs the webhooks. During a rotation two with a comma: the old one, the new one.'),
  TWILIO_API_KEY_SID: text(/^SK[0-9a-f]{32}$/, 'must be SK and 32 hexadecimal digits')
    .optional()
    .describe('Key for steering running calls, so that the auth token need not be used for it.'),
  TWILIO_API_KEY_SECRET: text(/^\S{16,}$/, 'must have at least 16 characters')
    .optional()
    .describe('Secret of that key.'),
  TWILIO_API_URL: url(/^https?:$/, 'must be a whole address such as https://api.twilio.com')
    .optional()
    .describe(
      'REST interface of the carrier, e.g. https://api.dublin.ie1.twilio.com to stay in the EU.',
    ),
}

const ownSwitch = {
  SIP_HOST: z
    .string()
    .refine((value) => isIP(value) > 0, 'must be an address such as 192.0.2.10, not a name')
    .default('127.0.0.1')
    .describe('Address of this machine on which telephones reach the switch.'),
  SIP_PORT: port(5060).describe('Port for SIP, over UDP and TCP.'),
  RTP_PORTS: text(
    /^\d{1,5}-\d{1,5}$/,
    'must be two ports with a hyphen between them, such as 10000-10999',
  )
    .default('10000-10999')
    .describe('UDP ports for sound; every second one carries a call.'),
  SIP_ALLOW: z
    .string()
    .transform((value) => value.split(/[\s,]+/).filter((part) => part !== ''))
    .pipe(
      z
        .array(
          z
            .string()
            .refine(network, 'must be networks such as 192.0.2.0/24, with commas between them'),
        )
        .min(1, 'must name at least one network, such as 192.0.2.0/24'),
    )
    .default(['127.0.0.0/8'])
    .describe('Networks whose telephones and trunks may call; nobody else gets any answer.'),
  SWITCH_PORT: port(5080).describe('Port of the switch for the app alone, always on 127.0.0.1.'),
}

const practice = {
  PRACTICE_ROOM: text(/^[1-9]\d*$/, `must be a room number of ${lengths.roomNumber} digits`)
    .refine(
      (value) => value.length === lengths.roomNumber && isTrivial(value),
      `must be ${lengths.roomNumber} digits with a pattern, such as ${practiceNumberUsual}, which no room is given`,
    )
    .optional()
    .describe(
      `Number without a PIN under which callers practise. Usual on one's own machine: ${practiceNumberUsual}`,
    ),
}

const mail = {
  SMTP_URL: url(/^smtps?:$/, 'must be smtp://… or smtps://…')
    .optional()
    .describe(
      'Mail server. Without it mails are put into <DATA_DIR>/outbox. A later version sends mails.',
    ),
  MAIL_FROM: text(/^[^\s@]+@[^\s@]+$/, 'must be a mail address')
    .optional()
    .describe('Sender of our mails.'),
}

const manner = {
  ORGANISATION: text(/^[^\p{Cc}]{1,60}$/u, 'must have 1 to 60 characters')
    .default('Telefon-Runde')
    .describe('The name that callers hear and pages show.'),
  LOCALE: z
    .string()
    .regex(localePattern, 'must be two letters such as de or en')
    .default('de')
    .describe('Language of prompts and pages.'),
  TIME_ZONE: z
    .string()
    .refine(timeZone, 'must be a time zone such as Europe/Berlin')
    .default('Europe/Berlin')
    .describe('Time zone of the meetings.'),
  VOICE: text(/^[A-Za-z][A-Za-z0-9.-]*$/, 'must be files or the name of a voice of the carrier')
    .optional()
    .describe(
      'files plays our recordings, else a voice of Twilio. Usual there: Polly.Vicki-Neural',
    ),
}

const log = {
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error'], { error: 'must be debug, info, warn or error' })
    .default('info')
    .describe('The least important lines that are logged.'),
  LOG_FORMAT: z
    .enum(['json', 'pretty'], { error: 'must be json or pretty' })
    .optional()
    .describe('json for machines, pretty for people. Usual: pretty in a terminal, else json'),
}

/** All settings, by subject, in the order in which people meet them. */
export const subjects = {
  'Pages and webhooks': pages,
  'Where it is kept': storage,
  'Who brings the calls': phone,
  'Twilio (PHONE=twilio)': twilio,
  'Our own switch (PHONE=built-in)': ownSwitch,
  'Practice line': practice,
  Mail: mail,
  'Name, language, voice': manner,
  'What is logged': log,
} as const

/** The environment, checked setting by setting. Rules between settings are in settings.ts. */
export const environment = z.object({
  ...pages,
  ...storage,
  ...phone,
  ...twilio,
  ...ownSwitch,
  ...practice,
  ...mail,
  ...manner,
  ...log,
})
export type Environment = z.output<typeof environment>
export type SettingName = keyof Environment

/** Never shown, not even in a sentence about a mistake; each may come from a file named by `<NAME>_FILE` (S-90). */
export const secretNames = [
  'DATABASE_URL',
  'TWILIO_ACCOUNT_SID',
  'TWILIO_AUTH_TOKEN',
  'TWILIO_API_KEY_SID',
  'TWILIO_API_KEY_SECRET',
  'SMTP_URL',
] as const satisfies readonly SettingName[]

/** The text of `config/example.env`: every setting with its meaning, at its usual value. */
export function exampleEnv(): string {
  const head = [
    '# Every setting of Rundruf. All of them may stay as they are to try it on one machine.',
    '# Printed from src/environment.ts by `npx rundruf help settings > config/example.env`.',
    `# These may also come from a file: ${secretNames.map((name) => `${name}_FILE`).join(', ')}`,
  ]
  const blocks = Object.entries(subjects).map(([subject, settings]) =>
    [`## ${subject}`, ...Object.entries(settings).map(example)].join('\n\n'),
  )
  return `${[head.join('\n'), ...blocks].join('\n\n')}\n`
}

function example([name, setting]: [string, z.ZodType]): string {
  const usual = z
    .union([z.string(), z.array(z.string())])
    .safeParse(setting.safeParse(undefined).data)
  return `# ${setting.description ?? ''}\n#${name}=${[usual.data ?? ''].flat().join(',')}`
}
