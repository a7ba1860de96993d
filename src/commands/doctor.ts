import { readSettings, SettingsMistaken, variables } from '../settings.ts'
import { complain, say } from './command.ts'
import { examine, mend, wrongIn, type Examined } from './doctor/examine.ts'
import type { Finding } from './doctor/finding.ts'
import type { Installation } from './doctor/installation.ts'
import { installationOf } from './doctor/open.ts'

/**
 * `rundruf doctor`: looks at everything an evening needs and says in words what is wrong and what to do.
 * `rundruf doctor --fix` also puts right what can be put right from here: where the number leads.
 */
export async function doctor(words: readonly string[]): Promise<number> {
  const fix = words.includes('--fix')
  if (words.some((word) => word !== '--fix')) {
    complain('Say: npx rundruf doctor [--fix]')
    return 2
  }
  let at: Installation
  try {
    at = installationOf(readSettings(variables()))
  } catch (error) {
    if (!(error instanceof SettingsMistaken)) throw error
    for (const mistake of error.mistakes)
      print('settings', { is: 'wrong', says: mistake, todo: '' })
    return verdict(error.mistakes.length)
  }
  print('settings', { is: 'fine', says: aboutThe(at) })
  const seen = await examine(at, printAll)
  if (!fix) return verdict(wrongIn(seen))
  const mended = await mend(seen)
  if (mended.length === 0) return verdict(wrongIn(seen))
  say('\nPut right. Once more:')
  return verdict(wrongIn(await examine(at, printAll)))
}

function aboutThe({ settings: { phone, http } }: Installation): string {
  return `PHONE=${phone.kind}, ${http.publicUrl.href.replace(/\/$/, '')}`
}

function verdict(wrongs: number): number {
  if (wrongs === 0) {
    say('\nNothing is wrong.')
    return 0
  }
  say(`\n${String(wrongs)} ${wrongs === 1 ? 'thing is' : 'things are'} wrong.`)
  return 1
}

const marks = { fine: 'ok', 'worth-a-look': 'hint', wrong: 'WRONG', 'not-looked-at': '-' } as const

function printAll({ name, findings }: Examined): void {
  for (const finding of findings) print(name, finding)
}

function print(name: string, finding: Finding): void {
  say(`  ${name.padEnd(12)} ${marks[finding.is].padEnd(6)} ${finding.says}`)
  if ('todo' in finding && finding.todo !== '') say(`${' '.repeat(22)}→ ${finding.todo}`)
}
