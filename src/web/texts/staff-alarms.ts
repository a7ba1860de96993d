import { z } from 'zod'
import { alarmNames, type AlarmName } from '../../conference/staff/alarms.ts'
import { sentence } from './shapes.ts'

const alarm = z.strictObject({
  title: sentence,
  /** With the alarm's numbers: `{count}`, `{percent}` … */
  says: sentence,
  /** What to do. */
  todo: sentence,
})

/** What alarms say, on the board and in mails. */
export const staffAlarms = z.strictObject({
  alarms: z.strictObject(
    Object.fromEntries(alarmNames.map((name) => [name, alarm])) as Record<AlarmName, typeof alarm>,
  ),
  mail: z.strictObject({
    /** `{title}` */
    begins: sentence,
    goesOn: sentence,
    over: sentence,
    overSays: sentence,
    /** `{day}`, `{time}` */
    since: sentence,
    /** `{says}`, `{todo}`, `{since}`, `{link}` */
    text: z.array(z.string()),
    /** `{overSays}`, `{says}`, `{since}`, `{link}` */
    textOver: z.array(z.string()),
  }),
})
