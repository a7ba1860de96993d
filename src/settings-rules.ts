import type { Environment, SettingName } from './environment.ts'

export type Rule = {
  readonly about: readonly SettingName[]
  readonly broken: (given: Environment) => boolean
  readonly say: string
}

const onTwilio = (name: SettingName): Rule => ({
  about: ['PHONE', name],
  broken: (given) => given.PHONE === 'twilio' && given[name] === undefined,
  say: `${name} is missing: PHONE=twilio needs it.`,
})

/** What must fit together. */
export const rules: readonly Rule[] = [
  onTwilio('TWILIO_ACCOUNT_SID'),
  onTwilio('TWILIO_AUTH_TOKEN'),
  onTwilio('PHONE_NUMBER'),
  {
    about: ['PHONE_NUMBER', 'PHONE_NUMBERS'],
    broken: ({ PHONE_NUMBER, PHONE_NUMBERS }) =>
      PHONE_NUMBERS.length > 0 &&
      (PHONE_NUMBER === undefined ||
        new Set([PHONE_NUMBER, ...PHONE_NUMBERS]).size <= PHONE_NUMBERS.length),
    say: 'PHONE_NUMBERS are further numbers: PHONE_NUMBER must be set, and no number stand there twice.',
  },
  {
    about: ['PHONE', 'PUBLIC_URL'],
    broken: (given) => given.PHONE === 'twilio' && !given.PUBLIC_URL?.startsWith('https://'),
    say: 'PUBLIC_URL must begin with https:// when PHONE=twilio: Twilio reaches us over the internet.',
  },
  {
    about: ['PUBLIC_URL'],
    broken: ({ PUBLIC_URL }) => PUBLIC_URL !== undefined && /[?#]/.test(PUBLIC_URL),
    say: 'PUBLIC_URL must end with the host or a folder, without ? and #.',
  },
  {
    about: ['STAFF_URL'],
    broken: ({ STAFF_URL }) =>
      STAFF_URL !== undefined && !/^https?:\/\/[^/?#]+\/?$/.test(STAFF_URL),
    say: 'STAFF_URL must end with the host, without a folder: the staff console has a host of its own.',
  },
  {
    about: ['TWILIO_API_KEY_SID', 'TWILIO_API_KEY_SECRET'],
    broken: (given) => !given.TWILIO_API_KEY_SID !== !given.TWILIO_API_KEY_SECRET,
    say: 'TWILIO_API_KEY_SID and TWILIO_API_KEY_SECRET belong together: set both or none.',
  },
  {
    about: ['SIP_TLS_CERTIFICATE', 'SIP_TLS_KEY'],
    broken: (given) => !given.SIP_TLS_CERTIFICATE !== !given.SIP_TLS_KEY,
    say: 'SIP_TLS_CERTIFICATE and SIP_TLS_KEY belong together: set both or none.',
  },
  {
    about: ['RTP_PORTS'],
    broken: ({ RTP_PORTS }) => !soundPorts(RTP_PORTS),
    say: 'RTP_PORTS must go from a lower to a higher port, from 1024 to 65535, such as 10000-10999.',
  },
  {
    about: ['DATABASE_URL'],
    broken: ({ DATABASE_URL = 'file:x' }) =>
      !/^file:./.test(DATABASE_URL) &&
      !(/^postgres(?:ql)?:\/\/./.test(DATABASE_URL) && URL.canParse(DATABASE_URL)),
    say: 'DATABASE_URL must be file:<path>, such as file:data/rundruf.db, or postgres://<user>@<host>/<database>.',
  },
  {
    about: ['SMTP_URL', 'MAIL_FROM'],
    broken: (given) => given.SMTP_URL !== undefined && given.MAIL_FROM === undefined,
    say: 'MAIL_FROM is missing: SMTP_URL needs it.',
  },
  {
    about: ['MONTHLY_BUDGET_EUROS', 'TARIFF_CENTS_PER_MINUTE', 'TARIFF_EUROS_PER_MONTH'],
    broken: (given) =>
      given.MONTHLY_BUDGET_EUROS !== undefined &&
      given.TARIFF_CENTS_PER_MINUTE === undefined &&
      given.TARIFF_EUROS_PER_MONTH === undefined,
    say: 'MONTHLY_BUDGET_EUROS needs TARIFF_CENTS_PER_MINUTE or TARIFF_EUROS_PER_MONTH: without them nothing is known to cost anything.',
  },
]

/** `10000-10999` as two numbers; nothing when it is no range of ports. */
export function soundPorts(range: string): { first: number; last: number } | undefined {
  const [first = 0, last = 0] = range.split('-').map(Number)
  return first >= 1024 && last > first && last <= 65_535 ? { first, last } : undefined
}
