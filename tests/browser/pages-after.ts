import type { WebHouse } from '../kit/web-house.ts'
import type { Organiser, PageState } from './pages.ts'

const weekMs = 7 * 24 * 60 * 60_000
const minuteMs = 60_000

/** A room that has met for some weeks; once nobody else came, once there were two. */
async function hasMet(house: WebHouse, organiser: Organiser): Promise<string> {
  const room = await house.roomOf(organiser, { name: 'Angehörige am Dienstag' })
  for (const [week, people] of [7, 8, 2, 6, 1, 9, 11, 8].entries()) {
    const started = house.clock.now() - (week + 1) * weekMs
    await house.store.pastMeetings.add({
      room: room.id,
      started,
      ended: started + (80 + 3 * week) * minuteMs,
      mostCallersAtOnce: people,
      callerMinutes: people * 75,
    })
  }
  return `/rooms/${room.id}`
}

/** After the evening. */
export const pagesAfter: readonly PageState[] = [
  {
    name: 'meetings-none',
    at: async (house, organiser) => `/rooms/${(await house.roomOf(organiser)).id}/meetings`,
  },
  {
    name: 'meetings',
    at: async (house, organiser) => `${await hasMet(house, organiser)}/meetings`,
  },
  {
    name: 'statement',
    at: async (house, organiser) => `${await hasMet(house, organiser)}/statement`,
  },
  {
    name: 'statement-wrong-period',
    at: async (house, organiser) =>
      `${await hasMet(house, organiser)}/statement?from=2026-12-01&to=2026-01-01`,
  },
]
