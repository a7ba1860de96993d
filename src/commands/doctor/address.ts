import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'
import { signatureHeader } from '../../voice/signature.ts'
import { ask, inWords, type Answer } from './ask.ts'
import { asJson } from './carrier.ts'
import { reachTodo } from './certificate.ts'
import { fine, wrong, type Check } from './finding.ts'

/** Whether PUBLIC_URL leads to this Rundruf, without detours. */
export const address: Check = {
  name: 'address',
  async look({ settings, where, ca }) {
    const { publicUrl, host, port } = settings.http
    const hides = ['webhooks']
    let answer: Answer
    try {
      answer = await ask(new URL(where.signed('/healthz')), { ca })
    } catch (error) {
      const todo =
        publicUrl.protocol === 'https:'
          ? reachTodo(publicUrl)
          : `Does Rundruf run? Start it: npm start`
      return [wrong(`${publicUrl.href} does not answer: ${inWords(error)}`, todo, { hides })]
    }
    if (answer.status >= 300 && answer.status < 400) {
      const says = `${publicUrl.href} sends people on to ${answer.headers.location ?? 'nowhere'}; a carrier's form is lost on the way`
      return [wrong(says, 'Set PUBLIC_URL to the address at the end of the way.', { hides })]
    }
    if (answer.status === 502 || answer.status === 503 || answer.status === 504) {
      const says = `${publicUrl.href} answers ${String(answer.status)}: the proxy runs, and Rundruf behind it does not`
      const todo = `Start Rundruf, and let the proxy lead to http://${host}:${String(port)}.`
      return [wrong(says, todo, { hides })]
    }
    if (!isOurs(answer)) {
      const says = `${publicUrl.href} is answered by something else than Rundruf`
      const todo = `Let the proxy lead all paths to http://${host}:${String(port)}, and keep them as they are.`
      return [wrong(says, todo, { hides })]
    }
    return [fine(`${publicUrl.href} leads to Rundruf`)]
  },
}

function isOurs({ status, body }: Answer): boolean {
  const said = asJson(body)
  return status === 200 && typeof said === 'object' && said !== null && 'status' in said
}

/**
 * Whether a webhook that our carrier signs gets through: asks for the one document that changes nothing, as the carrier
 * would. A token or an address that the running app does not have makes it refuse every call.
 */
export const webhooks: Check = {
  name: 'webhooks',
  async look({ where, account, ca }) {
    const url = where.fallback()
    const form = { AccountSid: account.accountSid }
    const taken: boolean[] = []
    for (const token of account.authTokens) {
      const headers = { [signatureHeader]: getExpectedTwilioSignature(token, url, form) }
      const { status, body } = await ask(new URL(url), { headers, form, ca })
      if (status === 200 && body.includes('<Response>')) taken.push(true)
      else if (status === 403) taken.push(false)
      else {
        const says = `a signed webhook is answered with ${String(status)} instead of a document`
        return [wrong(says, 'Read the log of the app and of the proxy at this moment.')]
      }
    }
    if (taken.length > 0 && taken.every(Boolean)) return [fine('signed requests get through')]
    return [
      wrong(
        'the running app refuses what our carrier signs, so nobody can call',
        'Restart Rundruf with these settings; PUBLIC_URL and TWILIO_AUTH_TOKEN must be the same there.',
      ),
    ]
  },
}
