import { randomBytes } from 'node:crypto'
import type { MailVerdict } from '../../../conference/organiser/mail-limits.ts'
import { sessionFormsMs, type Account } from '../../../conference/organiser/organising.ts'
import type { Announce, Kept, Randomness, Store } from '../../../conference/ports.ts'
import {
  codeLastsMs,
  newCode,
  sessionsOfAccountMax,
  writtenCode,
  type PendingSignIn,
} from '../../../conference/organiser/signing-in.ts'
import { cookieJar } from '../../cookies.ts'
import { deviceOf } from '../../device.ts'
import type { PageParts } from '../../page.tsx'
import { fill } from '../../texts.ts'
import type { Visit } from '../../visit.ts'
import { networkOf } from '../../visitor-network.ts'

/** What signing in does: a code begins it, a code or a link ends it. The pages around are sign-in*.tsx. */

export type SigningInParts = PageParts & {
  readonly store: Pick<Store, 'atomically' | 'signIns' | 'mails' | 'sessions'>
  readonly randomness: Randomness
  readonly announce: Announce
  readonly publicUrl: URL
}

export const homeOfOrganisers = '/rooms'
const minuteMs = 60_000
export const codeLastsMinutes = codeLastsMs / minuteMs
/** 256 bits (S-06). */
const sessionTokenBytes = 32

export type Asked = { readonly address: string; readonly goesTo: string }

/**
 * Writes down that somebody wants to sign in, and the mail with it. The same work whether the address is known or not:
 * accounts are not even looked at (S-04).
 */
export async function beginSignIn(
  visit: Visit,
  parts: SigningInParts,
  { address, goesTo }: Asked,
): Promise<MailVerdict> {
  const { locale, at, request } = visit
  const browser = cookieJar(parts.publicUrl).read(request, 'browser') ?? ''
  const until = at + codeLastsMs
  const { verdict, guessed } = await parts.store.atomically(async (kept) => {
    const verdict = await kept.mailLimits.ask({ to: address, from: networkOf(request.ip), at })
    if (verdict === 'network-waits' || verdict === 'everybody-waits') {
      return { verdict, guessed: false }
    }
    const guessed = await kept.signIns.onlyLink(address, at)
    const link = parts.randomness.token()
    // Where no code is sent, none must be there to be guessed.
    const code =
      verdict === 'send' && !guessed ? newCode((max) => parts.randomness.below(max)) : undefined
    const text = mailText(visit, parts, code, link)
    const mail =
      verdict === 'send'
        ? await kept.mails.send({ to: address, locale, ...text }, { about: 'sign-in', at, until })
        : ''
    const id = parts.randomness.token()
    const secret = code ?? parts.randomness.token()
    await kept.signIns.begin({
      id,
      browser,
      code: secret,
      link,
      address,
      goesTo,
      locale,
      mail,
      until,
    })
    return { verdict, guessed }
  })
  if (guessed) parts.announce({ event: 'alarm.codes-guessed' })
  if (verdict === 'everybody-waits') parts.announce({ event: 'alarm.mails-capped' })
  return verdict
}

function mailText(
  { locale }: Visit,
  { texts, organisation, publicUrl }: SigningInParts,
  code: string | undefined,
  link: string,
) {
  const { subject, withCode, onlyLink } = texts[locale].signIn.mail
  const values = {
    code: writtenCode(code ?? ''),
    link: new URL(`/sign-in/link/${link}`, publicUrl).href,
    minutes: codeLastsMinutes,
    organisation,
  }
  const lines = code === undefined ? onlyLink : withCode
  return { subject, text: `${fill(lines.join('\n'), values)}\n` }
}

/** `gone`: code and link were used in between. `locked`: by staff; whoever is told so has read the account's mail. */
export type SigningIn = 'done' | 'gone' | 'locked'

/** Signs this browser in with a new session, and makes the account when it is the first time. */
export async function finishSignIn(
  visit: Visit,
  parts: SigningInParts,
  signIn: PendingSignIn,
  by: 'code' | 'link',
): Promise<SigningIn> {
  const token = randomBytes(sessionTokenBytes).toString('base64url')
  const done = await parts.store.atomically(async (kept) => {
    if (!(await kept.signIns.use(signIn.id))) return 'gone'
    const known = await kept.accounts.byAddress(signIn.address)
    const account = known ?? (await newAccount(kept, parts.randomness, signIn, visit.at))
    const { id, locale } = account
    if (account.lockedSince !== undefined) return 'locked'
    const { at } = visit
    await kept.accounts.change(id, { lastSeen: at, lastSignIn: at, locale: signIn.locale })
    if (visit.signedIn !== undefined) {
      await kept.sessions.end(visit.signedIn.account.id, visit.signedIn.session.id)
    }
    await openSession(kept, parts.randomness, visit, id, token)
    return { id, locale, isNew: known === undefined }
  })
  if (typeof done === 'string') return done
  const jar = cookieJar(parts.publicUrl)
  jar.write(visit.response, 'session', token, sessionFormsMs)
  jar.remove(visit.response, 'browser')
  parts.announce({ event: 'organiser.signed-in', account: done.id, by, isNew: done.isNew })
  return 'done'
}

async function newAccount(
  kept: Kept,
  randomness: Randomness,
  { address, locale }: PendingSignIn,
  at: number,
): Promise<Account> {
  const account = { id: randomness.token(), address, locale, created: at, lastSeen: at }
  await kept.accounts.add(account)
  return account
}

async function openSession(
  kept: Kept,
  randomness: Randomness,
  { at, request }: Visit,
  account: string,
  token: string,
): Promise<void> {
  const others = await kept.sessions.of(account)
  for (const { id } of others.slice(sessionsOfAccountMax - 1)) await kept.sessions.end(account, id)
  const device = deviceOf(request.get('user-agent'))
  const session = { id: randomness.token(), account, created: at, lastSeen: at, device }
  await kept.sessions.open(session, token)
}
