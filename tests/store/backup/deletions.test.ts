import { copyFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import type { Account } from '../../../src/conference/organiser/organising.ts'
import { tombstoneKeptMs } from '../../../src/conference/kept/retention.ts'
import { databases, file } from '../../kit/databases.ts'
import { aRoom, randomness } from '../../kit/rooms.ts'

const anAccount = (address: string, created = 1000): Account => ({
  id: randomness.token(),
  address,
  locale: 'de',
  created,
  lastSeen: created,
})

describe('P-08: a backup brings nobody back', () => {
  it('deleted, an old backup restored: still deleted, with the room', async () => {
    await using place = file()
    await using saved = file()
    const before = await place.open()
    const erika = anAccount('erika@example.org')
    const otto = anAccount('otto@example.org')
    const room = aRoom()
    for (const account of [erika, otto]) await before.accounts.add(account)
    await before.rooms.add(room)
    await before.organised.join(erika.id, room.id, 1000)
    await before.close()
    copyFileSync(place.file, saved.file)

    const store = await place.open()
    await store.atomically(({ deletions }) => deletions.remove(erika.id, 2000))
    const tombstones = await store.deletions.tombstones()
    expect(tombstones).toHaveLength(1)
    expect(JSON.stringify(tombstones)).not.toContain('erika')
    await store.close()

    copyFileSync(saved.file, place.file)
    const restored = await place.open()
    expect(await restored.accounts.byId(erika.id)).toBeDefined()
    const reapply = () => restored.atomically(({ deletions }) => deletions.reapply(tombstones))
    expect(await reapply()).toEqual([erika.id])
    expect(await reapply()).toEqual([])
    expect(await restored.accounts.byId(erika.id)).toBeUndefined()
    expect(await restored.rooms.byId(room.id)).toBeUndefined()
    expect(await restored.accounts.byId(otto.id)).toBeDefined()
    // It is known there, too: the next backup of it brings nobody back either.
    expect(await restored.deletions.tombstones()).toEqual(tombstones)
    await restored.close()
  })
})

describe.each(databases)('deletions on $name', ({ place }) => {
  it('whoever came back later stays', async () => {
    await using it = await place()
    const store = await it.open()
    const first = anAccount('erika@example.org', 1000)
    await store.accounts.add(first)
    await store.deletions.remove(first.id, 2000)
    const again = anAccount('erika@example.org', 3000)
    await store.accounts.add(again)
    expect(await store.deletions.reapply(await store.deletions.tombstones())).toEqual([])
    expect(await store.accounts.byId(again.id)).toBeDefined()
    await store.deletions.remove(again.id, 4000)
    expect(await store.deletions.tombstones()).toMatchObject([{ deleted: 4000 }])
    await store.deletions.sweep(4000 + tombstoneKeptMs)
    expect(await store.deletions.tombstones()).toHaveLength(1)
    await store.deletions.sweep(4001 + tombstoneKeptMs)
    expect(await store.deletions.tombstones()).toEqual([])
    await store.close()
  })

  it('what was guessed at a deleted address is forgotten, and its mails do not leave', async () => {
    await using it = await place()
    const store = await it.open()
    const erika = anAccount('erika@example.org')
    await store.accounts.add(erika)
    const mail = { to: 'anna@example.org', subject: 's', text: 't' }
    await store.mails.send(mail, { about: 'invitation', at: 1, until: 9000, of: erika.id })
    await store.deletions.remove(erika.id, 2000)
    expect(await store.mailQueue.take(1, 2)).toBeUndefined()
    await store.close()
  })
})
