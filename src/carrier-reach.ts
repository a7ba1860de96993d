import type { CarrierAccount } from './carrier-account.ts'

/** A carrier that takes longer is away. */
const carrierMaxMs = 10_000

/** Any answer that knows our account will do; a carrier that refuses us is as far away as one that is down. */
export async function reach(account: CarrierAccount): Promise<void> {
  const { accountSid, apiKeySid, apiKeySecret, apiUrl } = account
  const url = new URL(
    `2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers.json?PageSize=1`,
    apiUrl,
  )
  const credentials = Buffer.from(`${apiKeySid}:${apiKeySecret}`).toString('base64')
  const answer = await fetch(url, {
    headers: { authorization: `Basic ${credentials}` },
    redirect: 'error',
    signal: AbortSignal.timeout(carrierMaxMs),
  })
  await answer.body?.cancel()
  if (!answer.ok) throw new Error(`the carrier answers ${String(answer.status)}`)
}
