import { z } from 'zod'
import { inWords, type Answer } from './ask.ts'
import { asJson, refusalOf } from './carrier.ts'
import { fine, notLookedAt, worthALook, wrong, type Check, type Finding } from './finding.ts'
import type { Installation } from './installation.ts'

/** What only the carrier can tell. */
const atTheCarrier = ['token', 'number', 'limits', 'clock']

/** Whether the carrier lets us steer. An API key may not read the account itself, so something else is asked for. */
export const credentials: Check = {
  name: 'credentials',
  async look({ carrier, account, settings }) {
    const name = settings.phone.kind === 'twilio' ? 'Twilio' : 'the switch'
    const hides = atTheCarrier
    let answer: Answer
    try {
      answer = await carrier.get('/IncomingPhoneNumbers.json?PageSize=1')
    } catch (error) {
      const says = `${name} cannot be reached at ${account.apiUrl.origin}: ${inWords(error)}`
      const todo =
        settings.phone.kind === 'twilio'
          ? 'May this machine open connections to the internet? Is TWILIO_EDGE or TWILIO_API_URL right?'
          : 'Does the switch run? Start it: npm start'
      return [wrong(says, todo, { hides })]
    }
    if (answer.status === 200) return [welcome(account)]
    if (answer.status === 401 || answer.status === 403) return [refused(account, answer, hides)]
    const says = `${name} cannot be used at ${account.apiUrl.origin}: ${refusalOf(answer)}`
    return [
      wrong(says, 'Is TWILIO_API_URL the address of a REST interface like Twilio’s?', { hides }),
    ]
  },
}

function welcome({ apiKeySid, accountSid, region }: Installation['account']): Finding {
  if (apiKeySid !== accountSid) return fine('the API key is accepted')
  if (region === undefined) return fine('the account is accepted')
  return worthALook(
    'the auth token itself is used for steering calls',
    'Make an API key (docs/twilio.md) and set TWILIO_API_KEY_SID and TWILIO_API_KEY_SECRET.',
  )
}

function refused(
  { apiKeySid, accountSid, region }: Installation['account'],
  answer: Answer,
  hides: readonly string[],
): Finding {
  const what = apiKeySid === accountSid ? 'TWILIO_AUTH_TOKEN' : 'TWILIO_API_KEY_SECRET'
  const where = region === undefined ? '' : ` in the region ${region}`
  const todo =
    region === undefined
      ? `Set ${what} anew.`
      : `Set ${what} anew. Tokens and keys belong to one region: take them from ${region}, or change TWILIO_REGION.`
  return wrong(`the carrier does not know ${what}${where}: ${refusalOf(answer)}`, todo, { hides })
}

const ownRecord = z.object({ status: z.string(), type: z.string().optional() })

/** Whether the auth token is the account's: with another one every webhook is refused, whatever the API key may do. */
export const token: Check = {
  name: 'token',
  async look({ carrier, account, settings }) {
    if (settings.phone.kind !== 'twilio') return [notLookedAt('the switch and the app share one')]
    const findings: Finding[] = []
    for (const [at, secret] of account.authTokens.entries()) {
      const answer = await carrier.get('.json', { user: account.accountSid, secret })
      const which = account.authTokens.length === 1 ? '' : ` number ${String(at + 1)}`
      if (answer.status === 401 || answer.status === 403) {
        const says = `TWILIO_AUTH_TOKEN${which} is not the token of this account, so what it signs is refused`
        findings.push(wrong(says, 'Copy the auth token of the account, of the same region, anew.'))
      } else if (answer.status === 200) findings.push(accountOf(answer))
      else
        findings.push(notLookedAt(`this carrier does not show the account (${refusalOf(answer)})`))
    }
    return findings
  },
}

function accountOf({ body }: Answer): Finding {
  const { success, data } = ownRecord.safeParse(asJson(body))
  if (success && data.status !== 'active') {
    const says = `the account is ${data.status}: no call gets through`
    return wrong(says, 'Settle it with Twilio: a bill, or a question they have asked.')
  }
  if (success && data.type === 'Trial') {
    const says = 'this is a trial account: callers hear an announcement of Twilio first'
    return worthALook(says, 'Upgrade the account before the first real evening.')
  }
  return fine('the auth token is that of the account')
}
