import { pretendCarrier, type PretendCarrier } from './carrier.ts'
import { freshPhoneNumber, type PretendNumber } from './twilio-numbers.ts'
import { resources, type Happens, type Holdings } from './twilio-resources.ts'
import { twilioRest, type Credentials } from './twilio-rest.ts'

/*
 * A pretend Twilio, whole: calls that ask the app for documents with signed webhooks, and a REST interface, a real HTTP
 * server, that steers these calls. It holds every request against Twilio's own description, and can be slow, wrong,
 * busy, deaf or away.
 *
 *   callers ──▶ carrier.ts ──signed webhooks──▶ app
 *                  ▲                             │ REST
 *                  └── twilio-resources.ts ◀── twilio-rest.ts ◀┘
 */

export type TwilioAccount = {
  readonly accountSid: string
  readonly authToken: string
  readonly keySid: string
  readonly keySecret: string
}

export const account: TwilioAccount = {
  accountSid: `AC${'0'.repeat(31)}1`,
  authToken: 't'.repeat(32),
  keySid: `SK${'4'.repeat(32)}`,
  keySecret: 'secret-of-the-test-key',
}

/** `carrierOf` is asked late: an app is opened with its telephone, and its callers come after that. */
export async function restOf(
  carrierOf: () => PretendCarrier,
  { accountSid, authToken, keySid, keySecret }: TwilioAccount = account,
) {
  let running = Promise.resolve()
  const failed: unknown[] = []
  const happens: Happens = {
    atOnce(work) {
      const begun = work().catch((error: unknown) => failed.push(error))
      running = running.then(() => begun).then(() => undefined)
    },
    afterwards(work) {
      running = running
        .then(() => new Promise(setImmediate))
        .then(work)
        .catch((error: unknown) => failed.push(error))
        .then(() => undefined)
    },
  }
  const numbers: PretendNumber[] = [freshPhoneNumber()]
  const holdings: Holdings = {
    accountSid,
    carrier: carrierOf,
    numbers,
    account: { status: 'active', type: 'Full' },
    lingering: new Set<string>(),
    deleted: [],
  }
  const credentials: readonly Credentials[] = [
    { user: accountSid, secret: authToken, isKey: false },
    { user: keySid, secret: keySecret, isKey: true },
  ]
  const rest = await twilioRest({ accountSid, credentials, answer: resources(holdings, happens) })
  /** Resolves when everything that was asked for has happened. */
  const settled = async (): Promise<void> => {
    for (let seen: unknown; seen !== running;) await (seen = running)
    if (failed.length > 0) throw failed[0]
  }
  return {
    ...rest,
    ...holdings,
    authToken,
    /** For `openPhone`. */
    settings: { accountSid, apiKeySid: keySid, apiKeySecret: keySecret, apiUrl: rest.url },
    settled,
    /** Resolves when it is so, after some request and all that it led to; a test that waits in vain runs out of time. */
    async until(isSo: () => boolean) {
      for (;;) {
        await settled()
        if (isSo()) return
        await rest.nextAnswer()
      }
    },
  }
}

/** For an app that is started whole; `publicUrl` leads to `reachedAt`. */
export async function pretendTwilio(publicUrl: URL, reachedAt: () => URL) {
  let carrier: PretendCarrier | undefined
  const carrierOf = () =>
    (carrier ??= pretendCarrier({ ...account, publicUrl, reachedAt: reachedAt() }))
  return Object.assign(await restOf(carrierOf), { callers: carrierOf })
}

export type PretendTwilio = Awaited<ReturnType<typeof restOf>>
