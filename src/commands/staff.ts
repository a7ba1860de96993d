import { openSecrets } from '../secrets.ts'
import { readSettings, variables } from '../settings.ts'
import { openStore } from '../store/open.ts'
import { complain } from './command.ts'
import type { StaffAction } from './staff-action.ts'
import { peopleActions } from './staff-people.ts'
import { requestActions } from './staff-requests.ts'

const actions: Readonly<Record<string, StaffAction>> = { ...peopleActions, ...requestActions }

/** `rundruf staff …`, on the database itself: works whether the app runs or not. */
export async function staff([name = 'list', ...words]: readonly string[]): Promise<number> {
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined
  if (action === undefined) {
    complain(`There is no "staff ${name}". There is:`)
    for (const [word, { usage }] of Object.entries(actions)) {
      complain(`  npx rundruf staff ${word} ${usage}`.trimEnd())
    }
    return 2
  }
  const settings = readSettings(variables())
  process.umask(0o077)
  const secrets = openSecrets(settings.dataDir)
  const store = await openStore(settings.store, { pinKey: secrets.key('pin 1') })
  try {
    return await action.run(store, words, settings)
  } finally {
    await store.close()
  }
}
