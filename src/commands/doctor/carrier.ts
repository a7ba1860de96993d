import { z } from 'zod'
import type { CarrierAccount } from '../../carrier-account.ts'
import { ask, type Answer } from './ask.ts'

/** The carrier's REST interface, as far as a doctor needs it: headers too, which the app's client keeps to itself. */
export type Carrier = {
  /** Below the account; an empty path is the account itself. */
  get(path: string, as?: Login): Promise<Answer>
  change(path: string, form: Readonly<Record<string, string>>): Promise<Answer>
}

export type Login = { readonly user: string; readonly secret: string }

export function carrierOf(account: CarrierAccount, ca?: string): Carrier {
  const { accountSid, apiKeySid, apiKeySecret, apiUrl } = account
  const usual: Login = { user: apiKeySid, secret: apiKeySecret }
  const to = (path: string, { user, secret }: Login, form?: Readonly<Record<string, string>>) =>
    ask(new URL(`2010-04-01/Accounts/${accountSid}${path}`, withSlash(apiUrl)), {
      headers: { Authorization: `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}` },
      ...(form !== undefined && { form }),
      ca,
    })
  return {
    get: (path, as = usual) => to(path, as),
    change: (path, form) => to(path, usual, form),
  }
}

const withSlash = ({ href }: URL): string => (href.endsWith('/') ? href : `${href}/`)

const problem = z.object({ code: z.number(), message: z.string() })

/** What the carrier says when it refuses: its code and its own words. */
export function refusalOf({ status, body }: Answer): string {
  const said = problem.safeParse(asJson(body))
  return said.success
    ? `it answers ${String(status)} (${String(said.data.code)}: ${said.data.message})`
    : `it answers ${String(status)}`
}

/** The text as JSON; undefined when it is none. */
export function asJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
