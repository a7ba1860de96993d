import { parsePhoneNumberFromString } from 'libphonenumber-js'
import type { CarrierAccount } from './carrier-account.ts'
import { practiceNumber } from './demo-room.ts'
import type { Secrets } from './secrets.ts'
import type { Settings } from './settings.ts'
import { isTestMark } from './test-mark.ts'
import type { VoiceSettings } from './voice/settings.ts'

/** What the telephone side is told at its start. */
export function voiceSettings(
  settings: Settings,
  secrets: Secrets,
  account: CarrierAccount,
): VoiceSettings {
  const { http, locale } = settings
  const { publicUrl } = http
  return {
    publicUrl,
    locale,
    deletesCalls: deletesCallsOf(settings),
    outageKey: secrets.key('outage meetings 1'),
    furtherNumbers: settings.furtherNumbers,
    ...account,
    ...helpOf(settings),
    ...practiceOf(settings),
    ...testsOf(settings, secrets),
  }
}

/** Our own switch keeps nothing of a call, so there is nothing to be deleted. */
export function deletesCallsOf({ phone }: Settings): boolean {
  return phone.kind === 'twilio' && phone.deletesCalls
}

/** Only our own switch is called by ourselves. */
function testsOf({ phone }: Settings, secrets: Secrets): Pick<VoiceSettings, 'isTestCall'> {
  if (phone.kind === 'twilio') return {}
  const key = secrets.key('test call 1')
  return { isTestCall: (from, at) => isTestMark(key, from, at) }
}

/** Who helps: Twilio connects with them under our own number; our switch does not call out, so it names the number. */
function helpOf({ helpNumber: number, phone }: Settings): Pick<VoiceSettings, 'help'> {
  if (number === undefined) return {}
  const spoken = parsePhoneNumberFromString(number)?.formatNational().replace(/\D+/g, ' ').trim()
  const callerId = phone.kind === 'twilio' ? phone.number : undefined
  return { help: { number, spoken: spoken ?? number.slice(1), callerId } }
}

function practiceOf(settings: Settings): Pick<VoiceSettings, 'practice'> {
  const number = practiceNumber(settings)
  return number === undefined
    ? {}
    : { practice: { number, echo: settings.phone.kind === 'built-in' } }
}
