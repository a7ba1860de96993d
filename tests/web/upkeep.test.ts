import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { dueFor, idleDeletedMs, idleToldMs } from '../../src/conference/kept/retention.ts'
import { keepLookingAfterAccounts, lookAfterAccounts } from '../../src/web/upkeep.ts'
import { openWebHouse, type WebHouse } from '../kit/web-house.ts'

/* What becomes due in accounts while nobody looks (TRUST §3.2, P-05). */

const dayMs = 24 * 60 * 60_000
let house: WebHouse
beforeEach(async () => {
  house = await openWebHouse()
})
afterEach(() => house[Symbol.asyncDispose]())

const round = () => lookAfterAccounts(house.parts)
const account = (address = 'erika@example.org') => house.store.accounts.byAddress(address)

describe('an account that nobody uses', () => {
  it('is told after twelve months, and deleted a month later', async () => {
    await house.signedIn()
    house.clock.passes(idleToldMs - dayMs)
    await round()
    expect(await house.mails()).toEqual([])

    house.clock.passes(2 * dayMs)
    await round()
    await round()
    const [mail, ...more] = await house.mails()
    expect(more).toEqual([])
    expect(mail).toMatchObject({ to: 'erika@example.org', subject: 'Ihr Konto', locale: 'de' })
    expect(mail?.text).toContain('Sonntag, 26. Dezember 2027')

    house.clock.passes(30 * dayMs)
    await round()
    expect(await account()).toBeDefined()
    house.clock.passes(2 * dayMs)
    await round()
    expect(await account()).toBeUndefined()
    expect(house.happened).toMatchObject([{ event: 'organiser.deleted', by: 'idleness' }])
    expect(await house.store.deletions.tombstones()).toHaveLength(1)
  })

  it('stays when its owner comes back, and begins anew', async () => {
    await house.signedIn()
    house.clock.passes(idleToldMs + dayMs)
    await round()
    await house.mails()
    await (await house.signedIn()).open('/rooms')
    house.clock.passes(40 * dayMs)
    await round()
    expect(await account()).toBeDefined()
    expect(await house.mails()).toEqual([])
  })

  it('is in use while its group only telephones', async () => {
    const erika = await house.signedIn()
    const room = await house.roomOf(erika)
    for (let week = 0; week < 70; week++) {
      house.clock.passes(7 * dayMs)
      const id = `meeting ${week}`
      await house.store.meetings.open({
        id,
        room: room.id,
        conferenceName: id,
        opened: house.clock.now(),
      })
      await round()
      await house.store.meetings.endIfEmpty(id)
    }
    expect(await account()).toBeDefined()
    expect(await house.mails()).toEqual([])
  })

  it('has a month after the mail, also when the program stood still for years', () => {
    const told = { lastSeen: 0, toldIdle: 10 * idleDeletedMs }
    expect(dueFor({ lastSeen: 0, toldIdle: 0 }, 10 * idleDeletedMs)).toBe('tell')
    expect(dueFor(told, told.toldIdle + 30 * dayMs)).toBe('nothing')
    expect(dueFor(told, told.toldIdle + 32 * dayMs)).toBe('delete')
  })

  it('a room’s meeting is no use of anybody else’s account', async () => {
    const erika = await house.signedIn()
    await house.signedIn('otto@example.org')
    const room = await house.roomOf(erika)
    await house.store.meetings.open({ id: 'm', room: room.id, conferenceName: 'c', opened: 0 })
    house.clock.passes(2 * dayMs)
    await round()
    expect((await account())?.lastSeen).toBe(house.clock.now())
    expect((await account('otto@example.org'))?.lastSeen).toBe(house.clock.now() - 2 * dayMs)
  })
})

describe('P-05: what is over', () => {
  it('goes with the next round: sessions, codes, states of mails', async () => {
    const erika = await house.signedIn()
    const visitor = house.visitor()
    await visitor.open('/sign-in')
    await visitor.press('Code schicken', { address: 'otto@example.org' })
    const [mail] = await house.mails()
    expect(mail).toBeDefined()
    house.clock.passes(31 * dayMs)
    await round()
    expect(await house.store.sessions.of(erika.account.id)).toEqual([])
    expect(await house.store.signIns.of(visitor.cookies.get('rundruf-browser') ?? '', 0)).toEqual(
      [],
    )
  })

  it('is looked for right after a start, and an hour without success is an alarm', async () => {
    const failing = {
      ...house.store,
      atomically: () => Promise.reject(new Error('the disk is full')),
    }
    const { promise: told, resolve } = Promise.withResolvers<undefined>()
    const happened: string[] = []
    let now = 0
    const parts = {
      ...house.parts,
      store: failing as typeof house.store,
      // An hour and a half later when it has failed.
      clock: () => (now += 45 * 60_000),
      announce: ({ event }: { event: string }) => {
        happened.push(event)
        if (event === 'alarm.upkeep-overdue') resolve(undefined)
      },
    }
    await using upkeep = keepLookingAfterAccounts(parts)
    await told
    expect(happened).toEqual(['upkeep.failed', 'alarm.upkeep-overdue'])
    expect(upkeep).toBeDefined()
  })
})

describe('P-05: of those at the console nothing stays longer than it is for', () => {
  it('tries go after a day, sessions after twelve hours, deeds after a year', async () => {
    const { staff, audit } = house.store
    const at = house.clock.now()
    const petra = { id: 'p', name: 'Petra', role: 'staff', created: at, lastSignIn: at } as const
    await staff.members.add(petra, { passphraseHash: 'x', totpSecret: 'y', totpStep: 1 })
    const session = {
      id: 's',
      member: 'p',
      is: 'full',
      created: at,
      lastSeen: at,
      device: 'F',
    } as const
    await staff.sessions.open(session, 'token')
    await staff.tries.begin('passphrase', 'Petra', at, at)
    await audit.note({ at, who: 'Petra', what: 'staff.signed-in', object: 'p', reason: '' })
    const left = async () => [
      (await staff.sessions.of('p')).length,
      (await staff.tries.begin('passphrase', 'Petra', house.clock.now(), 0)).before,
      (await audit.page(undefined, 9)).length,
    ]

    await round()
    expect(await left()).toEqual([1, 1, 1])
    house.clock.passes(13 * 60 * 60_000)
    await round()
    expect(await left()).toEqual([0, 2, 1])
    house.clock.passes(2 * dayMs)
    await round()
    expect(await left()).toEqual([0, 0, 1])
    house.clock.passes(366 * dayMs)
    await round()
    expect((await left())[2]).toBe(0)
  })
})
