import { expect, test } from '@jest/globals'
import { apps, organiserOf, type Apps } from '../kit/apps.ts'
import { databases } from '../kit/databases.ts'
import { nextVersion } from '../kit/next-version.ts'
import { aRoom } from '../kit/rooms.ts'

/*
 * from this version to the next, during a meeting, as docs/operate.md says it: one instance after the other.
 *
 *   this  ──answers───────────────────────▶ SIGTERM ┐ nobody is there: the carrier asks again
 *   next            starts, migrates, answers ──▶ SIGTERM ┘   starts, answers ──▶
 */

const comesIn = async ({ twilio }: Apps) => {
  const call = await twilio.callers().dial()
  await call.presses('538214 352964')
  return call
}

// Where several machines are, there is a Postgres.
test.each(databases.slice(-1))(
  'R-04: upgraded during a meeting, on $name',
  async (one) => {
    using next = nextVersion({ room: 'motto', caller: 'mood', meeting: 'colour' })
    await using place = await one.place()
    const { settings } = place
    await using all = await apps(settings.kind === 'postgres' ? { database: settings.url } : {})
    const room = aRoom({ number: '538214' })
    await all.inStore((store) => organiserOf(store, room))
    const ada = await comesIn(all)
    const cy = await all.twilio.callers().dial()

    // Both run, on a database that is one step ahead of the old one.
    await all.start(1, next.main)
    const [old, young] = all.running
    const both = [await comesIn(all), await comesIn(all), await comesIn(all)]
    await ada.presses('*6')
    if (ada.at !== 'conference') await ada.waits()
    expect(ada.document).toContain('muted="true"')
    expect(new Set(all.proxy.took)).toEqual(new Set([old?.url, young?.url]))

    // The old one goes; then for a moment nobody is there at all, and the carrier asks until somebody is.
    for (const one of [old, young]) process.kill(one?.pid ?? 0, 'SIGTERM')
    await Promise.all([old?.gone, young?.gone])
    const inTheGap = cy.presses('538214 352964')
    const stranger = comesIn(all)
    await all.start(1, next.main)
    await inTheGap
    const everybody = [ada, ...both, cy, await stranger]
    expect(everybody.map(({ conference }) => conference)).toEqual(
      everybody.map(() => ada.conference),
    )
    expect(all.twilio.callers().present(ada.conference)).toHaveLength(everybody.length)
    for (const one of [old, young])
      expect(one?.printed()).not.toMatch(/"level":"(?:warn|error|fatal)"/)
  },
  60_000,
)
