import type { Twilio } from 'twilio'
import { overStatuses } from './forms.ts'
import type { PhoneSettings } from './settings.ts'

/** What we ask of the carrier over REST. */
export type Phone = {
  /** Who is in the conferences of this name now; nobody when there is none. */
  whoIsIn(conferenceName: string): Promise<readonly Present[]>
  /** Whether the carrier knows this call as going on. */
  isLive(call: string): Promise<boolean>
}

export type Present = {
  readonly conference: string
  readonly call: string
  readonly muted: boolean
}

/** Longer than a carrier needs, shorter than anybody waits (S-54). */
const timeoutMs = 5000
/** Twilio, "resource not found": the call or conference is gone, which is an answer. */
const notFoundCode = 20404
/** Participants of a conference (Twilio: 250), and a page of them. */
const participantsMax = 250

/**
 * The carrier's REST interface. Its client takes 100 ms to load, so that happens when it is first
 * used. Every method throws when the carrier cannot be reached.
 */
export function openPhone(settings: PhoneSettings): Phone {
  let loading: Promise<Twilio> | undefined
  const carrier = () => (loading ??= connect(settings))

  return {
    async whoIsIn(friendlyName) {
      const client = await carrier()
      const conferences = await client.conferences.list({ friendlyName, status: 'in-progress' })
      const lists = await Promise.all(
        conferences.map(({ sid }) =>
          goneIsEmpty(client.conferences(sid).participants.list({ limit: participantsMax })),
        ),
      )
      return lists.flat().map(({ conferenceSid, callSid, muted }) => ({
        conference: conferenceSid,
        call: callSid,
        muted,
      }))
    },
    async isLive(call) {
      const client = await carrier()
      const [found] = await goneIsEmpty(
        client
          .calls(call)
          .fetch()
          .then((resource) => [resource]),
      )
      return found !== undefined && !overStatuses.some((over) => over === found.status)
    },
  }
}

async function connect({
  accountSid,
  apiKeySid,
  apiKeySecret,
  apiUrl,
}: PhoneSettings): Promise<Twilio> {
  const { default: twilio } = await import('twilio')
  const client = twilio(apiKeySid, apiKeySecret, { accountSid, timeout: timeoutMs })
  if (apiUrl !== undefined) client.api.baseUrl = apiUrl.href.replace(/\/$/, '')
  return client
}

async function goneIsEmpty<T>(asked: Promise<T[]>): Promise<T[]> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === notFoundCode) return []
    throw error
  }
}
