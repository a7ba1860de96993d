import { z } from 'zod'
import { asJson, refusalOf, type Carrier } from './carrier.ts'
import type { Installation } from './installation.ts'

/** A number at the carrier (Twilio, IncomingPhoneNumber), as far as it decides who answers. */
const phoneNumber = z.object({
  sid: z.string(),
  phone_number: z.string(),
  friendly_name: z.string().nullish(),
  voice_url: z.string().nullish(),
  voice_method: z.string().nullish(),
  voice_fallback_url: z.string().nullish(),
  voice_fallback_method: z.string().nullish(),
  status_callback: z.string().nullish(),
  status_callback_method: z.string().nullish(),
  voice_application_sid: z.string().nullish(),
  trunk_sid: z.string().nullish(),
  voice_receive_mode: z.string().nullish(),
  capabilities: z.object({ voice: z.boolean() }).default({ voice: true }),
})
export type PhoneNumber = z.output<typeof phoneNumber>

const page = z.object({
  incoming_phone_numbers: z.array(phoneNumber),
  next_page_uri: z.string().nullish(),
})

/** Nobody has more numbers for one telephone conference. */
const pagesMax = 20

export class NumbersUnknown extends Error {
  override readonly name = 'NumbersUnknown'
}

/** @throws NumbersUnknown when the carrier does not tell them */
export async function numbersAt(carrier: Carrier): Promise<readonly PhoneNumber[]> {
  const numbers: PhoneNumber[] = []
  let path: string | undefined = '/IncomingPhoneNumbers.json?PageSize=100'
  for (let pages = 0; path !== undefined && pages < pagesMax; pages++) {
    const answer = await carrier.get(path)
    const read = page.safeParse(asJson(answer.body))
    if (answer.status !== 200 || !read.success) throw new NumbersUnknown(refusalOf(answer))
    numbers.push(...read.data.incoming_phone_numbers)
    path = read.data.next_page_uri?.replace(/^.*(?=\/IncomingPhoneNumbers)/, '')
  }
  return numbers
}

/** What gets the calls of a number instead of its address (Twilio, VoiceApplicationSid, TrunkSid). */
export function overrides(number: PhoneNumber): readonly { what: string; sid: string }[] {
  const all = [
    { what: 'a TwiML application', sid: number.voice_application_sid },
    { what: 'a SIP trunk', sid: number.trunk_sid },
  ]
  return all.flatMap(({ what, sid }) => (sid ? [{ what, sid }] : []))
}

export type Difference = {
  readonly says: string
  /** In the words of the carrier. */
  readonly change: Readonly<Record<string, string>>
}

type Wanted = {
  readonly what: string
  readonly is: (number: PhoneNumber) => string | null | undefined
  readonly method: (number: PhoneNumber) => string | null | undefined
  readonly names: readonly [url: string, method: string]
  readonly to: string
  /** Whether another address will do as well, as long as there is one. */
  readonly ownChoice: boolean
}

/** What of this number has to be changed so that it leads here. */
export function differences(
  number: PhoneNumber,
  { where, settings }: Pick<Installation, 'where' | 'settings'>,
): readonly Difference[] {
  const wanted: Wanted[] = [
    {
      what: 'an incoming call asks',
      is: (one) => one.voice_url,
      method: (one) => one.voice_method,
      names: ['VoiceUrl', 'VoiceMethod'],
      to: where.answer(),
      ownChoice: false,
    },
    {
      what: 'the end of a call is told to',
      is: (one) => one.status_callback,
      method: (one) => one.status_callback_method,
      names: ['StatusCallback', 'StatusCallbackMethod'],
      to: where.status(),
      ownChoice: false,
    },
  ]
  // Our own switch has a sentence of its own for a time when the app does not answer.
  if (settings.phone.kind === 'twilio') {
    wanted.push({
      what: 'a call that cannot be answered falls back to',
      is: (one) => one.voice_fallback_url,
      method: (one) => one.voice_fallback_method,
      names: ['VoiceFallbackUrl', 'VoiceFallbackMethod'],
      to: where.fallback(),
      ownChoice: true,
    })
  }
  return wanted.flatMap((one) => differing(number, one))
}

function differing(
  number: PhoneNumber,
  { what, is, method, names: [url, methodName], to, ownChoice }: Wanted,
): readonly Difference[] {
  const now = is(number) ?? ''
  const change = { [url]: to, [methodName]: 'POST' }
  if (now === to) {
    if (method(number)?.toUpperCase() === 'POST') return []
    return [{ says: `${what} us by ${method(number) ?? 'nothing'} instead of POST`, change }]
  }
  if (ownChoice && now !== '') return []
  return [{ says: `${what} ${now === '' ? 'nobody' : now} instead of us`, change }]
}

/** Makes the number lead here. @throws NumbersUnknown when the carrier refuses */
export async function assign(
  { carrier }: Pick<Installation, 'carrier'>,
  { sid }: PhoneNumber,
  changes: readonly Pick<Difference, 'change'>[],
): Promise<void> {
  const form = Object.assign({}, ...changes.map(({ change }) => change)) as Record<string, string>
  const answer = await carrier.change(`/IncomingPhoneNumbers/${sid}.json`, form)
  if (answer.status !== 200) throw new NumbersUnknown(refusalOf(answer))
}
