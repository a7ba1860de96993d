import { afterEach, beforeEach, describe, expect, it, test } from '@jest/globals'
import type { Store } from '../../../src/conference/ports.ts'
import { staffRoutes } from '../../../src/web/staff/routes.ts'
import { aStore } from '../../kit/rooms.ts'
import { codeAt, openStaffHouse, passphrase, type StaffHouse } from '../../kit/staff-house.ts'

/* the database can be read and not written. Staff go on seeing how it is, and are told that nothing can be changed. */

const reason = 'Die Leitung brummt'
/** As SQLite says it of a disk that is full. */
const full = Object.assign(new Error('database or disk is full'), { errcode: 13 })

let house: StaffHouse
let isFull: boolean
beforeEach(async () => {
  isFull = false
  house = await openStaffHouse({ store: await fillable(), control: { act: ifNotFull } })
})
afterEach(() => house[Symbol.asyncDispose]())

const ifNotFull = () => (isFull ? Promise.reject(full) : Promise.resolve('done' as const))

/** A store whose transactions come to nothing while the disk is full: everything was tried, and is undone. */
async function fillable(): Promise<Store> {
  const store = await aStore()
  const { sessions } = store.staff
  return {
    ...store,
    staff: {
      ...store.staff,
      sessions: {
        ...sessions,
        seen: (id, at) => (isFull ? Promise.reject(full) : sessions.seen(id, at)),
        open: (session, token) => (isFull ? Promise.reject(full) : sessions.open(session, token)),
      },
    },
    atomically: (work) =>
      store.atomically(async (kept) => {
        const done = await work(kept)
        if (isFull) throw full
        return done
      }),
  }
}

const unharmed = 'Es wurde nichts geändert.'

describe('the disk is full', () => {
  it('every page can be read, also when it is long since anybody was noted', async () => {
    const admin = await house.signedIn('admin')
    isFull = true
    house.clock.passes(5 * 60_000)
    const pages = staffRoutes(house.parts).filter(
      ({ method, path, who }) => method === 'get' && who !== 'halfway' && !path.includes('live'),
    )
    for (const { path } of pages) {
      const { status } = await admin.fetch(path.replaceAll(/:\w+/g, 'x'))
      expect([path, [200, 303, 404, 410].includes(status)]).toEqual([path, true])
    }
    expect(house.faults).toEqual([])
  })

  test.each([
    ['/service', 'Neue Anrufe anhalten', { reason }],
    ['/service', 'Schutzmodus einschalten', { reason }],
    ['/people', 'Link machen', { name: 'Otto', role: 'staff' }],
    ['/me', 'Kennwort ändern', { old: passphrase, new: 'ganz andere fünf Wörter hier' }],
    ['/help', 'Bitte von 19:00 übernehmen', {}],
  ])('on %s: %s says that nothing was changed', async (page, button, filling) => {
    const admin = await house.signedIn('admin')
    await house.signedIn('admin')
    await house.invited('Otto', 'staff')
    const call = { call: 'CA1', stage: 'pin', number: undefined, at: house.clock.now() } as const
    await house.store.helpRequests.leave(call)
    await admin.open(page)
    isFull = true
    const answer = await admin.press(button, filling)
    expect([answer.status, answer.words.includes(unharmed)]).toEqual([503, true])
    isFull = false
    expect(await house.audited()).toEqual([])
  })

  it('nobody can sign in, and is told so', async () => {
    await house.member('Petra', 'staff')
    const visitor = house.visitor()
    await visitor.open('/sign-in')
    isFull = true
    const answer = await visitor.press('Weiter', { name: 'Petra', passphrase })
    expect([answer.status, answer.words.includes(unharmed)]).toEqual([503, true])
    isFull = false
    await visitor.open('/sign-in')
    await visitor.press('Weiter', { name: 'Petra', passphrase })
    const code = codeAt(house.clock.now())
    expect((await visitor.press('Anmelden', { code })).path).toBe('/')
  })
})
