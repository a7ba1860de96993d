import { parseArgs } from 'node:util'
import { CallFailed } from '../telephone/dial.ts'
import { complain, say } from './command.ts'
import { people, spendEvening } from './demo-evening.ts'
import { recordEvening } from './demo-recording.ts'
import { tableOf } from './demo-table.ts'
import { startTrial, type Trial } from './trial.ts'

/**
 * `rundruf demo`: a whole evening in half a minute. A Rundruf of its own starts in an empty folder, three telephones
 * call it over SIP and RTP, key in room and PIN, and hum. Exit code 0 if each heard the two others and not itself.
 * With `--record evening.wav` one of them stays a little longer, and what her ear heard is kept and measured.
 */
export async function demo(words: readonly string[] = []): Promise<number> {
  const wish = wishOf(words)
  if (wish === undefined) {
    complain('Say: npx rundruf demo [--record evening.wav]')
    return 2
  }
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
    const evening = wish.record === undefined ? meet(trial, tell) : record(trial, wish.record, tell)
    return (await Promise.race([evening, stopped])) === true ? 0 : 1
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error
    complain(`A call failed: ${error.message}`)
    return 1
  }
}

type Tell = (line: string) => void

async function meet(trial: Trial, tell: Tell): Promise<boolean> {
  const table = tableOf(people, await spendEvening(trial, tell))
  say(`\n${table.text}\n`)
  tell(table.good ? 'Each heard the two others and not itself.' : 'That is not how it should be.')
  return table.good
}

async function record(trial: Trial, file: string, tell: Tell): Promise<boolean> {
  const { lines, wrong } = await recordEvening(trial, file, tell)
  say(`\n${lines.join('\n')}\n`)
  for (const what of wrong) say(`  ${what}`)
  tell(wrong.length === 0 ? 'It sounds as it should.' : 'That is not how it should sound.')
  return wrong.length === 0
}

function wishOf(words: readonly string[]): { readonly record?: string } | undefined {
  try {
    return parseArgs({ args: [...words], options: { record: { type: 'string' } } }).values
  } catch {
    return undefined
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
