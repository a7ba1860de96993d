import { openSecrets } from '../secrets.ts'
import { readSettings, variables } from '../settings.ts'
import { carryOut, NothingToPlay } from '../telephone/carry-out.ts'
import { callUsage, OrderRefused, readOrder } from '../telephone/order.ts'
import { complain, say } from './command.ts'
import { testHeard, testWay } from './test-call.ts'

/** `rundruf call --test`: the test call that the app makes every five minutes, now. */
async function test(): Promise<number> {
  const settings = readSettings(variables())
  const way = testWay(settings, openSecrets(settings.dataDir))
  if (way.is === 'impossible') {
    complain(`No test call: ${way.why}. ${way.todo}`.trimEnd())
    return 1
  }
  const outcome = await way.call()
  if (outcome.is === 'failed') {
    complain(testHeard[outcome.why])
    return 1
  }
  say(`Everything is heard: greeting, practice line, and our own voice after ${outcome.seconds} s.`)
  return 0
}

/** `rundruf call`: a telephone in the terminal. Exit code 0: the call went as asked; 1: not; 2: not understood. */
export async function call(words: readonly string[]): Promise<number> {
  if (words.includes('--help')) {
    say(callUsage)
    return 0
  }
  if (words.length === 1 && words[0] === '--test') return test()
  try {
    return (await carryOut(readOrder(words), say)) ? 0 : 1
  } catch (error) {
    if (error instanceof OrderRefused) {
      for (const mistake of error.mistakes) complain(mistake)
      complain(`\n${callUsage}`)
      return 2
    }
    if (error instanceof NothingToPlay) {
      complain(error.message)
      return 2
    }
    throw error
  }
}
