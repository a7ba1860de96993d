import { text } from './checks.ts'

/** Who watches over it, and how they are told. */

export const watching = {
  METRICS_TOKEN: text(/^[\x21-\x7e]{16,}$/, 'must have at least 16 characters, without blanks')
    .optional()
    .describe(
      'Whoever reads /metrics of the staff listener must show it (Authorization: Bearer). Without it only this machine may, and nobody when STAFF_URL leads through a proxy.',
    ),
}
