import { randomBytes } from 'node:crypto'
import type { Account } from '../../src/conference/organiser/organising.ts'
import type { Store } from '../../src/conference/ports.ts'
import { randomness } from './rooms.ts'
import { Visitor } from './visitor.ts'

/** A browser in which this address is signed in; the account is made when there is none. */
export async function signIn(
  store: Store,
  url: string,
  at: number,
  address = 'erika@example.org',
): Promise<Visitor & { account: Account }> {
  const fresh = { id: randomness.token(), address, locale: 'de', created: at, lastSeen: at }
  await store.accounts.add(fresh)
  const account = (await store.accounts.byAddress(address)) ?? fresh
  const token = randomBytes(32).toString('base64url')
  const id = randomness.token()
  await store.sessions.open(
    { id, account: account.id, created: at, lastSeen: at, device: 'Test' },
    token,
  )
  const visitor = new Visitor(url)
  visitor.keepCookie('rundruf', token)
  return Object.assign(visitor, { account })
}
