import type { Ready } from './supervisor.ts'

/** What is printed last at the start: where people, telephones and the curious go. */
export function readyBlock(reports: Readonly<Record<string, Ready>>): string {
  const said: Ready = Object.assign({}, ...Object.values(reports)) as Ready
  const rows = [
    ['Pages', said['pages']],
    ['Staff', said['staff']],
    ['Telephone', said['telephone']],
    ['Mail', said['mail']],
    ['Try it', said['tryIt']],
  ] as const
  const lines = rows.flatMap(([name, what]) => (what ? [`  ${name.padEnd(9)}  ${what}`] : []))
  return ['Rundruf is ready.', ...lines].join('\n')
}
