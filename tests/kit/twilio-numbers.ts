/** A telephone number at the pretend Twilio, in the words of its REST interface. */
export type PretendNumber = {
  readonly sid: string
  readonly phone_number: string
  readonly friendly_name: string
  readonly voice_url: string
  readonly voice_method: string
  readonly voice_fallback_url: string
  readonly voice_fallback_method: string
  readonly status_callback: string
  readonly status_callback_method: string
  readonly voice_application_sid: string | null
  readonly trunk_sid: string | null
  readonly voice_receive_mode: string
  readonly voice: boolean
}

/** As it was bought: it leads nowhere. */
export const freshPhoneNumber = (phoneNumber = '+4930999'): PretendNumber => ({
  sid: `PN${'7'.repeat(32)}`,
  phone_number: phoneNumber,
  friendly_name: phoneNumber,
  voice_url: '',
  voice_method: 'POST',
  voice_fallback_url: '',
  voice_fallback_method: 'POST',
  status_callback: '',
  status_callback_method: 'POST',
  voice_application_sid: null,
  trunk_sid: null,
  voice_receive_mode: 'voice',
  voice: true,
})

/** `VoiceUrl` on the way in is `voice_url` on the way out; an empty sid takes the thing away. */
export function updatedNumber(
  number: PretendNumber,
  form: Readonly<Record<string, string>>,
): PretendNumber {
  const changes = Object.entries(form).map(([name, value]) => {
    const field = name.replace(/(?<!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase()
    return [field, field.endsWith('_sid') && value === '' ? null : value] as const
  })
  return { ...number, ...Object.fromEntries(changes) }
}

const when = 'Tue, 24 Nov 2026 18:00:00 +0000'

export function numberJson(accountSid: string, base: string, { voice, ...number }: PretendNumber) {
  return {
    ...number,
    account_sid: accountSid,
    address_sid: null,
    address_requirements: 'none',
    api_version: '2010-04-01',
    beta: false,
    capabilities: { voice, sms: false, mms: false, fax: false },
    date_created: when,
    date_updated: when,
    identity_sid: null,
    origin: 'twilio',
    sms_application_sid: null,
    sms_fallback_method: 'POST',
    sms_fallback_url: '',
    sms_method: 'POST',
    sms_url: '',
    uri: `${base}/IncomingPhoneNumbers/${number.sid}.json`,
    voice_caller_id_lookup: false,
    emergency_status: 'Inactive',
    emergency_address_sid: null,
    emergency_address_status: 'unregistered',
    bundle_sid: null,
    status: 'in-use',
    type: 'local',
  }
}
