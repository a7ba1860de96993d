import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Logger } from 'pino'
import { carrierAccount, numberAtCarrier } from '../carrier-account.ts'
import { openSecrets } from '../secrets.ts'
import type { Secrets } from '../secrets.ts'
import { readSettings, variables } from '../settings.ts'
import type { BuiltInPhone, Settings } from '../settings.ts'
import type { SwitchSettings } from '../switch/settings.ts'
import { startSwitch } from '../switch/switch.ts'
import { addresses } from '../voice/addresses.ts'
import { complain } from './command.ts'
import { withFreePorts } from './free-ports.ts'
import { serve, type Served } from './serve.ts'

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
  const start = async (log: Logger): Promise<Served> => {
    const running = await startSwitch(switchSettings(settings, phone, secrets), log)
    return {
      ready: { telephone: `sip:rundruf@${phone.sip.host}:${phone.sip.port}` },
      finish: (words) => running.drain(words),
      [Symbol.asyncDispose]: () => running[Symbol.asyncDispose](),
    }
  }
  return serve(settings, 'switch', start, { patient: true })
}

/** What the switch hears of all settings: wires, account, and whom to ask about a call. */
export function switchSettings(
  settings: Settings,
  phone: BuiltInPhone,
  secrets: Secrets,
): SwitchSettings {
  const { accountSid, authTokens } = carrierAccount(phone, secrets)
  const { first, last } = phone.rtpPorts
  const where = addresses(settings.http.publicUrl)
  return {
    sip: phone.sip,
    trunks: phone.trunks,
    rtpPorts: phone.rtpPorts,
    restPort: phone.switchPort,
    mediaThreads: phone.mediaThreads ?? usualMediaThreads(),
    account: { sid: accountSid, authToken: authTokens[0] ?? '' },
    number: {
      phoneNumber: numberAtCarrier(phone),
      others: settings.furtherNumbers,
      voiceUrl: where.answer(),
      voiceFallbackUrl: '',
      statusCallback: where.status(),
    },
    lastCalls: { file: join(settings.dataDir, 'calls-up'), key: secrets.key('calls up 1') },
    troubleSoundFile: sentence('trouble', settings),
    pleaseWaitSoundFile: sentence('one-moment', settings),
    callsMax: Math.floor((last - first + 1) / 2), // one even port for each call
  }
}

/** Four cores of sound are thousands of calls. */
const usualMediaThreadsMax = 4

/** One core stays for signalling, the app and the database. */
function usualMediaThreads(): number {
  return Math.min(usualMediaThreadsMax, availableParallelism() - 1)
}

/** A recorded sentence in the language of the installation. */
function sentence(name: string, { locale }: Settings): string {
  return fileURLToPath(new URL(`../../config/audio/${locale}/${name}.wav`, import.meta.url))
}
