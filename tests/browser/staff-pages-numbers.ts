import { daysLater } from '../../src/conference/room/days.ts'
import type { Summed } from '../../src/conference/figures/day-sums.ts'
import { weeksTold } from '../../src/conference/figures/reporting.ts'
import { aRoom } from '../kit/rooms.ts'
import type { StaffHouse } from '../kit/staff-house.ts'
import type { StaffPage } from './staff-pages.ts'

const hourMs = 60 * 60_000
const lastMonday = '2026-11-16'

/** A year that grows, with a quiet summer; a busy hour each week. */
async function aYear({ store }: StaffHouse): Promise<void> {
  const room = aRoom()
  await store.rooms.add(room)
  await store.atomically(async (kept) => {
    for (let back = 0; back < weeksTold; back++) {
      const monday = daysLater(lastMonday, -7 * back)
      const busy = Math.round(90 - back + 20 * Math.sin(back / 3))
      const meetings = back > 17 && back < 22 ? 3 : busy
      const sums: Readonly<Record<Summed, number>> = {
        meetings,
        'caller-minutes': meetings * 540,
        calls: meetings * 8,
        beside: meetings,
        'came-in': meetings * 6 + (back % 5),
        'wrong-entries': (back * 37) % 90,
      }
      await kept.daySums.add(
        Object.entries(sums).map(([what, count]) => ({ day: monday, what: what as Summed, count })),
      )
      const started = Date.parse(`${monday}T17:00:00Z`)
      const line = { started, ended: started + hourMs, mostCallersAtOnce: 9 }
      await kept.pastMeetings.add({ ...line, room: room.id, callerMinutes: meetings * 40 })
    }
  })
}

/** A year of the service. */
export const staffPagesNumbers: readonly StaffPage[] = [
  { name: 'numbers none', at: () => '/numbers' },
  {
    name: 'numbers of a year',
    async at(house) {
      await aYear(house)
      return '/numbers'
    },
    then: (page) => page.locator('details summary').first().click(),
  },
]
