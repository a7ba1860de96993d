import { z } from 'zod'
import type { CarrierAccount } from './carrier-account.ts'
import type { Settings } from './settings.ts'

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

const trunkList = z.object({ trunks: z.array(z.object({ state: z.string() })) })
/** A line that is being tried for the first time is not down yet. */
const down: ReadonlySet<string> = new Set(['refused', 'unreachable'])

/**
 * How many lines of providers our own switch has, and how many are down: `SipTrunks.json`, which Twilio does not have.
 * Undefined where there are none, or while the switch does not say.
 */
export async function trunksAt(
  phone: Settings['phone'],
  account: CarrierAccount,
): Promise<{ readonly down: number; readonly lines: number } | undefined> {
  if (phone.kind !== 'built-in' || phone.trunks.length === 0) return undefined
  try {
    const answer = await asked(account, 'SipTrunks.json', qualityMaxMs)
    const { trunks } = trunkList.parse(await answer.json())
    return { down: trunks.filter(({ state }) => down.has(state)).length, lines: trunks.length }
  } catch {
    return undefined
  }
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
