import { carryOut, NothingToPlay } from '../telephone/carry-out.ts'
import { callUsage, OrderRefused, readOrder } from '../telephone/order.ts'
import { complain, say } from './command.ts'

/** `rundruf call`: a telephone in the terminal. Exit code 0: the call went as asked; 1: not; 2: not understood. */
export async function call(words: readonly string[]): Promise<number> {
  if (words.includes('--help')) {
    say(callUsage)
    return 0
  }
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
