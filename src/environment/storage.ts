import { z } from 'zod'
import { text } from './checks.ts'

/** Where it is kept. */

export const storage = {
  DATA_DIR: z
    .string()
    .default('data')
    .describe('Folder of the database and the generated secrets.'),
  DATABASE_URL: z
    .string()
    .optional()
    .describe(
      'Where rooms are kept: file:<path>, or postgres://<user>:<password>@<host>/<database> for several machines. Usual: file:<DATA_DIR>/rundruf.db',
    ),
  BACKUP_PASSPHRASE: text(/^.{16,200}$/, 'must have 16 to 200 characters')
    .optional()
    .describe(
      'Seals and opens backups (rundruf backup, rundruf restore). Keep it in another place than the backups.',
    ),
}
