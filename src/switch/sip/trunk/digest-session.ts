import { authorization, compareStrength, newCnonce, readChallenges, strongest } from './digest.ts'
import type { Algorithm, Challenge, Credentials } from './digest.ts'
import type { Header, ReceivedResponse } from '../message/message.ts'

/** Why a challenge is not answered. */
export type Unanswerable =
  | 'no-digest' // nothing that we know
  | 'other-realm' // somebody else asks (S-61)
  | 'weaker-digest' // a weaker hash than this server has taken before

/** What we and one registrar have agreed on about our password. Lives as long as the trunk. */
export type DigestSession = {
  /** Takes the challenge of a 401 or 407. The next `header` answers it. */
  challenged(response: ReceivedResponse): { readonly stale: boolean } | Unanswerable
  /** The header for the next request; undefined until somebody has asked. Counts how often the nonce is used. */
  header(request: { readonly method: string; readonly uri: string }): Header | undefined
  /** The server has believed us: its realm and its hash are the ones from now on. */
  accepted(): void
}

/**
 * Answers challenges to our own requests, of one realm, and never with a weaker hash than before (RFC 8760 §2.4).
 * @param realm the only one; without it the first one that believed us
 */
export function digestSession(credentials: Credentials, realm?: string): DigestSession {
  let pinned = realm
  let strength: Algorithm | undefined
  let current: { readonly challenge: Challenge; readonly name: string; count: number } | undefined
  return {
    challenged({ status, headers }) {
      const proxy = status === 407
      const asks = proxy ? 'proxy-authenticate' : 'www-authenticate'
      const values = headers.filter(({ name }) => name === asks).map(({ value }) => value)
      const challenges = readChallenges(values)
      if (challenges.length === 0) return 'no-digest'
      const ours = challenges.filter((one) => pinned === undefined || one.realm === pinned)
      const challenge = strongest(ours)
      if (challenge === undefined) return 'other-realm'
      const { algorithm } = challenge
      if (strength !== undefined && compareStrength(strength, algorithm) < 0) return 'weaker-digest'
      const name = proxy ? 'proxy-authorization' : 'authorization'
      const known = current?.challenge.nonce === challenge.nonce
      current = { challenge, name, count: known ? (current?.count ?? 0) : 0 }
      return { stale: challenge.stale }
    },
    header(request) {
      if (current === undefined) return undefined
      current.count++
      const { challenge, name, count } = current
      return { name, value: authorization(challenge, credentials, request, count, newCnonce()) }
    },
    accepted() {
      if (current === undefined) return
      pinned ??= current.challenge.realm
      strength = current.challenge.algorithm
    },
  }
}
