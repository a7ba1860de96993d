import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { Store } from '../../src/conference/ports.ts'
import type { Factors, StaffMember, StaffSession } from '../../src/conference/staff/staffing.ts'
import type { Tally } from '../../src/conference/figures/tallies.ts'
import { databases, type Place } from '../kit/databases.ts'

const factors: Factors = { passphraseHash: 'scrypt$…', totpSecret: 'GEZDGNBV', totpStep: 5 }
const petra: StaffMember = {
  id: 'p',
  name: 'Petra',
  role: 'staff',
  created: 1,
  lastSignIn: undefined,
}
const session: StaffSession = {
  id: 's',
  member: 'p',
  is: 'full',
  created: 10,
  lastSeen: 10,
  device: 'Firefox',
}

describe.each(databases)('staff, on $name', ({ place }) => {
  let where: Place
  let store: Store
  beforeEach(async () => {
    where = await place()
    store = await where.open()
  })
  afterEach(async () => {
    await store.close()
    await where[Symbol.asyncDispose]()
  })

  it('names are unique whatever their letters’ case', async () => {
    expect(await store.staff.members.add(petra, factors)).toBe(true)
    expect(await store.staff.members.add({ ...petra, id: 'q', name: 'PETRA ' }, factors)).toBe(
      false,
    )
    expect(await store.staff.members.byName(' petra')).toEqual(petra)
  })
  it('S-90: what they prove with cannot be read in a stolen database', async () => {
    await store.staff.members.add(petra, factors)
    await store.staff.members.setRecoveryCodes('p', ['ABCDEFGHJKMN'])
    await store.staff.sessions.open(session, 'the token of a browser')
    await store.staff.invitations.add(
      { id: 'i', name: 'Jonas', role: 'staff', until: 9, member: undefined },
      'the token of a link',
    )
    await store.staff.tries.begin('passphrase', 'typed into the wrong field', 1, 0)
    const all = await where.everything()
    for (const secret of ['GEZDGNBV', 'ABCDEFGHJKMN', 'the token of', 'typed into'])
      expect(all).not.toContain(secret)
    expect(await store.staff.members.factors('p')).toEqual(factors)
  })
  it('of two who take the same step one is refused', async () => {
    await store.staff.members.add(petra, factors)
    const take = (step: number) => store.staff.members.takeStep('p', step)
    expect((await Promise.all([take(6), take(6), take(6)])).filter(Boolean)).toHaveLength(1)
    expect([await take(5), await take(7)]).toEqual([false, true])
  })
  it('a recovery code is one for its owner alone, and once', async () => {
    await store.staff.members.add(petra, factors)
    await store.staff.members.add({ ...petra, id: 'q', name: 'Jonas' }, factors)
    await store.staff.members.setRecoveryCodes('p', ['ONE', 'TWO'])
    const take = (id: string, code: string) => store.staff.members.takeRecoveryCode(id, code)
    expect(await take('q', 'ONE')).toBe(false)
    expect([await take('p', 'ONE'), await take('p', 'ONE')]).toEqual([true, false])
    expect(await store.staff.members.recoveryCodesLeft('p')).toBe(1)
  })
  it('whoever goes takes sessions, codes and links along', async () => {
    await store.staff.members.add(petra, factors)
    await store.staff.sessions.open(session, 'token')
    const again = { id: 'i', name: 'Petra', role: 'staff', until: 9, member: 'p' } as const
    await store.staff.invitations.add(again, 'link')
    await store.staff.members.remove('p')
    expect(await store.staff.sessions.byToken('token')).toBeUndefined()
    expect(await store.staff.invitations.byToken('link', 1)).toBeUndefined()
  })
  it('tries are counted for whom they were meant, within their time', async () => {
    const begin = (who: string, at: number) =>
      store.staff.tries.begin('passphrase', who, at, at - 10)
    const { id } = await begin('Petra', 1)
    expect(await begin('petra ', 5)).toMatchObject({ before: 1 })
    await store.staff.tries.forgive(id)
    expect(await begin('Petra', 6)).toMatchObject({ before: 1 })
    expect(await begin('Jonas', 6)).toMatchObject({ before: 0 })
    expect(await begin('Petra', 40)).toMatchObject({ before: 0 })
  })
  it('S-99: the audit log is read from its newest end, page by page, and loses only what is old', async () => {
    for (const at of [1, 2, 2, 2, 3]) {
      const entry = {
        at,
        who: 'Anna',
        what: 'staff.removed',
        object: 'Petra',
        reason: 'x',
      } as const
      await store.audit.note(entry)
    }
    const first = await store.audit.page(undefined, 2)
    const rest = await store.audit.page(first.at(-1), 10)
    expect([first, rest].map((page) => page.map(({ at }) => at))).toEqual([
      [3, 2],
      [2, 2, 1],
    ])
    expect(new Set([...first, ...rest].map(({ id }) => id)).size).toBe(5)
    await store.audit.sweep(2)
    expect(await store.audit.page(undefined, 10)).toHaveLength(4)
  })
  it('sums of five minutes add up; of what is counted at once the most stays', async () => {
    const tally = (what: 'calls' | 'lines', count: number): Tally => ({ what, bucket: 0, count })
    await store.tallies.add([tally('calls', 2), tally('lines', 5)])
    await store.tallies.add([tally('calls', 3), tally('lines', 4)])
    const all = await store.tallies.since(0)
    expect(all.toSorted((a, b) => (a.what < b.what ? -1 : 1))).toEqual([
      tally('calls', 5),
      tally('lines', 5),
    ])
  })
})
