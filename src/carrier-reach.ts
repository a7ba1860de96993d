import type { CarrierAccount } from './carrier-account.ts'

/** A carrier that takes longer is away. */
const carrierMaxMs = 10_000
/** Nobody waits longer for how the lines sound. */
const qualityMaxMs = 1000

/** Any answer that knows our account will do; a carrier that refuses us is as far away as one that is down. */
export async function reach(account: CarrierAccount): Promise<void> {
  const answer = await asked(account, 'IncomingPhoneNumbers.json?PageSize=1', carrierMaxMs)
  await answer.body?.cancel()
}

/** How the lines of our own switch sound: `LineQuality.json`, which Twilio does not have. */
export async function lineQualityAt(account: CarrierAccount): Promise<unknown> {
  const answer = await asked(account, 'LineQuality.json', qualityMaxMs)
  return (await answer.json()) as unknown
}

async function asked(account: CarrierAccount, path: string, withinMs: number): Promise<Response> {
  const { accountSid, apiKeySid, apiKeySecret, apiUrl } = account
  const url = new URL(`2010-04-01/Accounts/${accountSid}/${path}`, apiUrl)
  const credentials = Buffer.from(`${apiKeySid}:${apiKeySecret}`).toString('base64')
  const answer = await fetch(url, {
    headers: { authorization: `Basic ${credentials}` },
    redirect: 'error',
    signal: AbortSignal.timeout(withinMs),
  })
  if (answer.ok) return answer
  await answer.body?.cancel()
  throw new Error(`the carrier answers ${String(answer.status)}`)
}
