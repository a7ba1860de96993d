import { CallFailed } from '../telephone/dial.ts'
import { complain, say } from './command.ts'
import { people, spendEvening } from './demo-evening.ts'
import { tableOf } from './demo-table.ts'
import { startTrial } from './trial.ts'

/**
 * `rundruf demo`: a whole evening in half a minute. A Rundruf of its own starts in an empty folder, three telephones
 * call it over SIP and RTP, key in room and PIN, and hum. Exit code 0 if each heard the two others and not itself.
 */
export async function demo(): Promise<number> {
  const began = performance.now()
  const tell = (line: string): void => {
    say(`${((performance.now() - began) / 1000).toFixed(1).padStart(5)} s  ${line}`)
  }
  const stopped = interrupted()
  tell('Rundruf starts in an empty folder, on free ports.')
  try {
    await using trial = await startTrial()
    const { host, port } = trial.telephone
    tell(`Rundruf is ready. It answers at sip:rundruf@${host}:${port}`)
    const heard = await Promise.race([spendEvening(trial, tell), stopped])
    if (heard === undefined) return 1
    const table = tableOf(people, heard)
    say(`\n${table.text}\n`)
    tell(table.good ? 'Each heard the two others and not itself.' : 'That is not how it should be.')
    return table.good ? 0 : 1
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error
    complain(`A call failed: ${error.message}`)
    return 1
  }
}

/** Ctrl-C ends the evening, and with it everything that was started. */
function interrupted(): Promise<undefined> {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      resolve(undefined)
    })
  }
  return promise
}
