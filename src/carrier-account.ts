import type { Secrets } from './secrets.ts'
import type { BuiltInPhone, TwilioPhone } from './settings.ts'

/** Who we are at the carrier, in one shape for Twilio and for our own switch. */
export type CarrierAccount = {
  readonly accountSid: string
  /** Sign webhooks; two during a rotation. */
  readonly authTokens: readonly string[]
  /** For the REST interface; the account itself where there is no key. */
  readonly apiKeySid: string
  readonly apiKeySecret: string
  readonly apiUrl: URL
  /** Where conferences are mixed, at a carrier that knows regions. */
  readonly region?: string
}

/** On the built-in switch the account is the generated one, unless the operator has given another. */
export function carrierAccount(
  phone: TwilioPhone | BuiltInPhone,
  secrets: Secrets,
): CarrierAccount {
  const accountSid = phone.accountSid ?? secrets.accountSid
  const authTokens = phone.authTokens ?? [secrets.authToken]
  const key = phone.kind === 'twilio' ? phone.apiKey : undefined
  return {
    accountSid,
    authTokens,
    ...(phone.kind === 'twilio' && phone.region !== undefined && { region: phone.region }),
    apiKeySid: key?.sid ?? accountSid,
    apiKeySecret: key?.secret ?? authTokens[0] ?? '',
    apiUrl:
      phone.kind === 'twilio' ? phone.apiUrl : new URL(`http://127.0.0.1:${phone.switchPort}`),
  }
}

/** The switch's REST interface needs a number in international form; this one is in no country's plan. */
const numberOfNoOne = '+10000000000'

/** The number people dial, as the carrier writes it. */
export function numberAtCarrier({ number }: TwilioPhone | BuiltInPhone): string {
  return number ?? numberOfNoOne
}
