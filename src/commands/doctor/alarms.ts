import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { alarmNames, type Alarm } from '../../conference/staff/alarms.ts'
import { openStore, type StoreSettings } from '../../store/open.ts'
import { fine, notLookedAt, worthALook, type Check, type Finding } from './finding.ts'

/** The words of the board and of the mails, so that everybody is told the same. */
const words = z.object({
  alarms: z.record(z.enum(alarmNames), z.object({ says: z.string(), todo: z.string() })),
})

/** What the running app raises the alarm about; it has looked for longer than a doctor can. */
export const alarms: Check = {
  name: 'alarms',
  async look({ settings, secrets, configFolder }) {
    const on = await alarmsOn(settings.store, secrets.key('pin 1'))
    if (on === undefined) return [notLookedAt('the database cannot be read')]
    if (on.length === 0) return [fine('none is on')]
    const file = join(configFolder, 'pages/en/staff-alarms.json')
    const texts = words.parse(JSON.parse(await readFile(file, 'utf8')))
    return on.map((alarm) => findingOf(alarm, texts))
  },
}

async function alarmsOn(
  place: StoreSettings,
  pinKey: Buffer,
): Promise<readonly Alarm[] | undefined> {
  try {
    const store = await openStore(place, { pinKey })
    try {
      return await store.alarms.on()
    } finally {
      await store.close()
    }
  } catch {
    return undefined
  }
}

function findingOf(
  { name, numbers, since }: Alarm,
  { alarms: texts }: z.output<typeof words>,
): Finding {
  const { says, todo } = texts[name]
  const filled = says.replace(/\{(\w+)\}/g, (whole, one: string) => String(numbers[one] ?? whole))
  return worthALook(`since ${new Date(since).toISOString().slice(0, 16)}Z: ${filled}`, todo)
}
