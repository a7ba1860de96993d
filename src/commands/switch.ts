import { fileURLToPath } from 'node:url'
import { carrierAccount } from '../carrier-account.ts'
import { openSecrets } from '../secrets.ts'
import type { Secrets } from '../secrets.ts'
import { readSettings, variables } from '../settings.ts'
import type { BuiltInPhone, Settings } from '../settings.ts'
import type { SwitchSettings } from '../switch/settings.ts'
import { startSwitch } from '../switch/switch.ts'
import { complain } from './command.ts'
import { withFreePorts } from './free-ports.ts'
import { serve } from './serve.ts'

/** `rundruf switch`: our own telephone switch, without the app. */
export async function runSwitch(): Promise<number> {
  const given = variables()
  const settings = readSettings(await withFreePorts(given, readSettings(given)))
  const { phone } = settings
  if (phone.kind !== 'built-in') {
    complain('The switch is for PHONE=built-in; here PHONE=twilio brings the calls.')
    return 1
  }
  const secrets = openSecrets(settings.dataDir)
  return serve(settings, 'switch', async (log) => {
    const running = await startSwitch(switchSettings(settings, phone, secrets), log)
    return {
      ready: { telephone: `sip:rundruf@${phone.sip.host}:${phone.sip.port}` },
      [Symbol.asyncDispose]: () => running[Symbol.asyncDispose](),
    }
  })
}

/** What the switch hears of all settings: wires, account, and whom to ask about a call. */
export function switchSettings(
  settings: Settings,
  phone: BuiltInPhone,
  secrets: Secrets,
): SwitchSettings {
  const { accountSid, authTokens } = carrierAccount(phone, secrets)
  const { first, last } = phone.rtpPorts
  const webhook = (path: string) => new URL(path + retries, folder(settings.http.publicUrl)).href
  return {
    sip: phone.sip,
    rtpPorts: phone.rtpPorts,
    restPort: phone.switchPort,
    account: { sid: accountSid, authToken: authTokens[0] ?? '' },
    number: {
      phoneNumber: phone.number ?? numberOfNoOne,
      voiceUrl: webhook('voice/answer'),
      voiceFallbackUrl: '',
      statusCallback: webhook('voice/status'),
    },
    troubleSoundFile: fileURLToPath(
      new URL(`../../config/audio/${settings.locale}/trouble.wav`, import.meta.url),
    ),
    callsMax: Math.floor((last - first + 1) / 2), // one even port for each call
  }
}

/** Bridges a restart of the app: five more tries, some three seconds (Twilio, connection overrides). */
const retries = '#rc=5&rp=ct,rt,5xx'

/** The REST interface needs a number in international form; this one is in no country's plan. */
const numberOfNoOne = '+10000000000'

function folder(url: URL): URL {
  return url.pathname.endsWith('/') ? url : new URL(`${url.href}/`)
}
