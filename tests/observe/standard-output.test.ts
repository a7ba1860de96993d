import { execFileSync } from 'node:child_process'
import { closeSync, constants, mkdtempSync, openSync, readFileSync, readSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { standardOutput } from '../../src/observe/standard-output.ts'

const folder = () => mkdtempSync(join(tmpdir(), 'rundruf-out-'))

describe('R-39: standard output', () => {
  it('brings every line out, in order', async () => {
    const file = join(folder(), 'log')
    const output = standardOutput(file)
    for (let line = 0; line < 100; line++) output.write(`${line}\n`)
    await output.flush()
    expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(101)
    expect(output.dropped).toBe(0)
  })

  it('nobody reads: writing goes on at once, lines are dropped and counted, and later it is said', async () => {
    const pipe = join(folder(), 'pipe')
    execFileSync('mkfifo', [pipe])
    const reader = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK)
    const output = standardOutput(pipe)
    const line = `${'x'.repeat(1023)}\n`
    const startedAt = performance.now()
    for (let lines = 0; lines < 2000; lines++) output.write(line)
    expect(performance.now() - startedAt).toBeLessThan(500)
    expect(output.dropped).toBeGreaterThan(500)

    await read(reader, (all) => all.length > 200 * 1024)
    output.write('{"msg":"next"}\n')
    const later = await read(reader, (all) => all.includes('"next"'))
    expect(later).toMatch(
      /"dropped":\d+,"msg":"log lines dropped: nobody was reading"\}\n\{"msg":"next"\}/,
    )
    closeSync(reader)
  })
})

/** Reads the pipe until this is so; the writer needs turns of the event loop in between. */
async function read(reader: number, enough: (all: string) => boolean): Promise<string> {
  const buffer = Buffer.alloc(1 << 16)
  const giveUpAt = performance.now() + 5000
  let all = ''
  while (!enough(all)) {
    if (performance.now() > giveUpAt) throw new Error(`only ${all.length} characters came`)
    try {
      all += buffer.toString('utf8', 0, readSync(reader, buffer))
    } catch {
      await new Promise(setImmediate) // EAGAIN: nothing there now
    }
  }
  return all
}
