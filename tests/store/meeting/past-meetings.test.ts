import { describe, expect, it } from '@jest/globals'
import { databases } from '../../kit/databases.ts'
import { aRoom } from '../../kit/rooms.ts'

describe.each(databases)('meetings that are over, on $name', ({ place }) => {
  it('of a room or of all, those that began in time; which room is not said of all', async () => {
    await using it = await place()
    const store = await it.open()
    const [one, other] = [aRoom(), aRoom({ number: '587231' })]
    for (const room of [one, other]) await store.rooms.add(room)
    const line = (started: number) => ({
      started,
      ended: started + 60_000,
      mostCallersAtOnce: 3,
      callerMinutes: 3,
    })
    for (const at of [3000, 1000]) await store.pastMeetings.add({ ...line(at), room: one.id })
    await store.pastMeetings.add({ ...line(2000), room: other.id })
    await store.pastMeetings.add({ ...line(4000), room: other.id })
    expect(await store.pastMeetings.of(one.id, 0, 9000)).toEqual([line(1000), line(3000)])
    expect(await store.pastMeetings.ofAll(1000, 4000)).toEqual([line(1000), line(2000), line(3000)])
    await store.close()
  })
})
