import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'

/* Real signals to a real process, a tiny one that says what it understood. */
const file = join(mkdtempSync(join(tmpdir(), 'rundruf-words-')), 'child.mjs')
const module = join(import.meta.dirname, '../../src/commands/stop-words.ts')
writeFileSync(
  file,
  `const { stopWords } = await import(${JSON.stringify(module)})
   const say = (word) => process.connected && process.send(word)
   const words = stopWords(process.argv[2] === 'patient', () => process.exit(7))
   words.told.then(() => say('told'))
   words.hurry.addEventListener('abort', () => say('hurry'))
   words.now.addEventListener('abort', () => { say('now'); if (!process.connected) process.exit(3) })
   setInterval(() => {}, 1000)
   say('up')`,
)

async function child(manner: 'patient' | 'plain') {
  const running = fork(file, [manner], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const said: unknown[] = []
  running.on('message', (word) => said.push(word))
  const until = async (word: string) => {
    while (!said.includes(word)) await once(running, 'message')
  }
  await until('up')
  said.length = 0
  return { running, said, until }
}

const exitOf = async (running: ChildProcess): Promise<unknown> => {
  const [code] = (await once(running, 'exit')) as [unknown]
  return code
}

describe('R-03: what a process is told about its end', () => {
  it('SIGTERM again and again is more and more urgent', async () => {
    const { running, said, until } = await child('patient')
    for (const word of ['told', 'hurry', 'now']) {
      running.kill('SIGTERM')
      await until(word)
    }
    expect(said).toEqual(['told', 'hurry', 'now'])
    running.kill('SIGTERM')
    expect(await exitOf(running)).toBe(7)
  })

  it('SIGINT is urgent at once, and the same press twice is one', async () => {
    const { running, said, until } = await child('patient')
    running.kill('SIGINT')
    await until('hurry')
    running.kill('SIGINT')
    running.kill('SIGTERM')
    await until('now')
    expect(new Set(said)).toEqual(new Set(['told', 'hurry', 'now']))
    running.kill('SIGTERM')
    expect(await exitOf(running)).toBe(7)
  })

  it('what has nothing to finish ends at the second word', async () => {
    const { running, until } = await child('plain')
    running.kill('SIGTERM')
    await until('told')
    running.kill('SIGTERM')
    expect(await exitOf(running)).toBe(7)
  })

  it('the end of the supervisor is the end', async () => {
    const { running } = await child('patient')
    running.disconnect()
    expect(await exitOf(running)).toBe(3)
  })
})
