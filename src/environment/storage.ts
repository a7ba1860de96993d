import { z } from 'zod'

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
}
