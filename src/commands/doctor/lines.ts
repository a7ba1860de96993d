import { z } from 'zod'
import { inWords } from './ask.ts'
import { asJson } from './carrier.ts'
import { fine, notLookedAt, worthALook, wrong, type Check, type Finding } from './finding.ts'
import type { Installation } from './installation.ts'
import { switchRuns } from './ports.ts'

/** The JSON of the switch's `SipTrunks.json` (switch/rest/trunks.ts). */
const answer = z.object({
  trunks: z.array(
    z.object({
      trunk: z.string(),
      transport: z.string().nullable(),
      state: z.enum(['open', 'trying', 'registered', 'refused', 'unreachable']),
      since: z.string(),
      seen_as: z.string().nullish(),
      reason: z.string().nullable(),
      status: z.number().nullable(),
      code: z.string().nullable(),
      try_again_at: z.string().nullable(),
    }),
  ),
})
type Line = z.output<typeof answer>['trunks'][number]

/** What the running switch says about each line of a provider, and what to do. A doctor does not register: that would take the line from the switch. */
export const lines: Check = {
  name: 'lines',
  async look(at) {
    const { phone } = at.settings
    if (phone.kind !== 'built-in') return [notLookedAt('Twilio brings the calls')]
    if (phone.trunks.length === 0)
      return [notLookedAt('no line of a provider is set (SIP_TRUNK_1_PROFILE)')]
    if (!(await switchRuns(at))) return [notLookedAt('the switch does not run')]
    return linesOf(phone.trunks, at.carrier)
  },
}

/** @param set the lines of the settings; the running switch may have been started with others */
export async function linesOf(
  set: readonly { readonly name: string; readonly title: string }[],
  carrier: Pick<Installation['carrier'], 'get'>,
): Promise<readonly Finding[]> {
  const { body } = await carrier.get('/SipTrunks.json')
  const said = answer.safeParse(asJson(body))
  const known = said.success ? said.data.trunks : []
  return set.map(({ name, title }) => {
    const line = known.find(({ trunk }) => trunk === name)
    const what = `line ${name} (${title})`
    if (line !== undefined) return findingOf(line, what)
    return worthALook(
      `${what} is not known to the running switch`,
      'It was started with other settings: restart it when nobody talks.',
    )
  })
}

function findingOf(line: Line, what: string): Finding {
  const { trunk, state, since, transport, seen_as: seenAs, try_again_at: again } = line
  const minute = (time: string) => `${time.slice(0, 16)}Z`
  if (state === 'registered')
    return fine(
      `${what} is registered over ${transport ?? ''} since ${minute(since)}${seenAs ? `, behind a router at ${seenAs}` : ''}`,
    )
  if (state === 'open') return fine(`${what} takes the calls of its provider, unregistered`)
  if (state === 'trying') return worthALook(`${what} is being tried`, 'Look again in a minute.')
  const { says, todo } = troubleIn(line, `SIP_TRUNK_${trunk}`)
  const next = again === null ? '' : `, and tries again at ${again.slice(11, 19)}Z`
  return wrong(`${what}: ${says} (since ${minute(since)}${next})`, todo)
}

type Advice = { readonly says: string; readonly todo: string }

type Told = { readonly status: string; readonly code: string; readonly setting: string }

/** By the switch's reasons; whatever is missing here is an answer of the provider. */
const troubles: Readonly<Record<string, (told: Told) => Advice>> = {
  name: ({ setting }) => ({
    says: 'the name of the provider leads nowhere (DNS)',
    todo: `Look at ${setting}_REGISTRAR, ${setting}_PROXY, and at DNS on this machine.`,
  }),
  unreachable: ({ code, setting }) => ({
    says: `there is no connection: ${inWords({ code })}`,
    todo: `Look at ${setting}_REGISTRAR, ${setting}_PROXY, ${setting}_TRANSPORT, and at the firewall.`,
  }),
  certificate: ({ code, setting }) => ({
    says: `the certificate is not to be believed (${code})`,
    todo: `The name in ${setting}_PROXY or ${setting}_REGISTRAR must be the one in the certificate; an authority of their own comes in ${setting}_CA_FILE; look at the clock, too.`,
  }),
  'no-answer': ({ setting }) => ({
    says: 'nobody answers',
    todo: `A firewall, a fault at the provider, or they want another ${setting}_TRANSPORT.`,
  }),
  password: ({ status, setting }) => ({
    says: `the password is not accepted${status}`,
    todo: `Take ${setting}_USER and ${setting}_PASSWORD from the provider's page anew; with some ${setting}_AUTH_USER is another one.`,
  }),
  'other-realm': ({ setting }) => ({
    says: 'somebody asks for the password in another name than before, and gets no answer',
    todo: `Ask the provider for the realm, and set it: ${setting}_REALM`,
  }),
  'weaker-digest': () => ({
    says: 'a weaker proof of the password is wanted than before, and is not given',
    todo: 'If the provider says that this is right, restart the switch when nobody talks.',
  }),
  'no-digest': () => ({
    says: 'the password is wanted in a way that we do not know',
    todo: 'Ask the provider for digest with MD5 or SHA-256.',
  }),
}

function troubleIn({ reason, status, code }: Line, setting: string): Advice {
  const told = { status: status === null ? '' : ` (${String(status)})`, code: code ?? '', setting }
  return troubles[reason ?? '']?.(told) ?? refusal(status ?? 0, setting)
}

function refusal(status: number, setting: string): Advice {
  const says = `the provider refuses (${String(status)})`
  if (status === 403)
    return { says, todo: 'The account is locked, or may not register from here: ask the provider.' }
  if (status === 404)
    return { says, todo: `The user is not known there: ${setting}_USER, ${setting}_REGISTRAR` }
  if (status >= 500 && status < 600)
    return { says, todo: 'A fault at the provider. Nothing to do here; it is tried again.' }
  return { says, todo: 'Ask the provider what this means. It is tried again.' }
}
