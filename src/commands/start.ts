import { fileURLToPath } from 'node:url'
import { openLog } from '../observe/log.ts'
import { standardOutput } from '../observe/standard-output.ts'
import { openSecrets } from '../secrets.ts'
import { readSettings, variables } from '../settings.ts'
import { say } from './command.ts'
import { withFreePorts } from './free-ports.ts'
import { readyBlock } from './ready-block.ts'
import { stopWords } from './stop-words.ts'
import { ChildFailed, supervise } from './supervisor.ts'
import type { ChildWish } from './supervisor.ts'

/**
 * `rundruf start`: the app, and the switch when calls come to our own, each in its own process.
 * @throws SettingsMistaken | SecretsUnusable before anything has been started
 */
export async function start(): Promise<number> {
  const given = variables()
  const env = await withFreePorts(given, readSettings(given))
  const settings = readSettings(env)
  openSecrets(settings.dataDir)

  const names = settings.phone.kind === 'built-in' ? ['switch', 'app'] : ['app']
  const log = openLog(settings.log, 'start', standardOutput())
  const supervisor = supervise(
    names.map((name) => child(name, env)),
    log,
  )
  const words = stopWords(names.includes('switch'), () => {
    supervisor.kill()
    process.exit(1)
  })
  try {
    const reports = await Promise.race([supervisor.allReady, words.told])
    if (reports !== undefined) {
      say(readyBlock(reports))
      await words.told
    }
    // The app is there for as long as somebody calls: whoever talks may want the menu, and leaves.
    await supervisor.drain('switch', words)
    return 0
  } catch (error) {
    if (error instanceof ChildFailed) return 1
    throw error
  } finally {
    await supervisor.stop()
  }
}

/** This program again, as `dist/main.js` when built and as `src/main.ts` when not. */
function child(name: string, env: ChildWish['env']): ChildWish {
  const main = import.meta.url.endsWith('.ts') ? '../main.ts' : '../main.js'
  const file = fileURLToPath(new URL(main, import.meta.url))
  return { name, file, words: [name], env, nodeOptions: nodeOptions[name] ?? [] }
}

/**
 * What the switch throws away is thrown away soon. As Node would have it, there is room for 48 MB of what is young, and what is old
 * is first looked through at 100 MB and more: a flood of SIP made the switch grow by 70 MB, of which little was in use.
 */
export const nodeOptions: Readonly<Record<string, readonly string[]>> = {
  switch: ['--max-semi-space-size=4', '--initial-old-space-size=32'],
}
