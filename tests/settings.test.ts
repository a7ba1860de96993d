import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, test } from '@jest/globals'
import { exampleEnv } from '../src/environment.ts'
import { readSettings, SettingsMistaken } from '../src/settings.ts'
import type { Variables } from '../src/settings.ts'
import { certificate, certificateFile } from './kit/certificates.ts'

const twilio = {
  PHONE: 'twilio',
  PHONE_NUMBER: '+4930123456',
  PUBLIC_URL: 'https://runde.example.org',
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: 'a'.repeat(32),
}

function mistakes(given: Variables): readonly string[] {
  try {
    readSettings(given)
  } catch (error) {
    if (error instanceof SettingsMistaken) return error.mistakes
    throw error
  }
  return []
}

describe('without any setting', () => {
  const settings = readSettings({})

  it('everything stays on this machine', () => {
    expect(settings.http).toMatchObject({ host: '127.0.0.1', port: 3000 })
    expect(settings.http.publicUrl.href).toBe('http://127.0.0.1:3000/')
    expect(settings.phone).toMatchObject({
      kind: 'built-in',
      sip: { host: '127.0.0.1', port: 5060, allow: ['127.0.0.0/8'] },
      rtpPorts: { first: 10000, last: 10999 },
      switchPort: 5080,
    })
  })
  it('S-20: the staff console is not on the public listener', () => {
    expect(settings.staff).toMatchObject({ host: '127.0.0.1', port: 3001 })
    expect(settings.staff.url.href).toBe('http://127.0.0.1:3001/')
  })
  it('the organisation, its language, its zone and its voice have names', () => {
    expect(settings).toMatchObject({
      organisation: 'Telefon-Runde',
      locale: 'de',
      timeZone: 'Europe/Berlin',
      voice: 'files',
    })
  })
  it('the database lies in the data folder', () => {
    const { store } = readSettings({ DATA_DIR: '/var/lib/rundruf' })
    expect(store).toEqual({ kind: 'sqlite', file: '/var/lib/rundruf/rundruf.db' })
  })
  it('further telephone numbers are a list', () => {
    const given = { PHONE_NUMBER: '+4930999', PHONE_NUMBERS: '+4930998, +4930997' }
    expect(readSettings(given).furtherNumbers).toEqual(['+4930998', '+4930997'])
    expect(settings.furtherNumbers).toEqual([])
  })
  it('an empty value is no value', () => {
    expect(readSettings({ PORT: '', PHONE_NUMBER: '' })).toEqual(settings)
  })
})

describe('with Twilio', () => {
  it('the carrier speaks, and two tokens sign during a rotation', () => {
    const two = `${'a'.repeat(32)},${'b'.repeat(32)}`
    const settings = readSettings({ ...twilio, TWILIO_AUTH_TOKEN: two })
    expect(settings.voice).toBe('Polly.Vicki-Neural')
    expect(settings.phone).toMatchObject({ authTokens: ['a'.repeat(32), 'b'.repeat(32)] })
  })
  test.each([
    ['P-12: in Ireland, unless told otherwise', {}, 'https://api.dublin.ie1.twilio.com/', 'ie1'],
    ['elsewhere', { TWILIO_REGION: 'us1' }, 'https://api.ashburn.us1.twilio.com/', 'us1'],
    [
      'by another edge',
      { TWILIO_EDGE: 'frankfurt' },
      'https://api.frankfurt.ie1.twilio.com/',
      'ie1',
    ],
    [
      'at another carrier',
      { TWILIO_API_URL: 'https://api.example.com' },
      'https://api.example.com/',
      undefined,
    ],
  ])('calls are processed %s', (_, more, apiUrl, region) => {
    const { phone } = readSettings({ ...twilio, ...more })
    expect(phone.kind === 'twilio' && [phone.apiUrl.href, phone.region]).toEqual([apiUrl, region])
  })
})

describe('what the telephone costs', () => {
  it('is unknown until somebody says so', () => {
    expect(readSettings({}).tariff).toBeUndefined()
  })
  it('is counted in hundredths of a cent, whole numbers all the way', () => {
    const tariff = (given: Variables) => readSettings(given).tariff
    expect(tariff({ TARIFF_CENTS_PER_MINUTE: '0.85' })).toEqual({
      perCallerMinute: 85,
      perMonth: 0,
    })
    expect(tariff({ TARIFF_EUROS_PER_MONTH: '5,50' })).toEqual({
      perCallerMinute: 0,
      perMonth: 55_000,
    })
  })
})

describe('what the telephone may cost', () => {
  it('is without a limit until somebody says so', () => {
    expect(readSettings({}).budget).toBeUndefined()
  })
  it('is counted in hundredths of a cent, too', () => {
    const given = { TARIFF_CENTS_PER_MINUTE: '1.2', MONTHLY_BUDGET_EUROS: '250,50' }
    expect(readSettings(given).budget).toBe(2_505_000)
  })
})

// One row for each thing that can be wrong: what is set, and what the operator reads.
const wrong: readonly (readonly [Variables, string])[] = [
  [
    { MONTHLY_BUDGET_EUROS: '250' },
    'MONTHLY_BUDGET_EUROS needs TARIFF_CENTS_PER_MINUTE or TARIFF_EUROS_PER_MONTH: without them nothing is known to cost anything.',
  ],
  [
    { TARIFF_CENTS_PER_MINUTE: '1.234' },
    'TARIFF_CENTS_PER_MINUTE is "1.234", but must be an amount in cents with at most two places, such as 1.2.',
  ],
  [{ PORT: '3000a' }, 'PORT is "3000a", but must be a port, a whole number from 0 to 65535'],
  [{ PORT: '70000' }, 'PORT is "70000", but must be a port, at most 65535'],
  [{ STAFF_PORT: '-1' }, 'STAFF_PORT is "-1"'],
  [{ SIP_PORT: '5060.5' }, 'SIP_PORT is "5060.5"'],
  [{ SWITCH_PORT: 'x' }, 'SWITCH_PORT is "x"'],
  [{ SWITCH_MEDIA_THREADS: '17' }, 'SWITCH_MEDIA_THREADS is "17", but must be a whole number from'],
  [{ TWILIO_REGION: 'Ireland' }, 'TWILIO_REGION is "Ireland", but must be a region such as ie1'],
  [{ TWILIO_EDGE: 'ie 1' }, 'TWILIO_EDGE is "ie 1", but must be an edge such as dublin'],
  [{ HOST: 'a b' }, 'HOST is "a b", but must be a host name or an address'],
  [{ STAFF_HOST: '127.0.0.1:3001' }, 'STAFF_HOST is "127.0.0.1:3001"'],
  [{ PUBLIC_URL: 'runde.example.org' }, 'PUBLIC_URL is "runde.example.org", but must be a whole'],
  [{ PUBLIC_URL: 'https://a.example/?x=1' }, 'PUBLIC_URL must end with the host or a folder'],
  [{ DATABASE_URL: 'mysql://h/d' }, 'DATABASE_URL must be file:<path>'],
  [{ DATABASE_URL: 'postgres:d' }, 'DATABASE_URL must be file:<path>'],
  [{ PHONE: 'asterisk' }, 'PHONE is "asterisk", but must be built-in or twilio'],
  [
    { PHONE_NUMBER: '+4930999', PHONE_NUMBERS: '030998' },
    'PHONE_NUMBERS is "030998", but must be numbers',
  ],
  [{ PHONE_NUMBERS: '+4930998' }, 'PHONE_NUMBERS are further numbers: PHONE_NUMBER must be set'],
  [{ PHONE_NUMBER: '+4930999', PHONE_NUMBERS: '+4930999' }, 'PHONE_NUMBERS are further numbers'],
  [{ PHONE_NUMBER: '030 123456' }, 'PHONE_NUMBER is "030 123456", but must be in international'],
  [{ TWILIO_ACCOUNT_SID: 'AC12' }, 'TWILIO_ACCOUNT_SID must be AC and 32 hexadecimal digits'],
  [{ TWILIO_AUTH_TOKEN: 'short' }, 'TWILIO_AUTH_TOKEN must have at least 32 letters and digits'],
  [{ TWILIO_API_KEY_SID: `SK${'0'.repeat(32)}` }, 'TWILIO_API_KEY_SID and TWILIO_API_KEY_SECRET'],
  [{ TWILIO_API_URL: 'ftp://x' }, 'TWILIO_API_URL is "ftp://x", but must be a whole address'],
  [{ SIP_HOST: 'switch.example' }, 'SIP_HOST is "switch.example", but must be an address'],
  [{ SIP_ALLOW: '10.0.0.0/33' }, 'SIP_ALLOW is "10.0.0.0/33", but must be networks'],
  [{ SIP_ALLOW: '10.0.0.1' }, 'SIP_ALLOW is "10.0.0.1", but must be networks'],
  [{ RTP_PORTS: '10000' }, 'RTP_PORTS is "10000", but must be two ports'],
  [{ RTP_PORTS: '2000-1999' }, 'RTP_PORTS must go from a lower to a higher port'],
  [{ PRACTICE_ROOM: '471108' }, 'PRACTICE_ROOM is "471108", but must be 6 digits with a pattern'],
  [{ PRACTICE_ROOM: '1234' }, 'PRACTICE_ROOM is "1234", but must be 6 digits with a pattern'],
  [{ PRACTICE_ROOM: '012345' }, 'PRACTICE_ROOM is "012345", but must be a room number of 6'],
  [{ SMTP_URL: 'http://mail' }, 'SMTP_URL must be smtp://… or smtps://…'],
  [{ SMTP_URL: 'smtp://mail' }, 'MAIL_FROM is missing: SMTP_URL needs it.'],
  [{ SMTP_URL: 'smtp://mail?x=1', MAIL_FROM: 'a@b.example' }, 'SMTP_URL must end with the host'],
  [{ TRUSTED_PROXIES: '127.0.0.1' }, 'TRUSTED_PROXIES is "127.0.0.1", but must be networks'],
  [{ CONTACT_MAIL: 'Erika <e@x.example>' }, 'CONTACT_MAIL is "Erika <e@x.example>", but must be a'],
  [{ IMPRINT: ' ' }, 'IMPRINT is " ", but must not be empty'],
  [{ MAIL_FROM: 'nobody' }, 'MAIL_FROM is "nobody", but must be a mail address'],
  [{ ORGANISATION: 'a\nb' }, 'ORGANISATION is "a\nb", but must have 1 to 60 characters'],
  [{ LOCALE: 'Deutsch' }, 'LOCALE is "Deutsch", but must be two letters such as de or en'],
  [{ TIME_ZONE: 'Mars/Olympus' }, 'TIME_ZONE is "Mars/Olympus", but must be a time zone'],
  [{ VOICE: 'a b' }, 'VOICE is "a b", but must be files or the name of a voice'],
  [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL is "loud", but must be debug, info, warn or error'],
  [{ LOG_FORMAT: 'xml' }, 'LOG_FORMAT is "xml", but must be json or pretty'],
  [{ ...twilio, PUBLIC_URL: 'http://a.example' }, 'PUBLIC_URL must begin with https:// when PHONE'],
  [{ ...twilio, PHONE_NUMBER: undefined }, 'PHONE_NUMBER is missing: PHONE=twilio needs it.'],
  [{ ...twilio, TWILIO_ACCOUNT_SID: '' }, 'TWILIO_ACCOUNT_SID is missing: PHONE=twilio needs it.'],
  [{ ...twilio, TWILIO_AUTH_TOKEN: '' }, 'TWILIO_AUTH_TOKEN is missing: PHONE=twilio needs it.'],
]

describe('R-38: a wrong setting is named in a sentence', () => {
  test.each(wrong)('%j', (given, sentence) => {
    expect(mistakes(given)).toEqual([expect.stringContaining(sentence)])
  })

  it('all of them at once', () => {
    const found = mistakes({ PORT: 'x', LOCALE: 'Deutsch', PHONE: 'twilio', RTP_PORTS: '9-8' })
    const names = found.map((sentence) => sentence.split(' ')[0])
    expect(names.sort()).toEqual(
      // prettier-ignore
      ['LOCALE', 'PHONE_NUMBER', 'PORT', 'PUBLIC_URL', 'RTP_PORTS', 'TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN'],
    )
  })

  it('S-90: a secret is never repeated in the sentence about it', () => {
    const secret = 'tooShortButSecret'
    const given = { TWILIO_AUTH_TOKEN: secret, DATABASE_URL: `postgres://u:${secret}@h/d` }
    expect(mistakes({ ...given, SMTP_URL: `x://${secret}` }).join()).not.toContain(secret)
  })
})

describe('S-90: a secret may come from a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rundruf-settings-'))

  it('is read without its line end', () => {
    const file = join(folder, 'token')
    writeFileSync(file, `${'c'.repeat(32)}\n`)
    const { phone } = readSettings({
      ...twilio,
      TWILIO_AUTH_TOKEN: undefined,
      TWILIO_AUTH_TOKEN_FILE: file,
    })
    expect(phone).toMatchObject({ authTokens: ['c'.repeat(32)] })
  })
  it('a file that is not there is a mistake', () => {
    const sentences = mistakes({ SMTP_URL_FILE: join(folder, 'none') })
    expect(sentences).toEqual([expect.stringMatching(/^SMTP_URL_FILE names .*cannot be read/)])
  })
  it('and so may what has many lines', () => {
    const file = join(folder, 'imprint')
    writeFileSync(file, 'Telefon-Runde e.V.\nMusterweg 1\n')
    expect(readSettings({ IMPRINT_FILE: file }).imprint).toBe('Telefon-Runde e.V.\nMusterweg 1')
  })
  it('R-42: where a certificate may be renewed is known when both of its files are', () => {
    const [pem, key] = ['good', 'key'].map(certificateFile)
    const tlsOf = (given: Variables) => {
      const { phone } = readSettings(given)
      return phone.kind === 'built-in' && phone.sip.tls
    }
    expect(tlsOf({ SIP_TLS_CERTIFICATE_FILE: pem, SIP_TLS_KEY_FILE: key })).toMatchObject({
      ...{ certificate: certificate('good').trim(), files: { certificate: pem, key } },
    })
    const asValue = { SIP_TLS_CERTIFICATE: certificate('good'), SIP_TLS_KEY_FILE: key }
    expect(tlsOf(asValue)).not.toHaveProperty('files')
  })
  it('both at once is a mistake', () => {
    const file = join(folder, 'sid')
    writeFileSync(file, twilio.TWILIO_ACCOUNT_SID)
    expect(mistakes({ ...twilio, TWILIO_ACCOUNT_SID_FILE: file })).toEqual([
      'TWILIO_ACCOUNT_SID and TWILIO_ACCOUNT_SID_FILE are both set: use one of them.',
    ])
  })
})

describe('config/example.env', () => {
  const committed = readFileSync(join(import.meta.dirname, '../config/example.env'), 'utf8')

  it('is what the program prints (npx rundruf help settings > config/example.env)', () => {
    expect(committed).toBe(exampleEnv())
  })
  it('with every line switched on means the same as no settings at all', () => {
    const lines = committed.split('\n').flatMap((line) => /^#([A-Z_]+)=(.*)$/.exec(line) ?? [])
    const given: Record<string, string> = {}
    for (let at = 0; at < lines.length; at += 3) given[lines[at + 1]!] = lines[at + 2]!
    expect(Object.keys(given).length).toBeGreaterThan(25)
    expect(readSettings(given)).toEqual(readSettings({}))
  })
})
