import { existsSync } from 'node:fs'
import type { Engine } from './dialects/engine.ts'
import { sqlite } from './dialects/sqlite.ts'
import { WrongDatabase } from './migrate.ts'
import type { StoreSettings } from './open.ts'

/** The driver of Postgres is loaded only where there is one. @throws WrongDatabase when a file is no database */
export async function engineOf(
  settings: StoreSettings,
  use: 'reading' | 'writing' = 'writing',
): Promise<Engine> {
  if (settings.kind === 'sqlite') return openFile(settings.file, use)
  const { postgres } = await import('./dialects/postgres.ts')
  return postgres(settings.url)
}

function openFile(file: string, use: 'reading' | 'writing') {
  try {
    // Whoever only reads makes no file.
    return sqlite(use === 'reading' && !existsSync(file) ? ':memory:' : file, use)
  } catch (cause) {
    throw new WrongDatabase(`${file} cannot be opened as a database. Please check DATABASE_URL.`, {
      cause,
    })
  }
}
