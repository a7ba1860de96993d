import type { AlarmNews } from '../conference/staff/alarm-course.ts'
import type { Mail } from '../conference/organiser/mails.ts'
import { shortDay, writtenTime } from './moments.ts'
import { fill, type AllTexts, type PageLocale } from './texts.ts'

export type AlarmMailParts = {
  readonly texts: AllTexts
  readonly locale: PageLocale
  readonly timeZone: string
  /** Whom alarms are written to. */
  readonly to: string
  /** The board. */
  readonly board: URL
}

const subjects = { begins: 'begins', 'goes-on': 'goesOn', over: 'over' } as const

/** What is written when an alarm begins, goes on for a day, or is over. Counts only, nobody's number (S-35). */
export function alarmMail(parts: AlarmMailParts, { is, alarm }: AlarmNews): Mail {
  const { locale, timeZone, to, board } = parts
  const { alarms, mail } = parts.texts[locale].staffAlarms
  const { title, says, todo } = alarms[alarm.name]
  const moment = [alarm.since, timeZone, locale] as const
  const values = {
    says: fill(says, alarm.numbers),
    todo,
    overSays: mail.overSays,
    since: fill(mail.since, { day: shortDay(...moment), time: writtenTime(...moment) }),
    link: board.href,
  }
  const lines = is === 'over' ? mail.textOver : mail.text
  return {
    to,
    locale,
    subject: fill(mail[subjects[is]], { title }),
    text: `${lines.map((line) => fill(line, values)).join('\n')}\n`,
  }
}
