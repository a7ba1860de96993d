import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Installation } from '../../src/commands/doctor/installation.ts'
import { freePort } from '../../src/commands/free-ports.ts'
import type { HealthyInstallation } from '../kit/healthy-installation.ts'
import { freshPhoneNumber } from '../kit/twilio-numbers.ts'

/** The number as it is when everything is right. */
export const leadsHere = (house: HealthyInstallation, publicUrl = house.publicUrl.href) => {
  const at = (path: string) => publicUrl + path
  return {
    ...freshPhoneNumber(),
    voice_url: at('voice/answer#rc=5&rp=ct,rt,5xx'),
    status_callback: at('voice/status#rc=5&rp=ct,rt,5xx'),
    voice_fallback_url: at('voice/fallback'),
  }
}
export const numberIs = (
  house: HealthyInstallation,
  different: Partial<ReturnType<typeof freshPhoneNumber>>,
) => {
  house.twilio.numbers[0] = { ...leadsHere(house), ...different }
}

export type Broken = {
  /** Breaks it; what the doctor then looks at. */
  readonly how: (house: HealthyInstallation) => Installation | Promise<Installation>
  readonly name: string
  readonly says: RegExp
}

const otherConfig = (house: HealthyInstallation, breakIt: (folder: string) => void) => {
  const configFolder = mkdtempSync(join(tmpdir(), 'rundruf-config-'))
  cpSync(join(import.meta.dirname, '../../config'), configFolder, { recursive: true })
  breakIt(configFolder)
  return house.asSeenWith({ VOICE: 'files' }, { configFolder })
}

/** The settings say another address, and the number leads there. */
function movedTo(house: HealthyInstallation, publicUrl: string): Installation {
  house.twilio.numbers[0] = leadsHere(house, publicUrl)
  return house.asSeenWith({ PUBLIC_URL: publicUrl })
}

/** One thing is broken each time, and exactly that is to be named. */
export const broken: Readonly<Record<string, Broken>> = {
  'the disk is full': {
    how: (house) => house.asSeenWith({}, { freeBytes: () => Promise.resolve(5 * 1024 * 1024) }),
    name: 'disk',
    says: /^5 MB are free in .* → Make room/,
  },
  'the database is none': {
    how: (house) => {
      const file = join(mkdtempSync(join(tmpdir(), 'rundruf-db-')), 'a.db')
      writeFileSync(file, 'this is no database, and has never been one. '.repeat(50))
      return house.asSeenWith({ DATABASE_URL: `file:${file}` })
    },
    name: 'database',
    says: /^the database cannot be used: .*a\.db cannot be opened/,
  },
  'a sentence is missing': {
    how: (house) =>
      otherConfig(house, (folder) => {
        writeFileSync(join(folder, 'prompts.en.json'), '{}')
      }),
    name: 'prompts',
    says: /^prompts\.en\.json/,
  },
  'a recording is missing': {
    how: (house) =>
      otherConfig(house, (folder) => {
        rmSync(join(folder, 'audio/music.wav'))
      }),
    name: 'prompts',
    says: /^callers hear silence instead of audio\/music\.wav → .*npm run sound/,
  },
  'a port belongs to somebody else': {
    how: async (house) => {
      const port = await freePort()
      const other = createServer().listen(port, '127.0.0.1')
      other.unref()
      return house.asSeenWith({ STAFF_PORT: String(port), PORT: String(await freePort()) })
    },
    name: 'ports',
    says: /for the staff console, is used by another program → .*STAFF_PORT$/,
  },
  'an address of another machine': {
    how: async (house) => house.asSeenWith({ HOST: '192.0.2.7', PORT: String(await freePort()) }),
    name: 'ports',
    says: /^192\.0\.2\.7 is not an address of this machine → Set HOST/,
  },
  'the mail server is away': {
    how: async (house) =>
      house.asSeenWith({ SMTP_URL: `smtp://127.0.0.1:${String(await freePort())}` }),
    name: 'mail',
    says: /takes no mail of ours \(.*ECONNREFUSED.*\) → .*SMTP_URL/,
  },
  'the mail server does not know us': {
    how: (house) =>
      house.asSeenWith({
        SMTP_URL: (house.variables['SMTP_URL'] ?? '').replace('rundruf:', 'nobody:'),
      }),
    name: 'mail',
    says: /takes no mail of ours \(EAUTH/,
  },
  'nobody is at the public address': {
    how: async (house) => movedTo(house, `https://localhost:${String(await freePort())}/`),
    name: 'certificate',
    says: /^localhost:\d+ cannot be reached: nobody listens there → .*port 443/,
  },
  'the name is not known': {
    how: (house) => movedTo(house, 'https://runde.invalid/'),
    name: 'certificate',
    says: /^runde\.invalid cannot be reached: .*DNS/,
  },
  'a name no carrier asks': {
    how: (house) => house.asSeenWith({ PUBLIC_URL: 'https://my_host.example.org' }),
    name: 'certificate',
    says: /^my_host\.example\.org has an underscore/,
  },
  'R-42: the certificate has run out': {
    how: (house) => {
      house.shows('expired')
      return house.asSeenWith()
    },
    name: 'certificate',
    says: /has run out → Renew it/,
  },
  'R-42: the certificate ends soon': {
    how: (house) => {
      const now = () => Date.UTC(2119, 11, 25)
      house.twilio.clockIs(() => new Date(now()))
      return house.asSeenWith({}, { now })
    },
    name: 'certificate',
    says: /ends in 7 days → Renew it/,
  },
  'the certificate is for another name': {
    how: (house) => {
      house.shows('other-name')
      return house.asSeenWith()
    },
    name: 'certificate',
    says: /is for another name → /,
  },
  'the certificate is its own authority': {
    how: (house) => {
      house.shows('self-signed')
      return house.asSeenWith()
    },
    name: 'certificate',
    says: /was signed by nobody but itself/,
  },
  'the proxy runs, and Rundruf does not': {
    how: (house) => {
      house.detours((_ask, answer) => answer.writeHead(502).end())
      return house.asSeenWith()
    },
    name: 'address',
    says: /answers 502: the proxy runs, and Rundruf behind it does not → Start Rundruf/,
  },
  'the address sends people on': {
    how: (house) => {
      house.detours((_ask, answer) =>
        answer.writeHead(301, { location: 'https://www.example.org/' }).end(),
      )
      return house.asSeenWith()
    },
    name: 'address',
    says: /sends people on to https:\/\/www\.example\.org\/; a carrier's form is lost/,
  },
  'something else answers': {
    how: (house) => {
      house.detours((_ask, answer) => answer.end('<h1>It works!</h1>'))
      return house.asSeenWith()
    },
    name: 'address',
    says: /is answered by something else than Rundruf/,
  },
  'S-50: the app has another token than we': {
    how: (house) => {
      house.detours((ask, answer) =>
        ask.url === '/healthz' ? answer.end('{"status":"alive"}') : answer.writeHead(403).end(),
      )
      return house.asSeenWith()
    },
    name: 'webhooks',
    says: /^the running app refuses what our carrier signs, so nobody can call → Restart/,
  },
  'the carrier is away': {
    how: async (house) =>
      house.asSeenWith({ TWILIO_API_URL: `http://127.0.0.1:${String(await freePort())}` }),
    name: 'credentials',
    says: /^Twilio cannot be reached at http:\/\/127\.0\.0\.1:\d+: nobody listens there/,
  },
  'the API key is wrong': {
    how: (house) => house.asSeenWith({ TWILIO_API_KEY_SECRET: 'of-another-account' }),
    name: 'credentials',
    says: /^the carrier does not know TWILIO_API_KEY_SECRET: it answers 401 \(20003/,
  },
  'the carrier is broken': {
    how: (house) => {
      house.twilio.troubles(() => ({ status: 503, code: 20503 }))
      return house.asSeenWith()
    },
    name: 'credentials',
    says: /it answers 503 \(20503/,
  },
  'the account is suspended': {
    how: (house) => {
      house.twilio.account.status = 'suspended'
      return house.asSeenWith()
    },
    name: 'token',
    says: /^the account is suspended: no call gets through/,
  },
  'the number is not ours': {
    how: (house) => {
      house.twilio.numbers[0] = freshPhoneNumber('+4930111')
      return house.asSeenWith()
    },
    name: 'number',
    says: /^the account has no number \+4930999; it has \+4930111 → Set PHONE_NUMBER/,
  },
  'the account has no number at all': {
    how: (house) => {
      house.twilio.numbers.length = 0
      return house.asSeenWith()
    },
    name: 'number',
    says: /it has no number at all/,
  },
  'the number leads elsewhere': {
    how: (house) => {
      numberIs(house, { voice_url: 'https://old.example.org/voice' })
      return house.asSeenWith()
    },
    name: 'number',
    says: /an incoming call asks https:\/\/old\.example\.org\/voice instead of us → .*--fix/,
  },
  'the number asks by GET': {
    how: (house) => {
      numberIs(house, { voice_method: 'GET' })
      return house.asSeenWith()
    },
    name: 'number',
    says: /an incoming call asks us by GET instead of POST/,
  },
  'nobody is told of the end of a call': {
    how: (house) => {
      numberIs(house, { status_callback: '' })
      return house.asSeenWith()
    },
    name: 'number',
    says: /the end of a call is told to nobody instead of us/,
  },
  'there is nothing to fall back to': {
    how: (house) => {
      numberIs(house, { voice_fallback_url: '' })
      return house.asSeenWith()
    },
    name: 'number',
    says: /a call that cannot be answered falls back to nobody instead of us/,
  },
  'an application overrides the number': {
    how: (house) => {
      numberIs(house, { voice_application_sid: `AP${'1'.repeat(32)}` })
      return house.asSeenWith()
    },
    name: 'number',
    says: /is given to a TwiML application \(AP1+\), which answers its calls instead of us/,
  },
  'a trunk overrides the number': {
    how: (house) => {
      numberIs(house, { trunk_sid: `TK${'1'.repeat(32)}` })
      return house.asSeenWith()
    },
    name: 'number',
    says: /is given to a SIP trunk \(TK1+\).* → .*number assign/,
  },
  'the number takes faxes': {
    how: (house) => {
      numberIs(house, { voice_receive_mode: 'fax' })
      return house.asSeenWith()
    },
    name: 'number',
    says: /takes no voice calls/,
  },
  'the clock is wrong': {
    how: (house) => {
      house.twilio.clockIs(() => new Date(Date.now() + 180_000))
      return house.asSeenWith()
    },
    name: 'clock',
    says: /^the clock of this machine is 1(79|80|81) seconds behind → .*timedatectl/,
  },
}
