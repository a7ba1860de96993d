import { z } from 'zod'
import { costs } from './environment/costs.ts'
import { mail } from './environment/mail.ts'
import { log, manner } from './environment/manner.ts'
import { about, pages } from './environment/pages.ts'
import { storage } from './environment/storage.ts'
import { ownSwitch, phone, practice, twilio } from './environment/telephone.ts'
import { trunk } from './environment/trunks.ts'
import { watching } from './environment/watching.ts'

/**
 * Every setting there is: its check, its usual value and its meaning, once, in `environment/` by subject. What people
 * read about settings (`config/example.env`, the sentences about mistakes) is printed from here.
 */

/** The first line; the others have the same settings (`environment/trunks.ts`). */
const lines = Object.fromEntries(
  Object.entries(trunk).map(([key, setting]) => [`SIP_TRUNK_1_${key}`, setting] as const),
)

/** All settings, by subject, in the order in which people meet them. */
export const subjects = {
  'Pages and webhooks': pages,
  'Where it is kept': storage,
  'Who brings the calls': phone,
  'Twilio (PHONE=twilio)': twilio,
  'Our own switch (PHONE=built-in)': ownSwitch,
  'Lines of providers (PHONE=built-in); a second one is SIP_TRUNK_2_…': lines,
  'Practice line': practice,
  Mail: mail,
  'Imprint and contact': about,
  'What the telephone costs': costs,
  'Name, language, voice': manner,
  'What is logged': log,
  'Watching over it': watching,
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
  ...about,
  ...costs,
  ...manner,
  ...log,
  ...watching,
})
export type Environment = z.output<typeof environment>
export type SettingName = keyof Environment

/** Never shown, not even in a sentence about a mistake (S-90). */
export const secretNames = [
  'DATABASE_URL',
  'BACKUP_PASSPHRASE',
  'TWILIO_ACCOUNT_SID',
  'TWILIO_AUTH_TOKEN',
  'TWILIO_API_KEY_SID',
  'TWILIO_API_KEY_SECRET',
  'SIP_TLS_KEY',
  'SMTP_URL',
  'METRICS_TOKEN',
  'HEARTBEAT_URL',
] as const satisfies readonly SettingName[]

/** What may come from a file named by `<NAME>_FILE`: secrets, and what has many lines. */
export const fileNames = [
  ...secretNames,
  'SIP_TLS_CERTIFICATE',
  'IMPRINT',
] as const satisfies readonly SettingName[]

/** The text of `config/example.env`: every setting with its meaning, at its usual value. */
export function exampleEnv(): string {
  const head = [
    '# Every setting of Rundruf. All of them may stay as they are to try it on one machine.',
    '# Printed from src/environment/ by `npx rundruf help settings > config/example.env`.',
    `# These may also come from a file: ${[...fileNames, 'SIP_TRUNK_1_PASSWORD', 'SIP_TRUNK_1_CA'].map((name) => `${name}_FILE`).join(', ')}`,
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
