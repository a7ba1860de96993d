import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const project = join(import.meta.dirname, '../..')

/**
 * The next version of this program: the same, built, with one more migration, as the next one will have it. `columns` are
 * columns of text, as table and name, that it adds.
 */
export function nextVersion(columns: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), 'rundruf-next-'))
  cpSync(join(project, 'dist'), join(folder, 'dist'), { recursive: true })
  for (const same of ['node_modules', 'config', 'package.json'])
    symlinkSync(join(project, same), join(folder, same))
  const file = join(folder, 'dist/store/migrate.js')
  const text = readFileSync(file, 'utf8')
  const [before, after, ...more] = text.split('const migrations = [')
  if (after === undefined || more.length > 0) throw new Error('the list of migrations is elsewhere')
  const end = after.indexOf('];')
  const list = `${after.slice(0, end)}${next(columns)}${after.slice(end)}`
  writeFileSync(file, [before, list].join('const migrations = ['))
  return {
    main: join(folder, 'dist/main.js'),
    [Symbol.dispose]() {
      rmSync(folder, { recursive: true })
    },
  }
}

const next = (columns: Readonly<Record<string, string>>): string => `{
  async up(db) {
    for (const [table, name] of Object.entries(${JSON.stringify(columns)}))
      await db.schema.alterTable(table)
        .addColumn(name, 'text', (is) => is.notNull().defaultTo('')).execute()
  },
}`
