import { mailAddress, text, url } from './checks.ts'

/** Who watches over it, and how they are told. */

export const watching = {
  METRICS_TOKEN: text(/^[\x21-\x7e]{16,}$/, 'must have at least 16 characters, without blanks')
    .optional()
    .describe(
      'Whoever reads /metrics of the staff listener must show it (Authorization: Bearer). Without it only this machine may, and nobody when STAFF_URL leads through a proxy.',
    ),
  ALARM_MAIL: mailAddress()
    .optional()
    .describe(
      'Whom alarms are written to: when one begins, once a day while it lasts, and when it is over.',
    ),
  HEARTBEAT_URL: url(/^https?:$/, 'must be a whole address such as https://watch.example.org/…')
    .optional()
    .describe(
      'Fetched every minute while all is well. Whoever serves it should complain when it is not.',
    ),
}
