import { exampleEnv } from '../environment.ts'
import { say } from './command.ts'
import { commands } from './table.ts'

/** `rundruf help`: the commands, one a line. `rundruf help settings`: the text of config/example.env. */
export function help([about]: readonly string[]): Promise<number> {
  if (about === 'settings') {
    process.stdout.write(exampleEnv())
    return Promise.resolve(0)
  }
  const rows = Object.entries(commands).map(
    ([name, { usage, help }]) => [`npx rundruf ${name} ${usage}`.trimEnd(), help] as const,
  )
  const width = Math.max(...rows.map(([words]) => words.length))
  say('Rundruf: telephone conferences that a self-help organisation runs itself.\n')
  for (const [words, meaning] of rows) say(`  ${words.padEnd(width)}  ${meaning}`)
  say('\nSettings come from the environment; none is needed to try it: npm start')
  return Promise.resolve(0)
}
