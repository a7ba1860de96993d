import { z } from 'zod'
import { rfc2822 } from '../conference/events.ts'
import type { Answer, RestParts } from './ask.ts'
import { accountPath, apiVersion } from './ask.ts'
import { page, paging } from './page.ts'
import { addressOrNone, given, method, read } from './parameters.ts'
import { badRequest, notFound } from './problem.ts'

const friendlyNameLengthMax = 64
const invalidUrl = 21402
const invalidMethod = 21403
const fallbackWithoutUrl = 21405

/** GET IncomingPhoneNumbers.json: the one number of the switch, if it fits. */
export const listNumbers: Answer = (parts, { path, query }) => {
  const asked = read(
    {
      ...paging,
      PhoneNumber: z
        .string()
        .max(32)
        .regex(/^[+0-9*]*$/)
        .optional(),
      FriendlyName: z.string().optional(),
    },
    query,
  )
  const { phoneNumber, friendlyName } = parts.number.current()
  const fits =
    contains(phoneNumber, asked.PhoneNumber ?? '') &&
    (asked.FriendlyName === undefined || asked.FriendlyName === friendlyName)
  const numbers = fits ? [parts.number] : []
  const asking = { path, query, paging: asked }
  return page(
    'incoming_phone_numbers',
    asking,
    numbers,
    (number) => number.sid,
    () => numberJson(parts),
  )
}

/** Whether a part of the number looks like this; `*` stands for any one digit. */
function contains(phoneNumber: string, pattern: string): boolean {
  return new RegExp(pattern.replaceAll('+', '\\+').replaceAll('*', '[0-9]')).test(phoneNumber)
}

/** GET IncomingPhoneNumbers/{sid}.json */
export const showNumber: Answer = (parts, { path, names }) => {
  if (names['sid'] !== parts.number.sid) throw notFound(path)
  return numberJson(parts)
}

/** POST IncomingPhoneNumbers/{sid}.json: the next call is answered by what is said here. */
export const updateNumber: Answer = (parts, { path, names, form }) => {
  if (names['sid'] !== parts.number.sid) throw notFound(path)
  const asked = read(
    {
      FriendlyName: z.string().max(friendlyNameLengthMax).optional(),
      VoiceUrl: addressOrNone.optional(),
      VoiceMethod: method.optional(),
      VoiceFallbackUrl: addressOrNone.optional(),
      VoiceFallbackMethod: method.optional(),
      StatusCallback: addressOrNone.optional(),
      StatusCallbackMethod: method.optional(),
    },
    form,
    {
      VoiceUrl: invalidUrl,
      VoiceFallbackUrl: invalidUrl,
      StatusCallback: invalidUrl,
      VoiceMethod: invalidMethod,
      VoiceFallbackMethod: invalidMethod,
      StatusCallbackMethod: invalidMethod,
    },
  )
  const changes = given({
    friendlyName: asked.FriendlyName,
    voiceUrl: asked.VoiceUrl,
    voiceMethod: asked.VoiceMethod,
    voiceFallbackUrl: asked.VoiceFallbackUrl,
    voiceFallbackMethod: asked.VoiceFallbackMethod,
    statusCallback: asked.StatusCallback,
    statusCallbackMethod: asked.StatusCallbackMethod,
  })
  const after = { ...parts.number.current(), ...changes }
  if (after.voiceUrl === '' && after.voiceFallbackUrl !== '') {
    throw badRequest('A fallback address needs an address to fall back from', fallbackWithoutUrl)
  }
  parts.number.change(changes)
  return numberJson(parts)
}

function numberJson(parts: RestParts) {
  const { number } = parts
  const settings = number.current()
  return {
    account_sid: parts.account.sid,
    address_sid: null,
    address_requirements: 'none',
    api_version: apiVersion,
    beta: false,
    capabilities: { voice: true, sms: false, mms: false, fax: false },
    date_created: rfc2822(number.dateCreated),
    date_updated: rfc2822(number.dateUpdated),
    friendly_name: settings.friendlyName,
    identity_sid: null,
    phone_number: settings.phoneNumber,
    origin: 'hosted',
    sid: number.sid,
    sms_application_sid: null,
    sms_fallback_method: 'POST',
    sms_fallback_url: '',
    sms_method: 'POST',
    sms_url: '',
    status_callback: settings.statusCallback,
    status_callback_method: settings.statusCallbackMethod,
    trunk_sid: null,
    uri: `${accountPath(parts)}/IncomingPhoneNumbers/${number.sid}.json`,
    voice_receive_mode: 'voice',
    voice_application_sid: null,
    voice_caller_id_lookup: false,
    voice_fallback_method: settings.voiceFallbackMethod,
    voice_fallback_url: settings.voiceFallbackUrl,
    voice_method: settings.voiceMethod,
    voice_url: settings.voiceUrl,
    emergency_status: 'Inactive',
    emergency_address_sid: null,
    emergency_address_status: 'unregistered',
    bundle_sid: null,
    status: 'in-use',
    type: 'local',
  }
}
